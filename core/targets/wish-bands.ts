import { pow10 } from '#core/optics/kernel/elementary.ts';
import type { WishBand, WishBands } from '#core/optics/kernel/face-scan.ts';
import { type Beam, beamKey, beamOf } from './illumination.ts';
import {
  defaultTolerance,
  isPlainEntry,
  LEAST_FRACTION,
  type PlainEntry,
  type Source,
  scaleOf,
  sourceOf,
} from './quantity.ts';
import { type Target, totalWeightOf } from './target.ts';

/** A target seen roughly, under one beam: between what values R, T and A should lie at some of its wavelengths. */
export interface RoughWish {
  readonly beam: Beam;
  /** in an order in which every few of them are spread over all */
  readonly wavelengthsNm: Float64Array;
  readonly bands: WishBands;
}

/** More wavelengths, of one beam or of all together, tell little more about which of many designs is the better. */
const MOST_WAVELENGTHS = 112;
const MOST_IN_ALL = 224;
const LEAST_WAVELENGTHS = 16;
const PLACE: Record<Source, 0 | 1 | 2> = { R: 0, T: 1, A: 2 };

/**
 * The target's entries as bands of R, T and A, for ranking by Σ weight·error² (or ·|error| for "mae"): exactly the
 * merit for entries that compare each point in R, T or A; means, densities and decibels are seen point by point and by
 * their slopes at the wish. Reverse light, other
 * environments and quantities that are not made of R and T are left out.
 */
export function roughWishes(target: Target, metric: 'rms' | 'mae'): RoughWish[] {
  const totalWeight = totalWeightOf(target);
  const byBeam = new Map<string, PlainEntry[]>();
  for (const entry of seenEntries(target)) {
    const key = beamKey(beamOf(entry));
    byBeam.set(key, [...(byBeam.get(key) ?? []), entry]);
  }
  const share = Math.floor(MOST_IN_ALL / byBeam.size);
  const most = Math.min(MOST_WAVELENGTHS, Math.max(LEAST_WAVELENGTHS, share));
  return [...byBeam.values()].map((entries) => {
    const wavelengthsNm = spreadOut(
      thinned(Float64Array.from(new Set(entries.flatMap((e) => e.wavelengthsNm))).sort(), most),
    );
    return { beam: beamOf(entries[0]), wavelengthsNm, bands: bandsOf(entries, wavelengthsNm, metric, totalWeight) };
  });
}

/** What share of the target's weight `roughWishes` speaks of. */
export function seenShare(target: Target): number {
  const seen = seenEntries(target).reduce((sum, { weight = 1 }) => sum + weight, 0);
  return seen === 0 ? 0 : seen / totalWeightOf(target);
}

function seenEntries(target: Target): PlainEntry[] {
  const ahead = target.spectra.filter((entry) => entry.weight !== 0 && beamOf(entry).direction !== 'reverse');
  return ahead.filter(isPlainEntry);
}

function thinned(grid: Float64Array, most: number): Float64Array {
  if (grid.length <= most) return grid;
  return Float64Array.from({ length: most }, (_, i) => grid[Math.round((i * (grid.length - 1)) / (most - 1))]);
}

/** Steps of about 0.38 of the whole, so that the first few already say much. */
function spreadOut(grid: Float64Array): Float64Array {
  const count = grid.length;
  let step = Math.max(1, Math.round(0.381966 * count));
  while (commonDivisor(step, count) > 1) step++;
  return Float64Array.from({ length: count }, (_, i) => grid[(i * step) % count]);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function bandsOf(
  entries: readonly PlainEntry[],
  wavelengthsNm: Float64Array,
  metric: 'rms' | 'mae',
  totalWeight: number,
): RoughWish['bands'] {
  const bands: [WishBand | undefined, WishBand | undefined, WishBand | undefined] = [undefined, undefined, undefined];
  const count = wavelengthsNm.length;
  const placeOf = new Map<number, number>();
  wavelengthsNm.forEach((nm, i) => {
    placeOf.set(nm, i);
  });
  for (const entry of entries) {
    const place = PLACE[sourceOf(entry.quantity)];
    const band = bands[place] ?? {
      low: new Float64Array(count).fill(-1e30),
      high: new Float64Array(count).fill(1e30),
      weight: new Float64Array(count),
    };
    bands[place] = band;
    const seen = entry.wavelengthsNm.filter((nm) => placeOf.has(nm)).length;
    const share = (entry.weight ?? 1) / (totalWeight * Math.max(1, seen));
    entry.wavelengthsNm.forEach((nm, i) => {
      const at = placeOf.get(nm);
      if (at !== undefined) narrow(band, at, entry, i, share, metric);
    });
  }
  return bands;
}

function narrow(band: WishBand, at: number, entry: PlainEntry, i: number, share: number, metric: 'rms' | 'mae'): void {
  const { quantity, kind = 'match', tolerance = defaultTolerance(quantity) } = entry;
  const allowed = typeof tolerance === 'number' ? tolerance : tolerance[i];
  const scale = scaleOf(quantity);
  const wish = fractionOf(entry.values[i], scale);
  // a density that is large enough is a transmittance that is small enough
  const flips = scale === 'opticalDensity';
  const isFloor = kind === 'match' || (kind === 'atLeast') !== flips;
  const isCeiling = kind === 'match' || (kind === 'atMost') !== flips;
  if (isFloor) band.low[at] = Math.max(band.low[at], wish);
  if (isCeiling) band.high[at] = Math.min(band.high[at], wish);
  const slope = slopeAt(wish, scale);
  band.weight[at] += metric === 'mae' ? share * slope : share * (slope / allowed) * (slope / allowed);
}

/** The fraction of power at which a quantity has this value. */
function fractionOf(value: number, scale: ReturnType<typeof scaleOf>): number {
  if (scale === 'fraction') return value;
  return Math.max(LEAST_FRACTION, pow10(scale === 'opticalDensity' ? -value : value / 10));
}

/** |d quantity/d fraction| near the wish, bounded so that a deep wish does not drown all others. */
function slopeAt(fraction: number, scale: ReturnType<typeof scaleOf>): number {
  if (scale === 'fraction') return 1;
  const factor = scale === 'opticalDensity' ? 1 : 10;
  return factor / (Math.LN10 * Math.max(fraction, 1e-5));
}
