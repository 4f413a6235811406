import { expect, test } from 'vitest';
import { highlighted, splitByRanges, type Range } from '../src/highlight';

const show = (text: string, ...ranges: [number, number][]) =>
  splitByRanges(text, ranges.map(([start, end]) => ({ start, end })))
    .map(({ text, match }) => (match ? `[${text}]` : text))
    .join('');

test.each<[string, string, [number, number][], string]>([
  ['no range leaves the text alone', 'plain', [], 'plain'],
  ['empty text has no pieces', '', [[0, 3]], ''],
  ['a range in the middle', 'the sluice gate', [[4, 10]], 'the [sluice] gate'],
  ['the whole text', 'all', [[0, 3]], '[all]'],
  ['ranges in any order', 'a b c', [[4, 5], [0, 1]], '[a] b [c]'],
  ['touching ranges become one', 'abcd', [[0, 2], [2, 4]], '[abcd]'],
  ['overlapping ranges become one', 'abcdef', [[1, 4], [2, 5]], 'a[bcde]f'],
  ['a range inside another', 'abcdef', [[1, 5], [2, 3]], 'a[bcde]f'],
  ['an empty or reversed range is nothing', 'abc', [[1, 1], [2, 1]], 'abc'],
  ['a range that ends outside is cut', 'abc', [[2, 99]], 'ab[c]'],
  ['a range that lies outside is nothing', 'abc', [[7, 9]], 'abc'],
  ['a range that begins before the text is cut', 'abc', [[-4, 1]], '[a]bc'],
  ['Chinese is counted in characters', '水闸自动化方案', [[2, 5]], '水闸[自动化]方案'],
  ['characters beyond the basic plane count once', '𠮷田水闸😀后', [[2, 4]], '𠮷田[水闸]😀后'],
])('%s', (_, text, ranges, wanted) => expect(show(text, ...ranges)).toBe(wanted));

test('whatever the ranges, the pieces joined are the text and alternate', () => {
  const text = 'a𠮷b水c闸d😀e';
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) % 13;
  for (let round = 0; round < 500; round++) {
    const ranges: Range[] = Array.from({ length: next() % 5 }, () => ({ start: next() - 2, end: next() }));
    const pieces = splitByRanges(text, ranges);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    pieces.slice(1).forEach((piece, at) => expect(piece.match).not.toBe(pieces[at]!.match));
    const marked = new Set(ranges.flatMap(({ start, end }) => Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)));
    const wanted = Array.from(text).filter((_, at) => marked.has(at)).join('');
    expect(pieces.filter((piece) => piece.match).map((piece) => piece.text).join('')).toBe(wanted);
  }
});

test('markup in a text stays text', () => {
  const text = '<img src=x onerror=alert(1)><b>bold</b>';
  const holder = document.createElement('p');
  holder.append(...highlighted(text, [{ start: 0, end: 5 }]));
  expect(holder.textContent).toBe(text);
  expect([...holder.querySelectorAll('*')].map((node) => node.localName)).toEqual(['mark']);
});
