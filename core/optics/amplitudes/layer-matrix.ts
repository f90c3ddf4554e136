import { writeClearMatrix } from '#core/optics/amplitudes/clear-matrix.ts';
import { ALPHA_SQUARE, AXIAL, INDEX, IS_GRAZING, IS_REAL } from '#core/optics/amplitudes/wave-tables.ts';
import { exp2Even, exp2Odd, LOWEST_EXPONENT, POWERS_OF_HALF, ROUND, sinCos } from '#core/optics/kernel/elementary.ts';
import { add, type Complex, complex, div, mul, scale, sub } from '#core/optics/reference/complex.ts';

/**
 * The characteristic matrix of a layer, [cos δ, −iY; −iZ, cos δ] with Y = sin δ/η and Z = η sin δ, as series in ω.
 *
 * cos δ and sin δ/δ are entire functions of x = δ² = κ²d², so that Y = d·(κ/η)·sin δ/δ and Z = d·κη·sin δ/δ hold without
 * exception at the critical angle. All entries are scaled by e^{−Im δ}, a constant of the wavelength.
 */

/** Coefficients of cos√x and sin√x/√x around x: c₀ … c₃ and s₀ … s₃, complex. */
const sinusoids = new Float64Array(16);
const S = 8;
const MOST_TERMS = 18;
/** (−1)ᵐ/(2m)! and (−1)ᵐ/(2m + 1)! */
const EVEN = new Float64Array(MOST_TERMS);
const ODD = new Float64Array(MOST_TERMS);
for (let m = 0, factorial = 1; m < MOST_TERMS; m++) {
  if (m > 0) factorial *= -(2 * m - 1) * (2 * m);
  EVEN[m] = 1 / factorial;
  ODD[m] = 1 / (factorial * (2 * m + 1));
}

/**
 * Writes the matrix: the series of cos δ, Y and Z, one after the other.
 * @returns e^{−2 Im δ}, the determinant of what was written
 */
export function writeLayerMatrix(
  records: Float64Array,
  at: number,
  thicknessNm: number,
  wavelengthNm: number,
  order: number,
  out: Float64Array,
  o: number,
): number {
  const length = 2 * (order + 1);
  const singles = at + 3 * length;
  const axial = records[singles + AXIAL];
  const isClear = records[singles + IS_REAL] === 1 && axial > 0 && records[singles + IS_GRAZING] === 0;
  if (isClear && records[at] * thicknessNm * thicknessNm >= 0.01) {
    writeClearMatrix(records, at, axial, thicknessNm, wavelengthNm, order, out, o);
    return 1;
  }
  const determinant = expand(records, at, thicknessNm, wavelengthNm, order);
  const square = thicknessNm * thicknessNm;
  const sine = o + 2 * length; // Z's place, until Y is written
  for (let part = 0; part < 2; part++) compose(records, at, square, order, S * part, out, part === 0 ? o : sine);
  for (let k = order; k >= 0; k--) {
    let yr = 0;
    let yi = 0;
    let zr = 0;
    let zi = 0;
    for (let l = 0; l <= k; l++) {
      const sr = out[sine + 2 * l] * thicknessNm;
      const si = out[sine + 2 * l + 1] * thicknessNm;
      const y = at + length + 2 * (k - l);
      const z = y + length;
      yr += sr * records[y] - si * records[y + 1];
      yi += sr * records[y + 1] + si * records[y];
      zr += sr * records[z] - si * records[z + 1];
      zi += sr * records[z + 1] + si * records[z];
    }
    out[o + length + 2 * k] = yr;
    out[o + length + 2 * k + 1] = yi;
    out[sine + 2 * k] = zr;
    out[sine + 2 * k + 1] = zi;
  }
  return determinant;
}

/** Puts u = x(ω + h) − x(ω) into the coefficients: f₀ + f₁u + f₂u² + f₃u³ up to h³. */
function compose(
  records: Float64Array,
  at: number,
  square: number,
  order: number,
  f: number,
  out: Float64Array,
  o: number,
): void {
  const c = sinusoids;
  out[o] = c[f];
  out[o + 1] = c[f + 1];
  if (order === 0) return;
  const ur = records[at + 2] * square;
  const ui = records[at + 3] * square;
  out[o + 2] = c[f + 2] * ur - c[f + 3] * ui;
  out[o + 3] = c[f + 2] * ui + c[f + 3] * ur;
  if (order === 1) return;
  const vr = records[at + 4] * square;
  const vi = records[at + 5] * square;
  const uur = ur * ur - ui * ui;
  const uui = 2 * ur * ui;
  out[o + 4] = c[f + 2] * vr - c[f + 3] * vi + c[f + 4] * uur - c[f + 5] * uui;
  out[o + 5] = c[f + 2] * vi + c[f + 3] * vr + c[f + 4] * uui + c[f + 5] * uur;
  if (order === 2) return;
  const wr = records[at + 6] * square;
  const wi = records[at + 7] * square;
  const uvr = 2 * (ur * vr - ui * vi);
  const uvi = 2 * (ur * vi + ui * vr);
  const uuur = uur * ur - uui * ui;
  const uuui = uur * ui + uui * ur;
  out[o + 6] = c[f + 2] * wr - c[f + 3] * wi + c[f + 4] * uvr - c[f + 5] * uvi + c[f + 6] * uuur - c[f + 7] * uuui;
  out[o + 7] = c[f + 2] * wi + c[f + 3] * wr + c[f + 4] * uvi + c[f + 5] * uvr + c[f + 6] * uuui + c[f + 7] * uuur;
}

/** Fills `sinusoids` up to `order`; returns the square of the scale that they carry. */
function expand(records: Float64Array, at: number, thicknessNm: number, wavelengthNm: number, order: number): number {
  const singles = at + 6 * (order + 1);
  const square = thicknessNm * thicknessNm;
  const xr = records[at] * square;
  const xi = records[at + 1] * square;
  const size = Math.abs(xr) + Math.abs(xi);
  if (size < 0.01) {
    expandAsPowers(xr, xi, order, 5 + order);
    return 1;
  }
  if (size < 4 && records[singles + IS_GRAZING] === 1) {
    expandAsPowers(xr, xi, order, 14 + order);
    return 1;
  }
  const qr = records[singles + AXIAL];
  const qi = records[singles + AXIAL + 1];
  const determinant = writeSineCosine(qr, qi, thicknessNm, wavelengthNm);
  const c = sinusoids;
  const inverse = 1 / (xr * xr + xi * xi);
  const ir = xr * inverse;
  const ii = -xi * inverse;
  for (let k = 0; k < order; k++) {
    // 2x(k + 1)s₊ = c − (2k + 1)s and c₊ = −s/(2k + 2)
    const half = 0.5 / (k + 1);
    const dr = (c[2 * k] - (2 * k + 1) * c[S + 2 * k]) * half;
    const di = (c[2 * k + 1] - (2 * k + 1) * c[S + 2 * k + 1]) * half;
    c[S + 2 * k + 2] = dr * ir - di * ii;
    c[S + 2 * k + 3] = dr * ii + di * ir;
    c[2 * k + 2] = -c[S + 2 * k] * half;
    c[2 * k + 3] = -c[S + 2 * k + 1] * half;
  }
  return determinant;
}

function expandAsPowers(xr: number, xi: number, order: number, terms: number): void {
  for (let k = 0; k <= order; k++) {
    let cr = 0;
    let ci = 0;
    let sr = 0;
    let si = 0;
    for (let m = terms - 1; m >= k; m--) {
      // binomial m over k
      let binomial = 1;
      for (let l = 0; l < k; l++) binomial = (binomial * (m - l)) / (l + 1);
      const nextC = cr * xr - ci * xi + binomial * EVEN[m];
      ci = cr * xi + ci * xr;
      cr = nextC;
      const nextS = sr * xr - si * xi + binomial * ODD[m];
      si = sr * xi + si * xr;
      sr = nextS;
    }
    sinusoids[2 * k] = cr;
    sinusoids[2 * k + 1] = ci;
    sinusoids[S + 2 * k] = sr;
    sinusoids[S + 2 * k + 1] = si;
  }
}

/** cos δ and sin δ/δ times e^{−Im δ}; returns e^{−2 Im δ}. */
function writeSineCosine(qr: number, qi: number, thicknessNm: number, wavelengthNm: number): number {
  const halfTurns = (2 * qr * thicknessNm) / wavelengthNm;
  const whole = halfTurns + ROUND - ROUND;
  const { sin, cos } = sinCos(Math.PI * (halfTurns - whole));
  const sign = whole % 2 === 0 ? 1 : -1;
  let sum = 1;
  let difference = 0;
  let determinant = 1;
  if (qi !== 0) {
    const exponent = Math.max((-4 * Math.PI * qi * thicknessNm) / (wavelengthNm * Math.LN2), LOWEST_EXPONENT);
    const k = exponent + ROUND - ROUND;
    const e = exponent - k;
    const odd = exp2Odd(e, e * e);
    const even = exp2Even(e * e);
    const power = POWERS_OF_HALF[-k | 0];
    const half = 0.5 / (even - odd);
    sum = half * (even * (1 + power) - odd * (1 - power));
    difference = half * (even * (1 - power) - odd * (1 + power)); // keeps its digits in a thin layer
    determinant = (power * (even + odd)) / (even - odd);
  }
  const k0d = (2 * Math.PI * thicknessNm) / wavelengthNm;
  const inverse = sign / (k0d * (qr * qr + qi * qi));
  const sinRe = sin * sum;
  const sinIm = cos * difference;
  sinusoids[0] = sign * cos * sum;
  sinusoids[1] = -sign * sin * difference;
  sinusoids[S] = (sinRe * qr + sinIm * qi) * inverse;
  sinusoids[S + 1] = (sinIm * qr - sinRe * qi) * inverse;
  return determinant;
}

/**
 * Derivatives of cos δ, Y and Z by N at fixed ω and angle of incidence, scaled as `writeLayerMatrix` scales. Each is
 * analytic in N = n + ik, so that ∂/∂n is this and ∂/∂k is i times this. Values alone, no series.
 * @param out Re and Im of the three
 */
export function writeIndexDerivative(
  records: Float64Array,
  at: number,
  thicknessNm: number,
  wavelengthNm: number,
  order: number,
  isP: boolean,
  out: Float64Array,
): void {
  const c = sinusoids;
  const singles = at + 6 * (order + 1);
  expand(records, at, thicknessNm, wavelengthNm, order);
  const x = complex(records[at] * thicknessNm * thicknessNm, records[at + 1] * thicknessNm * thicknessNm);
  const s = complex(c[S], c[S + 1]);
  const N = complex(records[singles + INDEX], records[singles + INDEX + 1]);
  const square = mul(N, N);
  const alphaSquare = records[singles + ALPHA_SQUARE];
  // by ε = N²: ∂x = (k0 d)², ∂cos = −s/2·∂x, ∂s = (cos − s)/(2x)·∂x
  const k0d = (2 * Math.PI * thicknessNm) / wavelengthNm;
  const ds = scale(slopeOfSinc(x, complex(c[0], c[1]), s), k0d * k0d);
  // a = κ/(η k0) and b = κη/k0: s: (1, ε − α²), p: (1 − α²/ε, ε)
  const ratio = isP ? scale(div(complex(1), square), alphaSquare) : complex(0);
  const a = sub(complex(1), ratio);
  const b = isP ? square : sub(square, complex(alphaSquare));
  const da = isP ? div(ratio, square) : ratio;
  const byIndex = scale(N, 2);
  const results = [scale(s, -0.5 * k0d * k0d), scale(add(mul(ds, a), mul(s, da)), k0d), scale(add(mul(ds, b), s), k0d)];
  results.forEach((value, slot) => {
    const { re, im } = mul(value, byIndex);
    out[2 * slot] = re;
    out[2 * slot + 1] = im;
  });
}

/** Derivative of sin√x/√x, by its power series near 0. */
function slopeOfSinc(x: Complex, cos: Complex, sinc: Complex): Complex {
  if (Math.abs(x.re) + Math.abs(x.im) >= 0.01) return scale(div(sub(cos, sinc), x), 0.5);
  let sum = complex(0);
  for (let m = 6; m >= 1; m--) sum = add(mul(sum, x), complex(m * ODD[m]));
  return sum;
}
