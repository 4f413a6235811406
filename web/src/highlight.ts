import { el } from './dom';

/** A stretch of a text, in Unicode code points from its beginning; end is the first one no longer in it. */
export interface Range {
  start: number;
  end: number;
}

/** A stretch of a text that is, or is not, a match. */
export interface Piece {
  text: string;
  match: boolean;
}

/**
 * Cuts text into matches and what lies between. Ranges may come in any order, touch, overlap or reach outside the text:
 * the pieces joined are always the text.
 */
export function splitByRanges(text: string, ranges: readonly Range[]): Piece[] {
  const points = Array.from(text);
  const pieces: Piece[] = [];
  let done = 0;
  const take = (end: number, match: boolean) => {
    if (end <= done) return;
    const cut = points.slice(done, end).join('');
    const last = pieces.at(-1);
    if (last?.match === match) last.text += cut;
    else pieces.push({ text: cut, match });
    done = end;
  };
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= start) continue;
    take(Math.min(start, points.length), false);
    take(Math.min(end, points.length), true);
  }
  take(points.length, false);
  return pieces;
}

/** The text with its matches marked, as nodes. */
export function highlighted(text: string, ranges: readonly Range[]): (Node | string)[] {
  return splitByRanges(text, ranges).map((piece) => (piece.match ? el('mark', {}, piece.text) : piece.text));
}
