import { expect, test } from 'vitest';
import { lights, type Readiness } from '../src/health';
import { translator } from '../src/i18n';

const t = translator('en');
const ready: Readiness = {
  status: 'ready',
  store: 'sqlite',
  schemaVersion: 3,
  index: { state: 'ready', documents: 12345, seq: 900, lag: 0 },
};
const levels = (readiness: Readiness | null) => lights(readiness, t).map(({ level }) => level);

test('a healthy server shows three lights in words', () => {
  expect(lights(ready, t)).toEqual([
    { label: 'Server', level: 'ok', detail: 'ready' },
    { label: 'Database', level: 'ok', detail: 'sqlite, schema 3' },
    { label: 'Search index', level: 'ok', detail: 'ready · 12,345 documents, 0 changes behind' },
  ]);
});

test.each<[string, Readiness | null, string[]]>([
  ['a rebuilding index asks for attention', { ...ready, index: { ...ready.index, state: 'rebuilding' } }, ['ok', 'ok', 'warn']],
  ['a server that is not ready is bad', { ...ready, status: 'unavailable' }, ['bad', 'warn', 'ok']],
  ['no answer is bad', null, ['bad']],
  ['an answer that is not ours is bad', { status: 'ok' } as Readiness, ['bad']],
])('%s', (_, readiness, wanted) => expect(levels(readiness)).toEqual(wanted));
