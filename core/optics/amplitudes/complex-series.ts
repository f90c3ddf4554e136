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
  const a0r = a[i];
  const a0i = a[i + 1];
  const b0r = b[j];
  const b0i = b[j + 1];
  if (order === 0) {
    out[o] = a0r * b0r - a0i * b0i;
    out[o + 1] = a0r * b0i + a0i * b0r;
    return;
  }
  const a1r = a[i + 2];
  const a1i = a[i + 3];
  const b1r = b[j + 2];
  const b1i = b[j + 3];
  if (order >= 2) {
    const a2r = a[i + 4];
    const a2i = a[i + 5];
    const b2r = b[j + 4];
    const b2i = b[j + 5];
    if (order === 3) {
      const a3r = a[i + 6];
      const a3i = a[i + 7];
      const b3r = b[j + 6];
      const b3i = b[j + 7];
      out[o + 6] = a0r * b3r - a0i * b3i + (a1r * b2r - a1i * b2i) + (a2r * b1r - a2i * b1i) + (a3r * b0r - a3i * b0i);
      out[o + 7] = a0r * b3i + a0i * b3r + (a1r * b2i + a1i * b2r) + (a2r * b1i + a2i * b1r) + (a3r * b0i + a3i * b0r);
    }
    out[o + 4] = a0r * b2r - a0i * b2i + (a1r * b1r - a1i * b1i) + (a2r * b0r - a2i * b0i);
    out[o + 5] = a0r * b2i + a0i * b2r + (a1r * b1i + a1i * b1r) + (a2r * b0i + a2i * b0r);
  }
  out[o + 2] = a0r * b1r - a0i * b1i + (a1r * b0r - a1i * b0i);
  out[o + 3] = a0r * b1i + a0i * b1r + (a1r * b0i + a1i * b0r);
  out[o] = a0r * b0r - a0i * b0i;
  out[o + 1] = a0r * b0i + a0i * b0r;
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
  const a0r = a[i];
  const a0i = a[i + 1];
  const b0r = b[j];
  const b0i = b[j + 1];
  if (order === 0) {
    out[o] += a0r * b0r - a0i * b0i;
    out[o + 1] += a0r * b0i + a0i * b0r;
    return;
  }
  const a1r = a[i + 2];
  const a1i = a[i + 3];
  const b1r = b[j + 2];
  const b1i = b[j + 3];
  if (order >= 2) {
    const a2r = a[i + 4];
    const a2i = a[i + 5];
    const b2r = b[j + 4];
    const b2i = b[j + 5];
    if (order === 3) {
      const a3r = a[i + 6];
      const a3i = a[i + 7];
      const b3r = b[j + 6];
      const b3i = b[j + 7];
      out[o + 6] += a0r * b3r - a0i * b3i + (a1r * b2r - a1i * b2i) + (a2r * b1r - a2i * b1i) + (a3r * b0r - a3i * b0i);
      out[o + 7] += a0r * b3i + a0i * b3r + (a1r * b2i + a1i * b2r) + (a2r * b1i + a2i * b1r) + (a3r * b0i + a3i * b0r);
    }
    out[o + 4] += a0r * b2r - a0i * b2i + (a1r * b1r - a1i * b1i) + (a2r * b0r - a2i * b0i);
    out[o + 5] += a0r * b2i + a0i * b2r + (a1r * b1i + a1i * b1r) + (a2r * b0i + a2i * b0r);
  }
  out[o + 2] += a0r * b1r - a0i * b1i + (a1r * b0r - a1i * b0i);
  out[o + 3] += a0r * b1i + a0i * b1r + (a1r * b0i + a1i * b0r);
  out[o] += a0r * b0r - a0i * b0i;
  out[o + 1] += a0r * b0i + a0i * b0r;
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
