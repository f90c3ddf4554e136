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
