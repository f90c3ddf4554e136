/**
 * Truncated Taylor series with complex coefficients, the arithmetic of the wave evaluator. A series of order K is
 * 2(K + 1) doubles from an offset: Re, Im of the coefficient of h⁰, then of h¹, … An output may be one of the inputs
 * unless stated otherwise.
 *
 * @see A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed. (SIAM 2008), ch. 13
 */

/** out = a·b */
export function multiply(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  out: Float64Array,
  o: number,
  order: number,
): void {
  for (let k = order; k >= 0; k--) {
    let re = 0;
    let im = 0;
    for (let l = 0; l <= k; l++) {
      const ar = a[i + 2 * l];
      const ai = a[i + 2 * l + 1];
      const br = b[j + 2 * (k - l)];
      const bi = b[j + 2 * (k - l) + 1];
      re += ar * br - ai * bi;
      im += ar * bi + ai * br;
    }
    out[o + 2 * k] = re;
    out[o + 2 * k + 1] = im;
  }
}

/** out += a·b; out is neither a nor b */
export function multiplyAdd(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  out: Float64Array,
  o: number,
  order: number,
): void {
  for (let k = order; k >= 0; k--) {
    let re = 0;
    let im = 0;
    for (let l = 0; l <= k; l++) {
      const ar = a[i + 2 * l];
      const ai = a[i + 2 * l + 1];
      const br = b[j + 2 * (k - l)];
      const bi = b[j + 2 * (k - l) + 1];
      re += ar * br - ai * bi;
      im += ar * bi + ai * br;
    }
    out[o + 2 * k] += re;
    out[o + 2 * k + 1] += im;
  }
}

/** out = a/b; out is not b */
export function divide(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  out: Float64Array,
  o: number,
  order: number,
): void {
  const size = Math.max(Math.abs(b[j]), Math.abs(b[j + 1]));
  const dr = b[j] / size;
  const di = b[j + 1] / size;
  const scale = 1 / ((dr * dr + di * di) * size);
  for (let k = 0; k <= order; k++) {
    let re = a[i + 2 * k];
    let im = a[i + 2 * k + 1];
    for (let l = 0; l < k; l++) {
      const qr = out[o + 2 * l];
      const qi = out[o + 2 * l + 1];
      const br = b[j + 2 * (k - l)];
      const bi = b[j + 2 * (k - l) + 1];
      re -= qr * br - qi * bi;
      im -= qr * bi + qi * br;
    }
    out[o + 2 * k] = (re * dr + im * di) * scale;
    out[o + 2 * k + 1] = (im * dr - re * di) * scale;
  }
}

/** The higher coefficients of out = √a, whose value `out[o], out[o + 1]` is given; out is not a. */
export function completeRoot(a: Float64Array, i: number, out: Float64Array, o: number, order: number): void {
  const rr = out[o];
  const ri = out[o + 1];
  const scale = 0.5 / (rr * rr + ri * ri);
  for (let k = 1; k <= order; k++) {
    let re = a[i + 2 * k];
    let im = a[i + 2 * k + 1];
    for (let l = 1; l < k; l++) {
      const ar = out[o + 2 * l];
      const ai = out[o + 2 * l + 1];
      const br = out[o + 2 * (k - l)];
      const bi = out[o + 2 * (k - l) + 1];
      re -= ar * br - ai * bi;
      im -= ar * bi + ai * br;
    }
    out[o + 2 * k] = (re * rr + im * ri) * scale;
    out[o + 2 * k + 1] = (im * rr - re * ri) * scale;
  }
}

/** The higher coefficients of out = ln a, from a′ = a·out′; the value is left alone. out is not a. */
export function completeLogarithm(a: Float64Array, i: number, out: Float64Array, o: number, order: number): void {
  const size = Math.max(Math.abs(a[i]), Math.abs(a[i + 1]));
  const dr = a[i] / size;
  const di = a[i + 1] / size;
  const scale = 1 / ((dr * dr + di * di) * size);
  for (let k = 1; k <= order; k++) {
    let re = k * a[i + 2 * k];
    let im = k * a[i + 2 * k + 1];
    for (let l = 1; l < k; l++) {
      const br = l * out[o + 2 * l];
      const bi = l * out[o + 2 * l + 1];
      const ar = a[i + 2 * (k - l)];
      const ai = a[i + 2 * (k - l) + 1];
      re -= ar * br - ai * bi;
      im -= ar * bi + ai * br;
    }
    out[o + 2 * k] = ((re * dr + im * di) * scale) / k;
    out[o + 2 * k + 1] = ((im * dr - re * di) * scale) / k;
  }
}
