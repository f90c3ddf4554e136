import { exp } from '#core/optics/kernel/elementary.ts';
import { isPlain, scaleOf, sourceOf } from '#core/targets/quantity.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';
import type { PackManifest } from './manifest.ts';

/** A target as networks take it: wished R on the pack's grid, and 1 where the target says something, else 0. */
export interface EncodedTarget {
  readonly values: Float32Array;
  readonly mask: Float32Array;
}

/**
 * Puts a target on the pack's grid, as R.
 *
 * Points of one entry are joined by straight lines inside contiguous bands: where two neighbours are no farther apart
 * than 2.5 steps of the coarser of the two grids. A lone point speaks for the nearest grid wavelength within half a
 * step. Wishes of one side (`atLeast`, `atMost`) and of a statistic are read as wishes for their values. Where entries
 * overlap, their mean by weight counts.
 */
export function encodeTarget(target: Target, { spectrum, domain }: PackManifest): EncodedTarget {
  const grid = spectrum.wavelengthsNm;
  const sums = new Float64Array(grid.length);
  const weights = new Float64Array(grid.length);
  for (const entry of target.spectra) {
    const weight = entry.weight ?? 1;
    if (weight > 0 && reflectanceOf(entry, 0, domain.lossless) !== undefined) {
      addEntry(entry, grid, domain.lossless, weight, sums, weights);
    }
  }
  const values = new Float32Array(grid.length);
  const mask = new Float32Array(grid.length);
  for (let g = 0; g < grid.length; g++) {
    if (weights[g] === 0) continue;
    mask[g] = 1;
    values[g] = Math.min(1, Math.max(0, sums[g] / weights[g]));
  }
  return { values, mask };
}

/** The wished R at a value of the entry; undefined where the quantity says nothing about R. */
function reflectanceOf(entry: TargetEntry, value: number, lossless: boolean): number | undefined {
  if (!isPlain(entry.quantity)) return undefined;
  const source = sourceOf(entry.quantity);
  if (source === 'A' || (source === 'T' && !lossless)) return undefined;
  const scale = scaleOf(entry.quantity);
  const power = scale === 'fraction' ? undefined : scale === 'decibel' ? value / 10 : -value;
  const fraction = power === undefined ? value : exp(power * Math.LN10);
  return source === 'R' ? fraction : 1 - fraction;
}

function addEntry(
  entry: TargetEntry,
  grid: readonly number[],
  lossless: boolean,
  weight: number,
  sums: Float64Array,
  weights: Float64Array,
): void {
  const points = entry.wavelengthsNm
    .map((wavelength, i) => ({ wavelength, R: reflectanceOf(entry, entry.values[i], lossless) ?? 0 }))
    .sort((a, b) => a.wavelength - b.wavelength);
  const step = (grid[grid.length - 1] - grid[0]) / (grid.length - 1);
  const reach = 2.5 * Math.max(step, medianGap(points));
  let at = 0;
  for (let g = 0; g < grid.length; g++) {
    while (at < points.length - 1 && points[at + 1].wavelength <= grid[g]) at++;
    const value = between(points[at], points[at + 1], grid[g], reach, step);
    if (value === undefined) continue;
    sums[g] += weight * value;
    weights[g] += weight;
  }
}

interface Point {
  readonly wavelength: number;
  readonly R: number;
}

/** The entry's wish at a wavelength: on the line between its neighbours, or that of a neighbour within half a step. */
function between(
  left: Point,
  right: Point | undefined,
  wavelength: number,
  reach: number,
  step: number,
): number | undefined {
  const inside = right !== undefined && left.wavelength <= wavelength && wavelength <= right.wavelength;
  if (inside) {
    const gap = right.wavelength - left.wavelength;
    if (gap === 0) return right.R;
    if (gap <= reach) return left.R + ((right.R - left.R) * (wavelength - left.wavelength)) / gap;
  }
  for (const point of [left, right]) {
    if (point !== undefined && Math.abs(point.wavelength - wavelength) <= step / 2) return point.R;
  }
  return undefined;
}

function medianGap(points: readonly Point[]): number {
  const gaps: number[] = [];
  for (let i = 1; i < points.length; i++) gaps.push(points[i].wavelength - points[i - 1].wavelength);
  gaps.sort((a, b) => a - b);
  return gaps.length === 0 ? 0 : gaps[gaps.length >> 1];
}
