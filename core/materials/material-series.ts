import { StackwrightError } from '#core/errors.ts';
import type { Curve } from '#core/materials/curve.ts';
import { SPEED_OF_LIGHT_NM_PER_FS } from '#core/optics/constants.ts';
import type { MediumSeries, SeriesOrder } from '#core/optics/types.ts';

/** Above this k at the end of its table, the range ends there; up to it, k goes on as 0, flagged. */
export const NEGLIGIBLE_K = 1e-6;

interface IndexCurves {
  readonly n: Curve;
  readonly k: Curve;
  readonly rangeNm: readonly [number, number];
}

/**
 * n and k as Taylor series in ω: the series in λ of the curves, composed with λ = 2πc/ω.
 * @throws StackwrightError UNDEFINED_QUANTITY for data joined by straight lines
 */
export function sampleSeries(
  id: string,
  { n, k, rangeNm: [low, high] }: IndexCurves,
  wavelengthsNm: ArrayLike<number>,
  order: SeriesOrder,
): MediumSeries {
  const count = wavelengthsNm.length;
  const series = { order, n: new Float64Array((order + 1) * count), k: new Float64Array((order + 1) * count) };
  const inLambda = new Float64Array(order + 1);
  for (let w = 0; w < count; w++) {
    const lambda = Math.min(Math.max(wavelengthsNm[w], low), high);
    const isOutside = Math.abs(lambda - wavelengthsNm[w]) > 1e-9 * lambda;
    const isSmooth = n.series(lambda, inLambda);
    if (order > 0 && !isSmooth) throw straightLines(id);
    writeInOmega(inLambda, lambda, isOutside, series.n, w, count);
    if (!(series.n[w] >= 0)) throw undefinedAt(id, lambda);
    const isSmoothK = k.series(lambda, inLambda);
    if (order > 0 && !isSmoothK && inLambda[0] > NEGLIGIBLE_K) throw straightLines(id);
    if (!(inLambda[0] > 0)) inLambda.fill(0);
    writeInOmega(inLambda, lambda, isOutside, series.k, w, count);
  }
  return series;
}

/** λ(ω + h) − λ = λ Σ (−h/ω)ᵐ, m ≥ 1, put into the series in λ; 0 + … makes no −0. */
function writeInOmega(
  inLambda: Float64Array,
  lambda: number,
  isConstant: boolean,
  out: Float64Array,
  w: number,
  count: number,
): void {
  out[w] = inLambda[0];
  if (isConstant) return;
  const order = inLambda.length - 1;
  const ratio = -lambda / (2 * Math.PI * SPEED_OF_LIGHT_NM_PER_FS); // −1/ω
  const u1 = lambda * ratio;
  const u2 = u1 * ratio;
  if (order >= 1) out[count + w] = 0 + inLambda[1] * u1;
  if (order >= 2) out[2 * count + w] = 0 + inLambda[1] * u2 + inLambda[2] * u1 * u1;
  if (order >= 3) {
    out[3 * count + w] = 0 + inLambda[1] * u2 * ratio + 2 * inLambda[2] * u1 * u2 + inLambda[3] * u1 * u1 * u1;
  }
}

function straightLines(id: string): StackwrightError {
  return new StackwrightError(
    'UNDEFINED_QUANTITY',
    `${id} is a table joined by straight lines, from which no group delay follows; join it by a spline (interpolation: "spline"), or fit a dispersion formula to it.`,
  );
}

function undefinedAt(id: string, wavelengthNm: number): StackwrightError {
  return new StackwrightError(
    'BAD_DATA',
    `${id} has no real index at ${wavelengthNm} nm, inside the range it claims; choose another data set.`,
  );
}
