import { StackwrightError } from '#core/errors.ts';
import { describeRange } from '#core/materials/material.ts';
import type { SpectralWeight } from '#core/optics/integrals/spectral-weight.ts';
import { type OutsideSpectrum, SpectrumGrid } from '#core/optics/integrals/spectrum-grid.ts';

export interface MeanOptions {
  /** the wavelengths over which to take the mean, nm; default: the weight's whole range */
  readonly rangeNm?: readonly [number, number] | undefined;
  /** where the spectrum does not reach so far; default `error` */
  readonly outside?: OutsideSpectrum | undefined;
}

/** A mean as a linear functional: value = Σ weights·X; hence ∂value/∂X = weights. */
export interface MeanWeights {
  /** one for each wavelength of the spectrum, in its own order; their sum is 1 */
  readonly weights: Float64Array;
  /** wavelengths over which the mean runs, nm */
  readonly rangeNm: readonly [number, number];
  /** share of the weight's integral over its own range that lies in `rangeNm` */
  readonly coverage: number;
}

/**
 * Weights of the mean ∫ w X dλ / ∫ w dλ of a spectrum X given at wavelengths and joined by straight lines, by the
 * trapezoidal rule on the union of the spectrum's wavelengths and the weight's nodes.
 *
 * @param wavelengthsNm the spectrum's, in any order, each once
 * @throws StackwrightError OUT_OF_RANGE where the spectrum does not reach over the range and `outside` is `error`;
 *   INVALID where no weight is left
 */
export function meanWeights(
  wavelengthsNm: ArrayLike<number>,
  weight: SpectralWeight,
  options: MeanOptions = {},
): MeanWeights {
  const grid = new SpectrumGrid(wavelengthsNm);
  const rangeNm = rangeOfMean(grid, weight, options);
  const weights = new Float64Array(wavelengthsNm.length);
  const total = integrate(unionNodes(grid, weight, rangeNm), weight, (node, amount) => grid.add(weights, node, amount));
  if (!(total > 0)) {
    throw new StackwrightError('INVALID', `The weight is 0 over ${describeRange(rangeNm)}; choose another range.`);
  }
  for (let index = 0; index < weights.length; index++) weights[index] /= total;
  return { weights, rangeNm, coverage: Math.min(1, total / integrate(weight.nodesNm, weight)) };
}

/** Σ weights·X */
export function applyWeights(weights: ArrayLike<number>, spectrum: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index] * spectrum[index];
  return sum;
}

function rangeOfMean(
  grid: SpectrumGrid,
  weight: SpectralWeight,
  { rangeNm = weight.rangeNm, outside = 'error' }: MeanOptions,
): readonly [number, number] {
  const low = Math.max(rangeNm[0], weight.rangeNm[0]);
  const high = Math.min(rangeNm[1], weight.rangeNm[1]);
  if (!(low < high)) {
    const message = `The weight is known over ${describeRange(weight.rangeNm)} and the mean asked over ${describeRange(rangeNm)}: they do not overlap.`;
    throw new StackwrightError('INVALID', message);
  }
  if (outside === 'hold' || grid.covers([low, high])) return [low, high];
  const inside = [Math.max(low, grid.rangeNm[0]), Math.min(high, grid.rangeNm[1])] as const;
  if (outside === 'overlap' && inside[0] < inside[1]) return inside;
  const message = `The spectrum covers ${describeRange(grid.rangeNm)}, but the mean runs over ${describeRange([low, high])}; compute more wavelengths, narrow the range, or ask for the overlap alone.`;
  throw new StackwrightError('OUT_OF_RANGE', message);
}

/** The range's ends and all that lies between them of both grids, rising, each once. */
function unionNodes(grid: SpectrumGrid, weight: SpectralWeight, [low, high]: readonly [number, number]): Float64Array {
  const isInside = (node: number): boolean => node > low && node < high;
  const inside = [...grid.sortedNm.filter(isInside), ...weight.nodesNm.filter(isInside)];
  const nodes = Float64Array.from([low, ...inside, high]).sort();
  return nodes.filter((node, index) => index === 0 || node > nodes[index - 1]);
}

/** ∫ w dλ by the trapezoidal rule; `visit` gets each node's share. */
function integrate(
  nodes: Float64Array,
  weight: SpectralWeight,
  visit?: (node: number, amount: number) => void,
): number {
  const values = new Float64Array(nodes.length);
  weight.fill(nodes, values);
  let total = 0;
  for (let i = 0; i < nodes.length; i++) {
    const before = i === 0 ? nodes[0] : nodes[i - 1];
    const after = i === nodes.length - 1 ? nodes[i] : nodes[i + 1];
    const amount = (values[i] * (after - before)) / 2;
    total += amount;
    if (amount > 0) visit?.(nodes[i], amount);
  }
  return total;
}
