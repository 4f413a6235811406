import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseLanguage, labelOf, translator } from '../src/i18n';
import { messages, type Key, type Text } from '../src/messages';

const source = resolve(import.meta.dirname, '../src');
const texts = Object.entries(messages) as [Key, Text][];
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
const sameInBoth = ['page.graphiql'];

describe('every text', () => {
  test.each(texts)('%s is there in both languages with the same holes', (key, { en, zh }) => {
    expect(en.trim()).not.toBe('');
    expect(zh.trim()).not.toBe('');
    expect(holes(zh)).toEqual(holes(en));
    if (!sameInBoth.includes(key) && key !== 'page.languageSwitch') {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('Chinese texts use Chinese punctuation', () => {
    const wrong = texts.filter(([, { zh }]) => /[\p{Script=Han}][,;:!?()]|[()](?=\p{Script=Han})/u.test(zh));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

test('every text that a page names exists', () => {
  const pages = readdirSync(source).filter((name) => name.endsWith('.html'));
  const named = pages.flatMap((page) => [...readFileSync(`${source}/${page}`, 'utf8').matchAll(/data-t="([^"]*)"/g)]);
  expect(pages).toHaveLength(5);
  expect(named.length).toBeGreaterThan(10);
  expect(named.map((match) => match[1]!).filter((key) => !Object.hasOwn(messages, key))).toEqual([]);
});

test('every text is used by a page or a script', () => {
  const code = readdirSync(source)
    .filter((name) => /\.(html|tsx?)$/.test(name) && name !== 'messages.ts')
    .map((name) => readFileSync(`${source}/${name}`, 'utf8'))
    .join('\n');
  const byGroup = ['kind', 'outcome', 'language', 'role', 'error', 'facet', 'health'];
  const unused = texts.filter(([key]) => !byGroup.includes(key.split('.')[0]!) && !code.includes(key));
  expect(unused.map(([key]) => key)).toEqual([]);
});

test.each([
  [['zh-CN', 'en'], 'zh'],
  [['zh-Hant-TW'], 'zh'],
  [['zh_CN'], 'zh'],
  [['ZH'], 'zh'],
  [['en-GB', 'zh'], 'en'],
  [['fr', 'de', 'zh'], 'zh'],
  [['fr'], 'en'],
  [[null, 'zh', 'en'], 'zh'],
  [['', 'zhuang', 'english'], 'en'],
  [[], 'en'],
])('wishes %j show %s', (wishes, language) => expect(chooseLanguage(wishes)).toBe(language));

test('holes are filled, numbers grouped, unknown holes left as they are', () => {
  const t = translator('en');
  expect(t('search.shown', { total: 12345, shown: 20 })).toBe('12,345 hits, the best 20 shown');
  expect(t('search.shown', { total: 3 })).toBe('3 hits, the best {shown} shown');
  expect(translator('zh')('search.none', { query: '{query} $& 水闸' })).toBe('未找到与“{query} $& 水闸”相关的内容。');
});

test('a label falls back to the bare value', () => {
  const t = translator('zh');
  expect(labelOf(t, 'kind', 'LESSON')).toBe('经验教训');
  expect(labelOf(t, 'language', 'en')).toBe('英文');
  expect(labelOf(t, 'kind', 'SOMETHING_NEW')).toBe('SOMETHING_NEW');
  expect(labelOf(t, 'constructor', 'x')).toBe('x');
});
