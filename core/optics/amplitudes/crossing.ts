/**
 * Carries the series of tangential E and H (B, C) through a layer: B ← cos δ·B − iY·C, C ← cos δ·C − iZ·B. Left-hand
 * states (B′, C′) cross in the other direction by the same matrix, since C′B + B′C is the same at every interface.
 *
 * @param matrix the series of cos δ, Y and Z from `m`
 * @param isReal all three are real, and half of the products vanish
 * @param from,to offsets of the series B and C in `states`; they do not overlap
 */
export function crossLayer(
  matrix: Float64Array,
  m: number,
  isReal: boolean,
  states: Float64Array,
  from: number,
  to: number,
  order: number,
): void {
  if (isReal) crossReal(matrix, m, states, from, to, order);
  else crossComplex(matrix, m, states, from, to, order);
}

function crossReal(
  matrix: Float64Array,
  m: number,
  states: Float64Array,
  from: number,
  to: number,
  order: number,
): void {
  const length = 2 * (order + 1);
  for (let k = 0; k <= order; k++) {
    let br = 0;
    let bi = 0;
    let cr = 0;
    let ci = 0;
    for (let l = 0; l <= k; l++) {
      const at = m + 2 * l;
      const cos = matrix[at];
      const y = matrix[at + length];
      const z = matrix[at + 2 * length];
      const b = from + 2 * (k - l);
      const c = b + length;
      br += cos * states[b] + y * states[c + 1];
      bi += cos * states[b + 1] - y * states[c];
      cr += cos * states[c] + z * states[b + 1];
      ci += cos * states[c + 1] - z * states[b];
    }
    const o = to + 2 * k;
    states[o] = br;
    states[o + 1] = bi;
    states[o + length] = cr;
    states[o + length + 1] = ci;
  }
}

function crossComplex(
  matrix: Float64Array,
  m: number,
  states: Float64Array,
  from: number,
  to: number,
  order: number,
): void {
  const length = 2 * (order + 1);
  for (let k = 0; k <= order; k++) {
    let br = 0;
    let bi = 0;
    let cr = 0;
    let ci = 0;
    for (let l = 0; l <= k; l++) {
      const at = m + 2 * l;
      const cosRe = matrix[at];
      const cosIm = matrix[at + 1];
      const yr = matrix[at + length];
      const yi = matrix[at + length + 1];
      const zr = matrix[at + 2 * length];
      const zi = matrix[at + 2 * length + 1];
      const at2 = from + 2 * (k - l);
      const Br = states[at2];
      const Bi = states[at2 + 1];
      const Cr = states[at2 + length];
      const Ci = states[at2 + length + 1];
      br += cosRe * Br - cosIm * Bi + (yr * Ci + yi * Cr);
      bi += cosRe * Bi + cosIm * Br - (yr * Cr - yi * Ci);
      cr += cosRe * Cr - cosIm * Ci + (zr * Bi + zi * Br);
      ci += cosRe * Ci + cosIm * Cr - (zr * Br - zi * Bi);
    }
    const o = to + 2 * k;
    states[o] = br;
    states[o + 1] = bi;
    states[o + length] = cr;
    states[o + length + 1] = ci;
  }
}
