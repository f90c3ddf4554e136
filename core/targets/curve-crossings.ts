import { extremeIndex } from './quantity.ts';

/**
 * Where a curve, joined by straight lines between its points, passes halfway between its least and its greatest value;
 * of several such places the one where it changes fastest. A flat curve has its edge in the middle.
 *
 * @param gradients receives ∂place/∂value at each point, added to what is there. By implicit differentiation
 *   dλ = (d level − dX)/(∂X/∂λ), where the level moves with the least and the greatest value.
 * @returns nm
 */
export function steepestCrossing(wavelengthsNm: Float64Array, values: Float64Array, gradients: Float64Array): number {
  const least = extremeIndex('min', values.length, values);
  const greatest = extremeIndex('max', values.length, values);
  const level = (values[least] + values[greatest]) / 2;
  let [at, steepness] = [-1, 0];
  for (let i = 0; i + 1 < values.length; i++) {
    if (values[i] < level === values[i + 1] < level) continue;
    const slope = Math.abs(values[i + 1] - values[i]) / (wavelengthsNm[i + 1] - wavelengthsNm[i]);
    if (slope > steepness) [at, steepness] = [i, slope];
  }
  if (at < 0) return (wavelengthsNm[0] + wavelengthsNm[values.length - 1]) / 2;
  const byLevel = crossing(wavelengthsNm, values, at, level, 1, gradients);
  gradients[least] += byLevel / 2;
  gradients[greatest] += byLevel / 2;
  return placeOf(wavelengthsNm, values, at, level);
}

/**
 * Distance (fwhm) or middle (centre) of the two places, on both sides of the greatest value, at which the curve first
 * falls to half of it. A side on which it does not fall so far ends at the end of the range.
 */
export function halfMaximumPlaces(
  wavelengthsNm: Float64Array,
  values: Float64Array,
  measure: 'fwhm' | 'centre',
  gradients: Float64Array,
): number {
  const last = values.length - 1;
  const peak = extremeIndex('max', values.length, values);
  const level = values[peak] / 2;
  let left = peak;
  while (left >= 0 && values[left] >= level) left--;
  let right = peak;
  while (right <= last && values[right] >= level) right++;
  const [onLeft, onRight] = measure === 'fwhm' ? [-1, 1] : [0.5, 0.5];
  let byLevel = 0;
  let [fromNm, toNm] = [wavelengthsNm[0], wavelengthsNm[last]];
  if (left >= 0) {
    fromNm = placeOf(wavelengthsNm, values, left, level);
    byLevel += crossing(wavelengthsNm, values, left, level, onLeft, gradients);
  }
  if (right <= last) {
    toNm = placeOf(wavelengthsNm, values, right - 1, level);
    byLevel += crossing(wavelengthsNm, values, right - 1, level, onRight, gradients);
  }
  gradients[peak] += byLevel / 2;
  return onLeft * fromNm + onRight * toNm;
}

const placeOf = (wavelengthsNm: Float64Array, values: Float64Array, at: number, level: number): number =>
  wavelengthsNm[at] +
  ((level - values[at]) / (values[at + 1] - values[at])) * (wavelengthsNm[at + 1] - wavelengthsNm[at]);

/** Adds factor · ∂place/∂value at both ends of the segment. @returns factor · ∂place/∂level */
function crossing(
  wavelengthsNm: Float64Array,
  values: Float64Array,
  at: number,
  level: number,
  factor: number,
  gradients: Float64Array,
): number {
  const rise = values[at + 1] - values[at];
  const byLevel = (factor * (wavelengthsNm[at + 1] - wavelengthsNm[at])) / rise;
  const share = (level - values[at]) / rise;
  gradients[at] -= byLevel * (1 - share);
  gradients[at + 1] -= byLevel * share;
  return byLevel;
}
