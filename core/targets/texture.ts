import type { Target } from './target.ts';

/** A point is a bend where the curve leaves the straight line through its neighbours by more than this. */
const BEND = 0.001;
/** Share of bends among a curve's points from which on it is no drawing. */
const MOST_BENDS = 0.5;
const FEWEST_POINTS = 8;

/**
 * Whether a target asks for a spectrum as real stacks have them, measured or computed, and not for bands and ramps as a
 * person draws them: whether any curve to be matched bends at most of its points.
 */
export function asksForTexture(target: Target): boolean {
  return target.spectra.some(({ kind, statistic, values, weight }) => {
    if (weight === 0 || (kind ?? 'match') !== 'match' || (statistic ?? 'each') !== 'each') return false;
    if (values.length < FEWEST_POINTS) return false;
    let bends = 0;
    for (let i = 1; i + 1 < values.length; i++) {
      if (Math.abs(values[i] - (values[i - 1] + values[i + 1]) / 2) > BEND) bends++;
    }
    return bends > MOST_BENDS * (values.length - 2);
  });
}
