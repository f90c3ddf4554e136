import { bandNodes } from '#core/targets/contiguous-bands.ts';
import { defaultTolerance } from '#core/targets/quantity.ts';
import type { Knot, RowShape, TargetRow } from '#core/targets/target-rows.ts';
import type { Pieces } from '#renderer/charts/drawing/pieces.ts';
import { roundStepUp } from '#renderer/charts/drawing/snapping.ts';

/** A row's drawing; points that were imported are joined inside each of their bands. */
export function piecesOf(shape: RowShape): Pieces {
  return shape.kind === 'lines' ? shape.pieces : piecesOfPoints(shape.wavelengthsNm, shape.values);
}

function piecesOfPoints(wavelengthsNm: readonly number[], values: readonly number[]): Knot[][] {
  if (wavelengthsNm.length === 0) return [];
  const { order, point, fraction, isGap } = bandNodes(wavelengthsNm);
  const pieces: Knot[][] = [];
  let piece: Knot[] = [];
  for (let node = 0; node < point.length; node++) {
    if (fraction[node] === 0) {
      const at = order[point[node]];
      piece.push([wavelengthsNm[at], values[at]]);
    }
    if (isGap[node] === 0) continue;
    pieces.push(piece);
    piece = [];
  }
  return pieces;
}

/** The shape with its drawing changed by hand. Imported points stay points while none are put between them. */
export function shapeWith(shape: RowShape, pieces: Pieces, addsPoints: boolean): RowShape {
  const knots = pieces.map((piece) => piece.map(([wavelength, value]): Knot => [wavelength, value]));
  if (shape.kind === 'lines') return { ...shape, pieces: knots };
  if (addsPoints) return { kind: 'lines', pieces: knots, stepNm: usualStepNm(shape.wavelengthsNm) };
  const points = knots.flat();
  return { kind: 'points', wavelengthsNm: points.map(([x]) => x), values: points.map(([, y]) => y) };
}

/** Imported points outside an interval, as they are. */
export function pointsOutside(shape: RowShape & { kind: 'points' }, fromNm: number, toNm: number): RowShape {
  const kept = shape.wavelengthsNm.map((wavelength) => wavelength < fromNm || wavelength > toNm);
  return {
    kind: 'points',
    wavelengthsNm: shape.wavelengthsNm.filter((_, i) => kept[i]),
    values: shape.values.filter((_, i) => kept[i]),
  };
}

/** The median distance of neighbouring points, nm. */
function usualStepNm(wavelengthsNm: readonly number[]): number {
  const sorted = [...wavelengthsNm].sort((a, b) => a - b);
  const steps = sorted
    .slice(1)
    .map((wavelength, i) => wavelength - sorted[i])
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return Math.max(0.001, steps[steps.length >> 1] ?? 1);
}

/** How far a row's points lie apart: what keeps neighbouring knots and pieces distinct. */
export const gapNmOf = (shape: RowShape): number => (shape.kind === 'lines' ? shape.stepNm : 0.001);

/** ± tolerance of a row, in its quantity. */
export const toleranceOf = (row: TargetRow): number => row.tolerance ?? defaultTolerance(row.quantity);

/** A first row to draw upon: reflectance at normal incidence, its points 200 over the range. */
export function newRow(rows: readonly TargetRow[], rangeNm: readonly [number, number]): TargetRow {
  const taken = new Set(rows.map(({ id }) => id));
  let number = rows.length + 1;
  while (taken.has(`row-${number}`)) number++;
  return {
    id: `row-${number}`,
    isUsed: true,
    quantity: 'R',
    kind: 'match',
    statistic: 'each',
    angleDeg: 0,
    polarization: 'unpolarized',
    direction: 'forward',
    weight: 1,
    shape: { kind: 'lines', pieces: [], stepNm: Math.max(0.001, roundStepUp((rangeNm[1] - rangeNm[0]) / 250)) },
  };
}
