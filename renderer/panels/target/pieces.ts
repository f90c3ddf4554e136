import type { Quantity } from '#core/targets/target.ts';
import type { Knot } from '#core/targets/target-rows.ts';

/**
 * A piece with one end moved. A flat piece stays flat: its value is one number to a person. Inner knots are
 * stretched with the ends; ends typed past each other change places.
 */
export function movedEnd(
  piece: readonly Knot[],
  which: 'first' | 'last',
  to: { readonly wavelengthNm?: number; readonly value?: number },
): Knot[] {
  const at = which === 'first' ? 0 : piece.length - 1;
  if (to.wavelengthNm !== undefined) return stretched(piece, which, to.wavelengthNm);
  const value = to.value ?? piece[at][1];
  const isFlat = piece.every(([, old]) => old === piece[0][1]);
  if (isFlat && which === 'first') return piece.map(([nm]) => [nm, value]);
  return piece.map(([nm, old], i) => [nm, i === at ? value : old]);
}

function stretched(piece: readonly Knot[], which: 'first' | 'last', wavelengthNm: number): Knot[] {
  const [from, to] = [piece[0][0], piece[piece.length - 1][0]];
  if (piece.length === 1) {
    const value = piece[0][1];
    if (wavelengthNm === from) return [[from, value]];
    return which === 'first'
      ? sorted([wavelengthNm, value], [from, value])
      : sorted([from, value], [wavelengthNm, value]);
  }
  const [newFrom, newTo] = which === 'first' ? [wavelengthNm, to] : [from, wavelengthNm];
  if (newFrom === newTo) return [[newFrom, piece[which === 'first' ? 0 : piece.length - 1][1]]];
  const scale = (newTo - newFrom) / (to - from);
  const moved = piece.map(([nm, value]): Knot => [rounded(newFrom + (nm - from) * scale), value]);
  return newFrom < newTo ? moved : moved.reverse();
}

const sorted = (a: Knot, b: Knot): Knot[] => (a[0] <= b[0] ? [a, b] : [b, a]);
const rounded = (value: number): number => Number(value.toPrecision(12));

/** The pieces and one more, to the right of the last. */
export function appendedPiece(pieces: readonly Knot[][], quantity: Quantity): Knot[][] {
  const last = pieces.at(-1)?.at(-1);
  const value = quantity === 'OD' ? 1 : quantity === 'RdB' || quantity === 'TdB' ? -20 : 1;
  const from = last === undefined ? 500 : Math.min(last[0] + 20, 1e7 - 1);
  const to = Math.min(from + 100, 1e7);
  const piece: Knot[] = [
    [from, last?.[1] ?? value],
    [to, last?.[1] ?? value],
  ];
  return [...pieces, piece];
}
