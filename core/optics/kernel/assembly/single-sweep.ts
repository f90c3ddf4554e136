import {
  ATTENUATION,
  ETA_IM,
  ETA_RE,
  GROUP,
  HALF_TURNS,
  LAYER,
  LAYER_THICKNESS,
  SINGLE_ADMITTANCE,
  SINGLE_ETA_IM,
  SINGLE_ETA_RE,
  SINGLE_INVERSE_IM,
  SINGLE_INVERSE_RE,
  STATE_B_IM,
  STATE_B_RE,
  STATE_C_IM,
  STATE_C_RE,
  STATE_NORM,
} from './layout';
import { FIELD, get, VECTOR } from './vector';

// Four wavelengths in a vector of single precision. Phase and decay are reduced in double, so that thick layers
// keep theirs.

/** A state larger than this, or smaller than its inverse, is brought back to 1. */
const LARGE: f32 = 1e6;

const LOWEST_EXPONENT: f64 = -120;

// Coefficients: scripts/fit-elementary.py, the ones for single precision.
const K: usize = memory.data<f32>(
  [
    3.141592833688454, 3.141592833688454, 3.141592833688454, 3.141592833688454, // 0: numerator of tan(πf)
    -3.476500162111887, -3.476500162111887, -3.476500162111887, -3.476500162111887,
    0.3458512523359573, 0.3458512523359573, 0.3458512523359573, 0.3458512523359573,
    1.0, 1.0, 1.0, 1.0, // 48: denominator
    -4.3964663725743085, -4.3964663725743085, -4.3964663725743085, -4.3964663725743085,
    1.5858658131519836, 1.5858658131519836, 1.5858658131519836, 1.5858658131519836,
    0.34657359009372046, 0.34657359009372046, 0.34657359009372046, 0.34657359009372046, // 96: odd part of 2^x
    0.0027716352359709604, 0.0027716352359709604, 0.0027716352359709604, 0.0027716352359709604,
    0.04803496130792541, 0.04803496130792541, 0.04803496130792541, 0.04803496130792541, // 128: even part
    12583039.0, 12583039.0, 12583039.0, 12583039.0, // 144: 1.5·2²³ + 127, as in phases.ts
    0.5, 0.5, 0.5, 0.5, // 160
  ],
  16,
);

@inline function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}
@inline function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}
@inline function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}
@inline function sum2(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.mul(c, d));
}
@inline function dif2(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.sub(f32x4.mul(a, b), f32x4.mul(c, d));
}

/** Four doubles as singles. */
@inline export function narrowed(low: v128, high: v128): v128 {
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

@inline function widen(at: usize, x: v128): void {
  v128.store(at, f64x2.promote_low_f32x4(x));
  v128.store(at + VECTOR, f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 1)));
}

@inline function putState(ends: usize, br: v128, bi: v128, cr: v128, ci: v128, norm: v128): void {
  widen(ends + STATE_B_RE, br);
  widen(ends + STATE_B_IM, bi);
  widen(ends + STATE_C_RE, cr);
  widen(ends + STATE_C_IM, ci);
  widen(ends + STATE_NORM, norm);
}

@inline function factorOf(br: v128, bi: v128, cr: v128, ci: v128): v128 {
  const size = add(add(f32x4.abs(br), f32x4.abs(bi)), add(f32x4.abs(cr), f32x4.abs(ci)));
  const isOff = v128.or(f32x4.gt(size, f32x4.splat(LARGE)), f32x4.lt(size, f32x4.splat(1 / LARGE)));
  return v128.bitselect(f32x4.div(f32x4.splat(1), size), f32x4.splat(1), isOff);
}

// Which states run together.
const ALONE = 0;
/** s and p, each with its admittances */
const S_AND_P = 1;
/** the waves out of the exit and into it, with one normalisation */
const OUT_AND_IN = 2;

/**
 * Carries one state or two through a coating at one block of wavelengths, from its exit to its entrance; formulation:
 * core/optics/kernel/transfer.ts. The ends are written in double precision.
 *
 * @param base start of the block's records in single precision; `polarization` leads to the polarization's fields
 * @param eta,etaB where Re η and Im η of the medium beyond the exit are, in double precision
 */
@inline function sweep(
  layers: usize, count: i32, base: usize, polarization: usize, eta: usize, etaB: usize, ends: usize, endsB: usize,
  mode: i32,
): void {
  let br = f32x4.splat(1);
  let bi = f32x4.splat(0);
  let cr = narrowed(get(eta, 0), get(eta, VECTOR));
  let ci = narrowed(get(eta, FIELD), get(eta, FIELD + VECTOR));
  let dr = f32x4.splat(1);
  let di = f32x4.splat(0);
  let er = mode == S_AND_P ? narrowed(get(etaB, 0), get(etaB, VECTOR)) : f32x4.neg(cr);
  let ei = mode == S_AND_P ? narrowed(get(etaB, FIELD), get(etaB, FIELD + VECTOR)) : f32x4.neg(ci);
  let norm = f32x4.splat(1);
  let normB = f32x4.splat(1);
  for (let first = 0; first < count; first += GROUP) {
    const last = layers + <usize>min(first + GROUP, count) * LAYER;
    for (let layer = layers + <usize>first * LAYER; layer < last; layer += LAYER) {
      const record = base + load<usize>(layer);
      const own = record + polarization;
      const d = v128.load64_splat(layer + LAYER_THICKNESS);
      const low = f64x2.mul(get(record, HALF_TURNS), d);
      const high = f64x2.mul(get(record, HALF_TURNS + VECTOR), d);
      const f = narrowed(f64x2.sub(low, f64x2.nearest(low)), f64x2.sub(high, f64x2.nearest(high)));
      const z = mul(f, f);
      const p = mul(f, add(get(K, 0), mul(z, add(get(K, 16), mul(z, get(K, 32))))));
      const q = add(get(K, 48), mul(z, add(get(K, 64), mul(z, get(K, 80)))));
      let determinant = add(mul(p, p), mul(q, q));
      const etaRe = get(own, SINGLE_ETA_RE);
      const inverseRe = get(own, SINGLE_INVERSE_RE);
      if (!v128.any_true(v128.or(get(record, ATTENUATION), get(record, ATTENUATION + VECTOR)))) {
        let y = mul(p, inverseRe);
        let w = mul(p, etaRe);
        let nextRe = sum2(q, br, y, ci);
        let nextIm = dif2(q, bi, y, cr);
        cr = sum2(q, cr, w, bi);
        ci = dif2(q, ci, w, br);
        br = nextRe;
        bi = nextIm;
        if (mode != ALONE) {
          if (mode == S_AND_P) {
            y = mul(p, get(own, SINGLE_ADMITTANCE + SINGLE_INVERSE_RE));
            w = mul(p, get(own, SINGLE_ADMITTANCE + SINGLE_ETA_RE));
          }
          nextRe = sum2(q, dr, y, ei);
          nextIm = dif2(q, di, y, er);
          er = sum2(q, er, w, di);
          ei = dif2(q, ei, w, dr);
          dr = nextRe;
          di = nextIm;
        }
      } else {
        const lowest = f64x2.splat(LOWEST_EXPONENT);
        const xLow = f64x2.pmax(f64x2.mul(get(record, ATTENUATION), d), lowest);
        const xHigh = f64x2.pmax(f64x2.mul(get(record, ATTENUATION + VECTOR), d), lowest);
        const kLow = f64x2.nearest(xLow);
        const kHigh = f64x2.nearest(xHigh);
        const rest = narrowed(f64x2.sub(xLow, kLow), f64x2.sub(xHigh, kHigh));
        const power = i32x4.shl(add(narrowed(kLow, kHigh), get(K, 144)), 23);
        const ee = mul(rest, rest);
        const odd = mul(rest, add(get(K, 96), mul(ee, get(K, 112))));
        const even = add(get(K, 48), mul(ee, get(K, 128)));
        const more = add(get(K, 48), power);
        const less = sub(get(K, 48), power);
        const sum = mul(get(K, 160), dif2(even, more, odd, less));
        const difference = mul(get(K, 160), dif2(even, less, odd, more));
        determinant = mul(determinant, mul(mul(power, sub(even, odd)), add(even, odd)));
        const cosRe = mul(q, sum);
        const cosIm = f32x4.neg(mul(p, difference));
        const sinRe = mul(q, difference);
        const sinIm = f32x4.neg(mul(p, sum));
        const inverseIm = get(own, SINGLE_INVERSE_IM);
        const etaIm = get(own, SINGLE_ETA_IM);
        let yr = dif2(sinRe, inverseRe, sinIm, inverseIm); // −i sin δ/η
        let yi = sum2(sinRe, inverseIm, sinIm, inverseRe);
        let wr = dif2(sinRe, etaRe, sinIm, etaIm); // −iη sin δ
        let wi = sum2(sinRe, etaIm, sinIm, etaRe);
        let nextRe = add(dif2(cosRe, br, cosIm, bi), dif2(yr, cr, yi, ci));
        let nextIm = add(sum2(cosRe, bi, cosIm, br), sum2(yr, ci, yi, cr));
        let lastRe = add(dif2(cosRe, cr, cosIm, ci), dif2(wr, br, wi, bi));
        ci = add(sum2(cosRe, ci, cosIm, cr), sum2(wr, bi, wi, br));
        cr = lastRe;
        br = nextRe;
        bi = nextIm;
        if (mode != ALONE) {
          if (mode == S_AND_P) {
            const pRe = get(own, SINGLE_ADMITTANCE + SINGLE_ETA_RE);
            const pIm = get(own, SINGLE_ADMITTANCE + SINGLE_ETA_IM);
            const pInverseRe = get(own, SINGLE_ADMITTANCE + SINGLE_INVERSE_RE);
            const pInverseIm = get(own, SINGLE_ADMITTANCE + SINGLE_INVERSE_IM);
            yr = dif2(sinRe, pInverseRe, sinIm, pInverseIm);
            yi = sum2(sinRe, pInverseIm, sinIm, pInverseRe);
            wr = dif2(sinRe, pRe, sinIm, pIm);
            wi = sum2(sinRe, pIm, sinIm, pRe);
          }
          nextRe = add(dif2(cosRe, dr, cosIm, di), dif2(yr, er, yi, ei));
          nextIm = add(sum2(cosRe, di, cosIm, dr), sum2(yr, ei, yi, er));
          lastRe = add(dif2(cosRe, er, cosIm, ei), dif2(wr, dr, wi, di));
          ei = add(sum2(cosRe, ei, cosIm, er), sum2(wr, di, wi, dr));
          er = lastRe;
          dr = nextRe;
          di = nextIm;
        }
      }
      norm = mul(norm, determinant);
      if (mode == S_AND_P) normB = mul(normB, determinant);
    }
    if (first + GROUP <= count) {
      let factor = factorOf(br, bi, cr, ci);
      br = mul(br, factor);
      bi = mul(bi, factor);
      cr = mul(cr, factor);
      ci = mul(ci, factor);
      norm = mul(norm, mul(factor, factor));
      if (mode != ALONE) {
        if (mode == S_AND_P) factor = factorOf(dr, di, er, ei);
        dr = mul(dr, factor);
        di = mul(di, factor);
        er = mul(er, factor);
        ei = mul(ei, factor);
        if (mode == S_AND_P) normB = mul(normB, mul(factor, factor));
      }
    }
  }
  putState(ends, br, bi, cr, ci, norm);
  if (mode != ALONE) putState(endsB, dr, di, er, ei, mode == S_AND_P ? normB : norm);
}

/** One state. */
export function singleSweep(
  layers: usize, count: i32, base: usize, polarization: usize, beyond: usize, ends: usize,
): void {
  sweep(layers, count, base, polarization, beyond + ETA_RE, 0, ends, 0, ALONE);
}

/** s and p; `beyondP` is the record beyond the exit moved on to p. */
export function singleSweepOfBoth(
  layers: usize, count: i32, base: usize, beyond: usize, beyondP: usize, ends: usize, endsOfP: usize,
): void {
  sweep(layers, count, base, 0, beyond + ETA_RE, beyondP + ETA_RE, ends, endsOfP, S_AND_P);
}

/** From +η and from −η. */
export function singleSweepOfPair(
  layers: usize, count: i32, base: usize, polarization: usize, beyond: usize, ends: usize, linkedEnds: usize,
): void {
  sweep(layers, count, base, polarization, beyond + ETA_RE, 0, ends, linkedEnds, OUT_AND_IN);
}
