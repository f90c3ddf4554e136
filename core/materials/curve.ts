import { dispersionFormula, type FormulaNumber } from '#core/materials/dispersion-formula.ts';
import { formulaSeries } from '#core/materials/formula-series.ts';

/** One optical constant (n or k) over wavelength. */
export interface Curve {
  /** vacuum wavelengths covered, nm, inclusive */
  readonly rangeNm: readonly [number, number];
  /**
   * Writes the values at the wavelengths (nm) into `out` without allocating. Outside the range the nearest end's
   * value is taken: callers check ranges first.
   */
  fill(wavelengthsNm: ArrayLike<number>, out: Float64Array): void;
  /**
   * Taylor coefficients in λ at one wavelength inside the range: out[j] = (1/j!) dʲ/dλʲ in nm⁻ʲ for 0 ≤ j < out.length.
   * @returns false where the curve is made of straight lines: its derivative jumps at every row, and means nothing
   */
  series(wavelengthNm: number, out: Float64Array): boolean;
  /** The same data joined by a spline; curves that are no table are their own. */
  asSpline(): Curve;
}

export type Interpolation = 'linear' | 'spline';

/** n(λ) by a dispersion formula of refractiveindex.info (λ in µm inside, nm outside). */
export function formulaCurve(
  formula: FormulaNumber,
  coefficients: readonly number[],
  rangeNm: readonly [number, number],
): Curve {
  const evaluate = dispersionFormula(formula, coefficients);
  const [low, high] = rangeNm;
  return {
    asSpline() {
      return this;
    },
    series(wavelengthNm, out) {
      out.set(formulaSeries(formula, coefficients, wavelengthNm / 1000, out.length));
      for (let j = 1, scale = 1e-3; j < out.length; j++, scale *= 1e-3) out[j] *= scale;
      return true;
    },
    rangeNm,
    fill(wavelengthsNm, out) {
      for (let i = 0; i < wavelengthsNm.length; i++) {
        out[i] = evaluate(Math.min(Math.max(wavelengthsNm[i], low), high) / 1000);
      }
    },
  };
}

/** The same value at every wavelength of the range. */
export function constantCurve(value: number, rangeNm: readonly [number, number]): Curve {
  return {
    rangeNm,
    fill(wavelengthsNm, out) {
      out.fill(value, 0, wavelengthsNm.length);
    },
    series(_, out) {
      out.fill(0);
      out[0] = value;
      return true;
    },
    asSpline() {
      return this;
    },
  };
}

/**
 * A table joined by straight lines in wavelength, or by a cubic spline.
 *
 * The spline is the monotone piecewise cubic of Fritsch and Butland (PCHIP): between two rows it never leaves the
 * interval of their values, so k ≥ 0 stays k ≥ 0, which a natural spline does not promise.
 *
 * @param wavelengthsNm strictly increasing, nm
 * @param values one per wavelength
 * @see F. N. Fritsch, J. Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984)
 */
export function tableCurve(
  wavelengthsNm: ArrayLike<number>,
  values: ArrayLike<number>,
  interpolation: Interpolation = 'linear',
): Curve {
  const x = Float64Array.from(wavelengthsNm);
  const y = Float64Array.from(values);
  const slopes = interpolation === 'spline' ? monotoneSlopes(x, y) : undefined;
  const last = x.length - 1;
  return {
    rangeNm: [x[0], x[last]],
    fill(queriesNm, out) {
      let row = 0;
      for (let i = 0; i < queriesNm.length; i++) {
        const query = queriesNm[i];
        if (query <= x[0]) out[i] = y[0];
        else if (query >= x[last]) out[i] = y[last];
        else {
          row = rowBelow(x, query, row);
          out[i] = slopes ? cubic(x, y, slopes, row, query) : line(x, y, row, query);
        }
      }
    },
    series(wavelengthNm, out) {
      const query = Math.min(Math.max(wavelengthNm, x[0]), x[last]);
      const row = Math.max(0, Math.min(rowBelow(x, query, 0), last - 1));
      out.fill(0);
      if (last === 0) out[0] = y[0];
      else hermiteSeries(x, y, slopes, row, query, out);
      return last > 0 && (slopes !== undefined || y.every((value) => value === y[0]));
    },
    asSpline() {
      return slopes === undefined ? tableCurve(x, y, 'spline') : this;
    },
  };
}

/** The row r with x[r] ≤ query < x[r + 1]; grids mostly ascend, so the last answer and its successor are tried first. */
function rowBelow(x: Float64Array, query: number, hint: number): number {
  if (x[hint] <= query) {
    if (query < x[hint + 1]) return hint;
    if (hint + 2 < x.length && query < x[hint + 2]) return hint + 1;
  }
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= query) low = middle;
    else high = middle;
  }
  return low;
}

function line(x: Float64Array, y: Float64Array, row: number, query: number): number {
  return y[row] + ((y[row + 1] - y[row]) * (query - x[row])) / (x[row + 1] - x[row]);
}

function cubic(x: Float64Array, y: Float64Array, slopes: Float64Array, row: number, query: number): number {
  const width = x[row + 1] - x[row];
  const t = (query - x[row]) / width;
  const s = 1 - t;
  // Hermite form
  return (
    s * s * ((1 + 2 * t) * y[row] + t * width * slopes[row]) +
    t * t * ((1 + 2 * s) * y[row + 1] - s * width * slopes[row + 1])
  );
}

/** Taylor coefficients of the piece between two rows: the cubic of `cubic`, or its chord where there are no slopes. */
function hermiteSeries(
  x: Float64Array,
  y: Float64Array,
  slopes: Float64Array | undefined,
  row: number,
  query: number,
  out: Float64Array,
): void {
  const width = x[row + 1] - x[row];
  const h = query - x[row];
  const secant = (y[row + 1] - y[row]) / width;
  const first = slopes === undefined ? secant : slopes[row];
  const last = slopes === undefined ? secant : slopes[row + 1];
  // y + first·h + a2·h² + a3·h³
  const a2 = (3 * secant - 2 * first - last) / width;
  const a3 = (first + last - 2 * secant) / (width * width);
  const series = [y[row] + h * (first + h * (a2 + h * a3)), first + h * (2 * a2 + 3 * h * a3), a2 + 3 * h * a3, a3];
  for (let j = 0; j < Math.min(out.length, 4); j++) out[j] = series[j];
}

function monotoneSlopes(x: Float64Array, y: Float64Array): Float64Array {
  const count = x.length;
  const slopes = new Float64Array(count);
  if (count < 2) return slopes;
  const width = (i: number) => x[i + 1] - x[i];
  const secant = (i: number) => (y[i + 1] - y[i]) / width(i);
  if (count === 2) return slopes.fill(secant(0));
  for (let i = 1; i < count - 1; i++) {
    const before = secant(i - 1);
    const after = secant(i);
    if (before * after <= 0) continue; // an extremum of the data stays one
    const w1 = 2 * width(i) + width(i - 1);
    const w2 = width(i) + 2 * width(i - 1);
    slopes[i] = (w1 + w2) / (w1 / before + w2 / after);
  }
  slopes[0] = endSlope(width(0), width(1), secant(0), secant(1));
  slopes[count - 1] = endSlope(width(count - 2), width(count - 3), secant(count - 2), secant(count - 3));
  return slopes;
}

/** One-sided three-point slope, limited so that the end interval stays monotone. */
function endSlope(width: number, nextWidth: number, secant: number, nextSecant: number): number {
  const slope = ((2 * width + nextWidth) * secant - width * nextSecant) / (width + nextWidth);
  if (slope * secant <= 0) return 0;
  if (secant * nextSecant <= 0 && Math.abs(slope) > 3 * Math.abs(secant)) return 3 * secant;
  return slope;
}
