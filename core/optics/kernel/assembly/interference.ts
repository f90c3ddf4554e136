import { STATE_B_IM, STATE_B_RE, STATE_C_IM, STATE_C_RE, STATE_NORM } from './layout';
import { add, both, dif2, div, FIELD, get, mul, sub, sum2 } from './vector';

// What a sweep says about a coating, for one vector: as core/optics/kernel/interference.ts.
export const SEEN_R: usize = 0;
export const SEEN_TRANSMISSION: usize = 16;
export const SEEN_RE: usize = 32;
export const SEEN_IM: usize = 48;
export const SEEN_INVERSE_RE: usize = 64;
export const SEEN_INVERSE_IM: usize = 80;
export const SEEN: usize = 96;

/** r = (ηB − C)/(ηB + C) and 4 |1/D|² × determinants of a state on the entrance side. */
export function interfere(ends: usize, etaRe: v128, etaIm: v128, out: usize): void {
  const br = get(ends, STATE_B_RE);
  const bi = get(ends, STATE_B_IM);
  const cr = get(ends, STATE_C_RE);
  const ci = get(ends, STATE_C_IM);
  const hr = dif2(etaRe, br, etaIm, bi);
  const hi = sum2(etaRe, bi, etaIm, br);
  const dr = add(hr, cr);
  const di = add(hi, ci);
  const square = sum2(dr, dr, di, di);
  const reciprocal = div(both(1), square);
  const inverseRe = mul(dr, reciprocal);
  const inverseIm = f64x2.neg(mul(di, reciprocal));
  const nr = sub(hr, cr);
  const ni = sub(hi, ci);
  const re = dif2(nr, inverseRe, ni, inverseIm);
  const im = sum2(nr, inverseIm, ni, inverseRe);
  v128.store(out + SEEN_R, sum2(re, re, im, im));
  v128.store(out + SEEN_TRANSMISSION, mul(mul(both(4), get(ends, STATE_NORM)), reciprocal));
  v128.store(out + SEEN_RE, re);
  v128.store(out + SEEN_IM, im);
  v128.store(out + SEEN_INVERSE_RE, inverseRe);
  v128.store(out + SEEN_INVERSE_IM, inverseIm);
}

/** The same coating seen from its exit; `waveIn` is the end of the sweep from −η, `seen` what that from +η said. */
export function interfereFromExit(waveIn: usize, eta: v128, seen: usize, out: usize): void {
  const inverseRe = get(seen, SEEN_INVERSE_RE);
  const inverseIm = get(seen, SEEN_INVERSE_IM);
  const dr = f64x2.neg(add(mul(eta, get(waveIn, STATE_B_RE)), get(waveIn, STATE_C_RE)));
  const di = f64x2.neg(add(mul(eta, get(waveIn, STATE_B_IM)), get(waveIn, STATE_C_IM)));
  const re = dif2(dr, inverseRe, di, inverseIm);
  const im = sum2(dr, inverseIm, di, inverseRe);
  v128.store(out + SEEN_R, sum2(re, re, im, im));
  v128.store(out + SEEN_RE, re);
  v128.store(out + SEEN_IM, im);
  v128.store(out + SEEN_INVERSE_RE, inverseRe);
  v128.store(out + SEEN_INVERSE_IM, inverseIm);
}

/** Writes −4i η conj(r)/D² to `out` (Re) and behind it (Im, one FIELD on). */
export function writeReflectionTerm(seen: usize, etaRe: v128, etaIm: v128, out: usize): void {
  const gr = get(seen, SEEN_INVERSE_RE);
  const gi = get(seen, SEEN_INVERSE_IM);
  const re = get(seen, SEEN_RE);
  const im = get(seen, SEEN_IM);
  const ar = sum2(re, gr, im, gi);
  const ai = dif2(re, gi, im, gr);
  const sr = dif2(ar, gr, ai, gi);
  const si = sum2(ar, gi, ai, gr);
  v128.store(out, mul(both(4), sum2(sr, etaIm, si, etaRe)));
  v128.store(out + FIELD, mul(both(-4), dif2(sr, etaRe, si, etaIm)));
}

/** Writes iη conj(r), which is −4iη conj(r)/D² over (2i/D)². */
export function writeBackTerm(seen: usize, etaRe: v128, etaIm: v128, out: usize): void {
  const re = get(seen, SEEN_RE);
  const im = get(seen, SEEN_IM);
  v128.store(out, dif2(etaRe, im, etaIm, re));
  v128.store(out + FIELD, sum2(etaRe, re, etaIm, im));
}

/** Writes 2i/D. */
export function writeCrossTerm(seen: usize, out: usize): void {
  v128.store(out, mul(both(-2), get(seen, SEEN_INVERSE_IM)));
  v128.store(out + FIELD, mul(both(2), get(seen, SEEN_INVERSE_RE)));
}
