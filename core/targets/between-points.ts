import type { LayerSequence } from '#core/optics/types.ts';
import { weightedError } from './compiled-target.ts';
import { type BandNodes, bandNodes, joinedAt } from './contiguous-bands.ts';
import { type DenseCurve, DenseSampler } from './dense-sampler.ts';
import type { DesignSpace } from './design-space.ts';
import { spaceOf } from './environment-space.ts';
import { MOST_POINTS } from './fringe-rule.ts';
import { beamOf, lightKey } from './illumination.ts';
import { countedError, isFraction, statisticOf } from './quantity.ts';
import { countedEntries, type Target, type TargetEntry } from './target.ts';

export interface BetweenReport {
  /** the target's mae between its points; null where it cannot be told */
  readonly maeBetween: number | null;
  /** true where that exceeds the mae on the points by 20 %: the points are too far apart for the coating's fringes */
  readonly undersampled: boolean | null;
  /** why it cannot be told */
  readonly undersampledReason?: string;
}

/** Judges coatings between a target's points. Holds scratch memory: not to be shared between threads. */
export interface BetweenPoints {
  /** @param mae the coating's mean absolute error on the points themselves, null if it has none */
  verify(front: LayerSequence, back: LayerSequence, mae: number | null): BetweenReport;
}

const UNDERSAMPLED_ABOVE = 1.2;
/** Times denser than the fringes ask, where the limit of points allows it: |error| has kinks that they know nothing of. */
const DENSITY = 8;

/**
 * Prepares the verification between points: the target joined by straight lines inside each contiguous band, against
 * the curve on a grid of step ≤ λ²/(16 G) that contains the target's points.
 *
 * The error between points averages over the points' positions, not over wavelength: every interval between
 * neighbouring points of a band counts alike, as every point does in `mae`, wherever the points lie more densely.
 * A one-sided kind counts its shortfall; mean, min and max are compared as in the merit, on the dense curve.
 */
export function betweenPoints(target: Target, space: DesignSpace): BetweenPoints {
  return new DenseComparison(target, space);
}

/** Entries of one beam on the same wavelengths share one curve. */
interface Shared {
  readonly bands: BandNodes;
  readonly sampler: DenseSampler;
  readonly entries: number[];
}

class DenseComparison implements BetweenPoints {
  private readonly entries: readonly TargetEntry[];
  private readonly shared: readonly Shared[];
  private readonly errors: Float64Array;

  constructor(target: Target, space: DesignSpace) {
    this.entries = countedEntries(target);
    this.errors = new Float64Array(target.spectra.length);
    const shared = new Map<string, Shared>();
    this.entries.forEach((entry, at) => {
      if (!isFraction(entry.quantity) || entry.weight === 0) return;
      const key = `${lightKey(entry)} ${entry.wavelengthsNm.join(' ')}`;
      const known = shared.get(key);
      if (known !== undefined) {
        known.entries.push(at);
        return;
      }
      const bands = bandNodes(entry.wavelengthsNm);
      shared.set(key, {
        bands,
        sampler: new DenseSampler(
          spaceOf(space, entry.environment),
          beamOf(entry),
          bands.nodesNm,
          bands.isGap,
          DENSITY,
        ),
        entries: [at],
      });
    });
    this.shared = [...shared.values()];
  }

  verify(front: LayerSequence, back: LayerSequence, mae: number | null): BetweenReport {
    if (mae === null || this.shared.length === 0) {
      return unknown('The target has no wishes in R, T or A to compare with.');
    }
    for (const { bands, sampler, entries } of this.shared) {
      const curve = sampler.sample(front, back);
      if (curve === undefined) {
        return unknown(`The coating is so thick that its fringes would need more than ${MOST_POINTS} points.`);
      }
      for (const at of entries) this.errors[at] = denseError(this.entries[at], bands, curve);
    }
    const maeBetween = weightedError(this.entries, this.errors);
    return { maeBetween, undersampled: maeBetween !== null && maeBetween > UNDERSAMPLED_ABOVE * mae };
  }
}

const unknown = (undersampledReason: string): BetweenReport => ({
  maeBetween: null,
  undersampled: null,
  undersampledReason,
});

/** The entry's error on the dense curve: the mean of |error|, or |error| of its statistic. */
function denseError(entry: TargetEntry, bands: BandNodes, curve: DenseCurve): number {
  const { statistic = 'each', kind = 'match' } = entry;
  const count = curve.wavelengthsNm.length;
  const shares = pointShares(bands, curve);
  const values = fractionsOf(entry, curve);
  const wishes = joinedWishes(entry, bands, curve);
  if (statistic === 'each') {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += shares[i] * Math.abs(countedError(kind, values[i] - wishes[i]));
    return sum;
  }
  const reduce = (of: Float64Array): number =>
    statistic === 'mean' ? of.reduce((sum, value, i) => sum + shares[i] * value, 0) : statisticOf(statistic, count, of);
  return Math.abs(countedError(kind, reduce(values) - reduce(wishes)));
}

function fractionsOf({ quantity }: TargetEntry, { R, T }: DenseCurve): Float64Array {
  if (quantity === 'A') return R.map((reflectance, i) => 1 - reflectance - T[i]);
  return quantity === 'R' ? R : T;
}

/** The wish at every wavelength of the curve, the entry's values joined by straight lines. */
function joinedWishes({ values }: TargetEntry, bands: BandNodes, curve: DenseCurve): Float64Array {
  return curve.wavelengthsNm.map((_, i) => joinedAt(values, bands, curve.node[i], curve.fraction[i]));
}

/** Weights of the trapezoidal rule over the intervals between nodes; they add up to 1. */
function pointShares({ share, aloneShare }: BandNodes, { node }: DenseCurve): Float64Array {
  const shares = new Float64Array(node.length);
  for (let first = 0; first < node.length; ) {
    let next = first;
    while (next < node.length && node[next] === node[first]) next++;
    shares[first] += aloneShare[node[first]];
    const half = share[node[first]] / (2 * (next - first));
    for (let i = first; half > 0 && i < next; i++) {
      shares[i] += half;
      shares[i + 1] += half;
    }
    first = next;
  }
  return shares;
}
