import {
  ATTENUATION,
  ETA_IM,
  ETA_RE,
  HALF_TURNS,
  INVERSE_IM,
  INVERSE_RE,
  KAPPA_ETA_IM,
  KAPPA_ETA_RE,
  POLARIZATION,
} from './layout';
import { add, both, choose, dif2, div, FIELD, mul, sub, sum2, VECTOR } from './vector';

// The same steps in the same order as core/optics/kernel/tables.ts: the same bits.
const SMALLEST_KZ: f64 = 1e-20;
const SMALLEST_INDEX: f64 = 1e-8;
const PI: f64 = 3.141592653589793;
const LN2: f64 = 0.6931471805599453;

@inline function writeAdmittanceS(out: usize, re: v128, im: v128, k0: v128): void {
  const kz2 = sum2(re, re, im, im);
  v128.store(out + ETA_RE, re);
  v128.store(out + ETA_IM, im);
  v128.store(out + INVERSE_RE, div(re, kz2));
  v128.store(out + INVERSE_IM, div(f64x2.neg(im), kz2));
  v128.store(out + KAPPA_ETA_RE, mul(k0, mul(sub(re, im), add(re, im))));
  v128.store(out + KAPPA_ETA_IM, mul(k0, mul(mul(both(2), re), im)));
}

@inline function writeAdmittanceP(
  out: usize, re: v128, im: v128, k0: v128, alphaSquare: v128, squareRe: v128, squareIm: v128,
): void {
  const kz2 = sum2(re, re, im, im);
  const n4 = sum2(squareRe, squareRe, squareIm, squareIm);
  const real = mul(re, add(kz2, alphaSquare));
  const imaginary = dif2(squareIm, re, squareRe, im);
  v128.store(out + ETA_RE, div(real, kz2));
  v128.store(out + ETA_IM, div(imaginary, kz2));
  v128.store(out + INVERSE_RE, div(real, n4));
  v128.store(out + INVERSE_IM, div(f64x2.neg(imaginary), n4));
  v128.store(out + KAPPA_ETA_RE, mul(k0, squareRe));
  v128.store(out + KAPPA_ETA_IM, mul(k0, squareIm));
}

/**
 * Writes the records of one medium for all blocks of wavelengths.
 *
 * @param lambda,n,k,incident wavelengths in nm, n and k of the medium, n of the medium that the light comes from
 * @param out where the medium's record begins in the first block, `blockBytes` from one block's to the next
 * @param sin,cos of the angle in the incident medium
 * @param hasS,hasP which polarizations to write, s first
 */
export function tabulate(
  lambda: usize, n: usize, k: usize, incident: usize, blocks: i32, out: usize, blockBytes: usize,
  sin: f64, cos: f64, hasS: bool, hasP: bool,
): void {
  const zero = both(0);
  for (let block = 0; block < blocks; block++) {
    for (let v: usize = 0; v < FIELD; v += VECTOR) {
      const n0 = f64x2.max(v128.load(incident), both(SMALLEST_INDEX));
      let re = v128.load(n);
      let im = v128.load(k);
      const isTiny = f64x2.lt(sum2(re, re, im, im), both(SMALLEST_INDEX * SMALLEST_INDEX));
      re = choose(isTiny, both(SMALLEST_INDEX), re);
      im = choose(isTiny, zero, im);
      const squareRe = mul(sub(re, im), add(re, im));
      const squareIm = mul(mul(both(2), re), im);
      let alphaSquare = zero;
      if (sin != 0) {
        const alpha = mul(n0, both(sin));
        const normal = mul(n0, both(cos));
        alphaSquare = mul(alpha, alpha);
        const x = choose(
          f64x2.eq(im, zero),
          add(mul(sub(re, n0), add(re, n0)), mul(normal, normal)),
          sub(squareRe, alphaSquare),
        );
        const size = f64x2.abs(x);
        const isReal = f64x2.eq(squareIm, zero);
        const modulus = choose(isReal, size, f64x2.sqrt(sum2(x, x, squareIm, squareIm)));
        const large = f64x2.sqrt(div(add(modulus, size), both(2)));
        const small = choose(isReal, zero, div(squareIm, mul(both(2), large)));
        const travels = f64x2.gt(x, zero);
        re = choose(travels, large, small);
        im = choose(travels, small, large);
        re = choose(f64x2.lt(add(re, im), both(SMALLEST_KZ)), both(SMALLEST_KZ), re);
      }
      const wavelength = v128.load(lambda);
      const k0 = div(both(2 * PI), wavelength);
      v128.store(out + HALF_TURNS + v, div(mul(both(2), re), wavelength));
      // + 0: no −0, whose bits are not all clear
      v128.store(
        out + ATTENUATION + v,
        add(div(mul(both(-4 * PI), im), mul(wavelength, both(LN2))), zero),
      );
      if (hasS) writeAdmittanceS(out + v, re, im, k0);
      if (hasP) writeAdmittanceP(out + v + (hasS ? POLARIZATION : 0), re, im, k0, alphaSquare, squareRe, squareIm);
      lambda += VECTOR;
      n += VECTOR;
      k += VECTOR;
      incident += VECTOR;
    }
    out += blockBytes;
  }
}

/**
 * Writes the records of a medium between two others, N = N₁ + share (N₂ − N₁), and those of its slopes: where η and 1/η
 * of a medium are, the A and β of `blendSlopes` for ∂N = N₂ − N₁.
 *
 * With κ = k0 q, q² = N² − α²: A = k0 N ∂N and β = −N ∂N/q in s; A = k0 N³ ∂N/q² and β = (N ∂N/q)(α²/q² − 1) in p.
 *
 * @param n1,k1,n2,k2 the two media
 * @param room free bytes for n and k of the blend
 * @param out,slopes where the two records begin in the first block
 */
export function tabulateBlend(
  lambda: usize, n1: usize, k1: usize, n2: usize, k2: usize, share: f64, incident: usize, blocks: i32, room: usize,
  out: usize, slopes: usize, blockBytes: usize, sin: f64, cos: f64, hasS: bool, hasP: bool,
): void {
  if (sin == 0) {
    tabulateBlendAtNormal(lambda, n1, k1, n2, k2, share, blocks, out, slopes, blockBytes);
    return;
  }
  const columnBytes = <usize>blocks * FIELD;
  for (let at: usize = 0; at < columnBytes; at += VECTOR) {
    const n = v128.load(n1 + at);
    const k = v128.load(k1 + at);
    v128.store(room + at, add(n, mul(both(share), sub(v128.load(n2 + at), n))));
    v128.store(room + columnBytes + at, add(k, mul(both(share), sub(v128.load(k2 + at), k))));
  }
  tabulate(lambda, room, room + columnBytes, incident, blocks, out, blockBytes, sin, cos, hasS, hasP);
  for (let block = 0; block < blocks; block++) {
    for (let v: usize = 0; v < FIELD; v += VECTOR) {
      const at = <usize>block * FIELD + v;
      const re = v128.load(room + at);
      const im = v128.load(room + columnBytes + at);
      const toRe = sub(v128.load(n2 + at), v128.load(n1 + at));
      const toIm = sub(v128.load(k2 + at), v128.load(k1 + at));
      const wavelength = v128.load(lambda + at);
      const k0 = div(both(2 * PI), wavelength);
      const alpha = mul(f64x2.max(v128.load(incident + at), both(SMALLEST_INDEX)), both(sin));
      const alphaSquare = mul(alpha, alpha);
      const qr = mul(mul(both(0.5), v128.load(out + HALF_TURNS + v)), wavelength);
      const qi = mul(mul(both(-LN2 / (4 * PI)), v128.load(out + ATTENUATION + v)), wavelength);
      const q2 = sum2(qr, qr, qi, qi);
      const mr = dif2(re, toRe, im, toIm); // N ∂N
      const mi = sum2(re, toIm, im, toRe);
      const betaRe = f64x2.neg(div(sum2(mr, qr, mi, qi), q2));
      const betaIm = f64x2.neg(div(dif2(mi, qr, mr, qi), q2));
      if (hasS) writeSlopes(slopes + v, mul(k0, mr), mul(k0, mi), betaRe, betaIm);
      if (hasP) {
        const squareRe = dif2(qr, qr, qi, qi); // q²
        const squareIm = mul(mul(both(2), qr), qi);
        const q4 = mul(q2, q2);
        // α²/q²; N²/q² is 1 + that
        const ar = mul(alphaSquare, div(squareRe, q4));
        const ai = mul(alphaSquare, div(f64x2.neg(squareIm), q4));
        const ur = add(both(1), ar);
        const less = sub(both(1), ar);
        writeSlopes(
          slopes + v + (hasS ? POLARIZATION : 0),
          mul(k0, dif2(mr, ur, mi, ai)), mul(k0, sum2(mr, ai, mi, ur)),
          add(mul(betaRe, less), mul(betaIm, ai)), sub(mul(betaIm, less), mul(betaRe, ai)),
        );
      }
    }
    out += blockBytes;
    slopes += blockBytes;
  }
}

/** The same where s and p are one and q is N, which is not tiny: with few divisions. */
function tabulateBlendAtNormal(
  lambda: usize, n1: usize, k1: usize, n2: usize, k2: usize, share: f64, blocks: i32, out: usize, slopes: usize,
  blockBytes: usize,
): void {
  for (let block = 0; block < blocks; block++) {
    for (let v: usize = 0; v < FIELD; v += VECTOR) {
      const at = <usize>block * FIELD + v;
      const toRe = sub(v128.load(n2 + at), v128.load(n1 + at));
      const toIm = sub(v128.load(k2 + at), v128.load(k1 + at));
      const re = add(v128.load(n1 + at), mul(both(share), toRe));
      const im = add(v128.load(k1 + at), mul(both(share), toIm));
      const perNm = div(both(1), v128.load(lambda + at));
      const k0 = mul(both(2 * PI), perNm);
      const inverse = div(both(1), sum2(re, re, im, im));
      v128.store(out + HALF_TURNS + v, mul(mul(both(2), re), perNm));
      v128.store(out + ATTENUATION + v, add(mul(mul(both(-4 * PI / LN2), im), perNm), both(0)));
      v128.store(out + ETA_RE + v, re);
      v128.store(out + ETA_IM + v, im);
      v128.store(out + INVERSE_RE + v, mul(re, inverse));
      v128.store(out + INVERSE_IM + v, f64x2.neg(mul(im, inverse)));
      v128.store(out + KAPPA_ETA_RE + v, mul(k0, dif2(re, re, im, im)));
      v128.store(out + KAPPA_ETA_IM + v, mul(k0, mul(mul(both(2), re), im)));
      const ar = mul(k0, dif2(re, toRe, im, toIm));
      const ai = mul(k0, sum2(re, toIm, im, toRe));
      writeSlopes(slopes + v, ar, ai, f64x2.neg(toRe), f64x2.neg(toIm));
    }
    out += blockBytes;
    slopes += blockBytes;
  }
}

@inline function writeSlopes(out: usize, ar: v128, ai: v128, betaRe: v128, betaIm: v128): void {
  v128.store(out + ETA_RE, ar);
  v128.store(out + ETA_IM, ai);
  v128.store(out + INVERSE_RE, betaRe);
  v128.store(out + INVERSE_IM, betaIm);
}
