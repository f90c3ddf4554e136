import type { FractionAt } from '#core/optics/graded/profile.ts';

/** A homogeneous sublayer of a graded layer. */
export interface Sublayer {
  /** share of the second medium, 0 … 1 */
  readonly fraction: number;
  readonly thicknessNm: number;
}

/**
 * A graded layer as `count` equal homogeneous ones, each with the share at its middle. R and T then miss those of the
 * true profile by a multiple of 1/count².
 */
export function sublayersOf(fractionAt: FractionAt, thicknessNm: number, count: number): Sublayer[] {
  return Array.from({ length: count }, (_, i) => ({
    fraction: fractionAt((i + 0.5) / count),
    thicknessNm: thicknessNm / count,
  }));
}

export interface Refinement {
  /** the number of sublayers that was enough */
  readonly count: number;
  /** the largest change of R and T in the last doubling; the error that remains is about a third of it */
  readonly change: number;
}

/**
 * Doubles the number of sublayers until the spectra change by less than `tolerance` anywhere.
 * @param spectraOf R and T, and whatever else must be right, for a number of sublayers
 * @param most doubling ends here, whatever the change
 */
export function refineSublayers(
  spectraOf: (count: number) => ArrayLike<number>,
  tolerance: number,
  first: number,
  most: number,
): Refinement {
  let count = first;
  let before = spectraOf(count);
  let change = Number.POSITIVE_INFINITY;
  while (2 * count <= most) {
    count *= 2;
    const now = spectraOf(count);
    change = 0;
    for (let i = 0; i < now.length; i++) change = Math.max(change, Math.abs(now[i] - before[i]));
    if (change < tolerance) break;
    before = now;
  }
  return { count, change };
}
