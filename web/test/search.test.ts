import { buildSchema, parse, validate, type OperationDefinitionNode } from 'graphql';
import { expect, test, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { examples, nodeExample } from '../src/examples';
import { translator } from '../src/i18n';
import { searchDocument, type Hit } from '../src/queries';
import { readState, searchVariables, toggle, writeState } from '../src/search-state';
import { facetGroups, hitItem, summary } from '../src/search-view';

const t = translator('en');
const state = (text: string) => readState(new URLSearchParams(text));

test('an address and a search say the same', () => {
  const read = state('q=%E6%B0%B4%E9%97%B8+gate&kind=CASE&kind=LESSON&year=2025&lang=zh&other=1');
  expect(read).toEqual({ query: '水闸 gate', chosen: { KIND: ['CASE', 'LESSON'], YEAR: ['2025'] } });
  const written = writeState(new URLSearchParams('lang=zh&q=old&kind=OLD'), read);
  expect(written.get('lang')).toBe('zh');
  expect(readState(written)).toEqual(read);
});

test('an address without a search is the empty one', () => expect(state('')).toEqual({ query: '', chosen: {} }));

test('choosing twice is not choosing', () => {
  const once = toggle(state('q=a'), 'TAG', 'x & y');
  expect(once.chosen.TAG).toEqual(['x & y']);
  expect(toggle(once, 'TAG', 'x & y').chosen.TAG).toEqual([]);
});

test('only chosen facets filter, years as numbers', () => {
  expect(searchVariables(toggle(state('q=a&year=2024&kind=CASE'), 'KIND', 'CASE'), 20)).toMatchObject({
    query: 'a',
    filter: { years: [2024] },
    first: 20,
  });
});

test.each([
  [0, 0, 'Nothing found for “gate”.'],
  [1, 1, '1 hit'],
  [2, 2, '2 hits'],
  [1234, 20, '1,234 hits, the best 20 shown'],
])('%d hits, %d of them here: %s', (total, here, words) => {
  const hits = Array.from({ length: here }, (_, at): Hit => ({ id: `x${at}`, kind: 'CASE', title: 'x', highlights: [] }));
  expect(summary(t, { total, hits, facets: [] }, 'gate')).toBe(words);
});

test('a hit shows marked title, kind and passages, and leads to its record', () => {
  const item = hitItem(t, {
    id: 'les_1&2',
    kind: 'LESSON',
    title: 'Gate <3>',
    highlights: [
      { field: 'body', text: 'The gate froze', ranges: [{ start: 4, end: 8 }] },
      { field: 'title', text: 'Gate <3>', ranges: [{ start: 0, end: 4 }] },
    ],
  });
  expect([...item.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Gate', 'gate']);
  expect(item.querySelector('h3')?.textContent).toBe('Gate <3>');
  expect(item.querySelector('.kind')?.textContent).toBe('Lesson');
  expect([...item.querySelectorAll('p')].map((p) => p.textContent)).toEqual(['The gate froze']);
  const link = new URL(item.querySelector('a')!.getAttribute('href')!, 'http://x.test');
  expect([link.pathname, link.searchParams.get('variables')]).toEqual(['/graphiql', '{"id":"les_1&2"}']);
});

test('facets show counts, keep what is chosen and skip what is not known', () => {
  const choose = vi.fn();
  const groups = facetGroups(
    t,
    [
      { name: 'kind', values: [{ value: 'CASE', count: 1500 }] },
      { name: 'TAG', values: [] },
      { name: 'constructor', values: [{ value: 'x', count: 1 }] },
    ],
    state('q=a&kind=LESSON'),
    choose,
  );
  expect(groups.map((group) => group.querySelector('legend')?.textContent)).toEqual(['Kind']);
  const rows = [...groups[0]!.querySelectorAll('label')].map((row) => [row.textContent, row.querySelector('input')!.checked]);
  expect(rows).toEqual([
    ['Case1,500', false],
    ['Lesson0', true],
  ]);
  groups[0]!.querySelector('input')!.dispatchEvent(new Event('change'));
  expect(choose).toHaveBeenCalledExactlyOnceWith('KIND', 'CASE');
});

test('every document is GraphQL with a named operation and JSON variables', () => {
  const documents = [{ query: searchDocument }, nodeExample('opp_1'), ...examples];
  for (const { query, variables = '{}' } of documents as { query: string; variables?: string }[]) {
    const [operation] = parse(query).definitions as OperationDefinitionNode[];
    expect(operation?.operation).toBe('query');
    const declared = operation!.variableDefinitions?.map((definition) => definition.variable.name.value) ?? [];
    for (const name of Object.keys(JSON.parse(variables))) expect(declared).toContain(name);
    expect(operation?.name?.value).toMatch(/^[A-Z]/);
  }
});

test('there are five examples with names of their own', () => {
  const names = examples.map(({ query }) => /query (\w+)/.exec(query)?.[1]);
  expect(new Set(names).size).toBe(5);
});

test('every document fits the schema', () => {
  const schema = buildSchema(readFileSync('../graph/testdata/schema.graphql', 'utf8'));
  for (const { query } of [{ query: searchDocument }, nodeExample('opp_1'), ...examples]) {
    expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([]);
  }
});
