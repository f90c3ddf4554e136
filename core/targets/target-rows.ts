import { z } from 'zod';
import { AngleDeg, Direction, LIMITS, Polarization } from '#core/optics/stack.ts';
import { parseTarget } from './parse-target.ts';
import { isPlainEntry } from './quantity.ts';
import { BuildRules, Quantity, SpecificationRow, Statistic, Target, TargetKind } from './target.ts';

const wavelengthNm = z.number().min(LIMITS.wavelengthNm[0]).max(LIMITS.wavelengthNm[1]);
const Knot = z.tuple([wavelengthNm, z.number()]);
/** One corner of a drawn curve: vacuum wavelength in nm, value in the row's quantity. */
export type Knot = z.infer<typeof Knot>;

/**
 * What a person drew: either lines through knots, in pieces that are not joined to one another and from which the
 * program takes its points, or points that count as they are (measured, imported).
 */
export const RowShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lines'),
    /** each piece ascending in wavelength; one knot alone is a single point */
    pieces: z.array(z.array(Knot).min(1).max(10_000)).max(1000),
    /** distance of the points taken, nm */
    stepNm: z.number().min(0.001).max(LIMITS.wavelengthNm[1]),
  }),
  z.strictObject({
    kind: z.literal('points'),
    wavelengthsNm: z.array(wavelengthNm).max(100_000),
    values: z.array(z.number()).max(100_000),
  }),
]);
export type RowShape = z.infer<typeof RowShape>;

/** One row of the window's target panel: one quantity under one light. Rows that are not in use are kept. */
export const TargetRow = z.strictObject({
  id: z.string().min(1).max(64),
  isUsed: z.boolean(),
  quantity: Quantity,
  kind: TargetKind,
  statistic: Statistic,
  angleDeg: AngleDeg,
  polarization: Polarization,
  direction: Direction,
  /** absent: the quantity's own default */
  tolerance: z.number().gt(0).optional(),
  weight: z.number().min(0),
  shape: RowShape,
});
export type TargetRow = z.infer<typeof TargetRow>;

/** What a target says that no drawn row shows; kept as it is. */
const MoreWishes = Target.pick({
  minimize: true,
  measures: true,
  environments: true,
  penalties: true,
  robust: true,
  sampling: true,
}).extend({ spectra: Target.shape.spectra.optional() });

/** The wish of a workbench document, as it is drawn. */
export const Wish = z.strictObject({
  rows: z.array(TargetRow).max(200),
  rules: BuildRules,
  merit: z.enum(['rms', 'mae']),
  specification: z.array(SpecificationRow).max(1000),
  more: MoreWishes.optional(),
});
export type Wish = z.infer<typeof Wish>;

/** The points of a drawn shape, ascending within each piece. */
export function pointsOf(shape: RowShape): { wavelengthsNm: number[]; values: number[] } {
  if (shape.kind === 'points') return { wavelengthsNm: [...shape.wavelengthsNm], values: [...shape.values] };
  const wavelengthsNm: number[] = [];
  const values: number[] = [];
  for (const piece of shape.pieces) {
    for (const [wavelength, value] of pointsOfPiece(piece, shape.stepNm)) {
      wavelengthsNm.push(wavelength);
      values.push(value);
    }
  }
  return { wavelengthsNm, values };
}

/** The piece's ends and every whole multiple of the step between them. */
function pointsOfPiece(piece: readonly Knot[], stepNm: number): Knot[] {
  const [first, last] = [piece[0], piece[piece.length - 1]];
  const points: Knot[] = [first];
  let segment = 0;
  for (let i = Math.floor(first[0] / stepNm) + 1; i * stepNm < last[0]; i++) {
    const wavelength = Number((i * stepNm).toPrecision(12));
    if (wavelength <= first[0]) continue;
    while (piece[segment + 1][0] < wavelength) segment++;
    const [from, to] = [piece[segment], piece[segment + 1]];
    const share = (wavelength - from[0]) / (to[0] - from[0]);
    points.push([wavelength, from[1] + share * (to[1] - from[1])]);
  }
  if (last[0] > first[0]) points.push(last);
  return points;
}

/** True where a row counts: it is in use, and something is drawn in it. */
export function isWished({ isUsed, shape }: TargetRow): boolean {
  return isUsed && (shape.kind === 'lines' ? shape.pieces : shape.wavelengthsNm).length > 0;
}

/**
 * The Target that a wish stands for. Rows in which nothing is drawn yet do not count.
 * @throws StackwrightError INVALID or IMPOSSIBLE with a path in the target, such as `spectra[0].values[3]`
 */
export function targetOfWish(wish: Wish, name: string): Target {
  const used = wish.rows.filter(isWished);
  const { spectra: others = [], ...more } = wish.more ?? {};
  const drawn = used.map((row) => ({
    quantity: row.quantity,
    ...pointsOf(row.shape),
    kind: row.kind,
    statistic: row.statistic,
    weight: row.weight,
    angleDeg: row.angleDeg,
    polarization: row.polarization,
    direction: row.direction,
    ...(row.tolerance === undefined ? {} : { tolerance: row.tolerance }),
  }));
  return parseTarget({
    name,
    spectra: [...drawn, ...others],
    ...more,
    ...(wish.specification.length === 0 ? {} : { specification: wish.specification }),
    stack: wish.rules,
    merit: wish.merit,
  });
}

/** The wish that shows a given target: its entries become rows of points; what rows cannot show is kept beside them. */
export function wishOfTarget(target: Target): Wish {
  const { minimize, measures, environments, penalties, robust, sampling } = target;
  const others = target.spectra.filter((entry) => !isPlainEntry(entry));
  const more = {
    ...(others.length === 0 ? {} : { spectra: others }),
    ...(minimize === undefined ? {} : { minimize }),
    ...(measures === undefined ? {} : { measures }),
    ...(environments === undefined ? {} : { environments }),
    ...(penalties === undefined ? {} : { penalties }),
    ...(robust === undefined ? {} : { robust }),
    ...(sampling === undefined ? {} : { sampling }),
  };
  return {
    rows: target.spectra.filter(isPlainEntry).map((entry, i) => ({
      id: `row-${i + 1}`,
      isUsed: true,
      quantity: entry.quantity,
      kind: entry.kind ?? 'match',
      statistic: entry.statistic ?? 'each',
      angleDeg: entry.angleDeg ?? 0,
      polarization: entry.polarization ?? 'unpolarized',
      direction: entry.direction ?? 'forward',
      ...(typeof entry.tolerance === 'number' ? { tolerance: entry.tolerance } : {}),
      weight: entry.weight ?? 1,
      shape: { kind: 'points', wavelengthsNm: [...entry.wavelengthsNm], values: [...entry.values] },
    })),
    rules: target.stack,
    merit: target.merit ?? 'rms',
    specification: target.specification ?? [],
    ...(Object.keys(more).length === 0 ? {} : { more }),
  };
}
