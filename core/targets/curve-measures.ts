import { extremeIndex } from './quantity.ts';
import type { SpecificationRow } from './target.ts';

/** A curve on ascending wavelengths. */
export interface CurvePoints {
  readonly wavelengthsNm: Float64Array;
  readonly values: Float64Array;
}

/** The same curve at any other wavelengths, for a closer look. */
export type CloseUp = (wavelengthsNm: Float64Array) => Float64Array;

const CLOSE_UP_PARTS = 16;

/**
 * One number of a curve, or the reason why it has none.
 *
 * - mean: over wavelength, by the trapezoidal rule; of OD it is the mean of the densities, not the density of the mean.
 * - min, max: refined between the points of the grid.
 * - edge: the wavelength at which the curve passes halfway between its least and its greatest value in the range; of
 *   several such places the one where it changes fastest.
 * - fwhm, centre: distance and midpoint of the two places, on both sides of the greatest value, at which the curve
 *   first falls to half of that value.
 */
export function measureCurve(
  statistic: SpecificationRow['statistic'],
  curve: CurvePoints,
  closeUp: CloseUp,
): number | { reason: string } {
  switch (statistic) {
    case 'mean':
      return trapezoidalMean(curve);
    case 'min':
    case 'max':
      return extreme(statistic, curve, closeUp);
    case 'edge':
      return edge(curve, closeUp);
    default:
      return halfMaximum(statistic, curve, closeUp);
  }
}

function trapezoidalMean({ wavelengthsNm, values }: CurvePoints): number {
  const last = values.length - 1;
  if (last === 0) return values[0];
  let sum = 0;
  for (let i = 0; i < last; i++) sum += ((values[i] + values[i + 1]) / 2) * (wavelengthsNm[i + 1] - wavelengthsNm[i]);
  return sum / (wavelengthsNm[last] - wavelengthsNm[0]);
}

function extreme(kind: 'min' | 'max', { wavelengthsNm, values }: CurvePoints, closeUp: CloseUp): number {
  const last = values.length - 1;
  const at = extremeIndex(kind, values.length, values);
  const near = closeUp(spread(wavelengthsNm[Math.max(at - 1, 0)], wavelengthsNm[Math.min(at + 1, last)]));
  const better = near[extremeIndex(kind, near.length, near)];
  return kind === 'min' ? Math.min(better, values[at]) : Math.max(better, values[at]);
}

function edge(curve: CurvePoints, closeUp: CloseUp): number | { reason: string } {
  const { wavelengthsNm, values } = curve;
  const least = extreme('min', curve, closeUp);
  const greatest = extreme('max', curve, closeUp);
  const level = (least + greatest) / 2;
  let steepest = -1;
  let slope = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    if (values[i] < level === values[i + 1] < level) continue;
    const steepness = Math.abs(values[i + 1] - values[i]) / (wavelengthsNm[i + 1] - wavelengthsNm[i]);
    if (steepness > slope) [steepest, slope] = [i, steepness];
  }
  if (steepest < 0) return { reason: 'The curve has no edge in the range: it is flat.' };
  return crossing(wavelengthsNm[steepest], wavelengthsNm[steepest + 1], level, closeUp);
}

function halfMaximum(kind: 'fwhm' | 'centre', curve: CurvePoints, closeUp: CloseUp): number | { reason: string } {
  const { wavelengthsNm, values } = curve;
  const peak = extremeIndex('max', values.length, values);
  const level = extreme('max', curve, closeUp) / 2;
  let left = peak;
  while (left >= 0 && values[left] >= level) left--;
  let right = peak;
  while (right < values.length && values[right] >= level) right++;
  if (left < 0 || right === values.length) {
    return { reason: 'The curve does not fall to half of its greatest value on both sides inside the range.' };
  }
  const from = crossing(wavelengthsNm[left], wavelengthsNm[left + 1], level, closeUp);
  const to = crossing(wavelengthsNm[right - 1], wavelengthsNm[right], level, closeUp);
  return kind === 'fwhm' ? to - from : (from + to) / 2;
}

/** Where the curve passes the level between two wavelengths on different sides of it. */
function crossing(fromNm: number, toNm: number, level: number, closeUp: CloseUp): number {
  const wavelengthsNm = spread(fromNm, toNm);
  const values = closeUp(wavelengthsNm);
  for (let i = 0; i + 1 < values.length; i++) {
    if (values[i] < level === values[i + 1] < level) continue;
    const f = (level - values[i]) / (values[i + 1] - values[i]);
    return wavelengthsNm[i] + (wavelengthsNm[i + 1] - wavelengthsNm[i]) * f;
  }
  return (fromNm + toNm) / 2;
}

function spread(fromNm: number, toNm: number): Float64Array {
  const step = (toNm - fromNm) / CLOSE_UP_PARTS;
  return Float64Array.from({ length: CLOSE_UP_PARTS + 1 }, (_, i) => (i === CLOSE_UP_PARTS ? toNm : fromNm + step * i));
}
