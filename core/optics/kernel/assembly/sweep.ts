import {
  COS_IM,
  COS_RE,
  DETERMINANT,
  ETA_IM,
  ETA_RE,
  GROUP,
  INVERSE_IM,
  INVERSE_RE,
  IS_LOSSY,
  LAYER,
  PHASE,
  PHASE_P,
  PHASE_Q,
  SIN_IM,
  SIN_RE,
  STATE_B_IM,
  STATE_B_RE,
  STATE_C_IM,
  STATE_C_RE,
  STATE_NORM,
  TRACE,
  TRACE_B_IM,
  TRACE_B_RE,
  TRACE_C_IM,
  TRACE_C_RE,
  TRACE_H_IM,
  TRACE_H_RE,
  TRACE_NORM,
  TRACE_W_IM,
  TRACE_W_RE,
} from './layout';
import { add, both, choose, dif2, FIELD, get, mul, sub, sum2, VECTOR } from './vector';

/** A state larger than this, or smaller than its inverse, is brought back to 1. */
const LARGE: f64 = 1e15;

// What a sweep leaves of its way.
const NOTHING = 0;
const STATES = 1;
const WRONSKIANS = 2;
const FIELDS = 3;

/** 1, or what brings a state of this size back to 1. */
@inline export function factorOf(br: v128, bi: v128, cr: v128, ci: v128): v128 {
  const size = add(add(f64x2.abs(br), f64x2.abs(bi)), add(f64x2.abs(cr), f64x2.abs(ci)));
  const isOff = v128.or(f64x2.gt(size, both(LARGE)), f64x2.lt(size, both(1 / LARGE)));
  return choose(isOff, f64x2.div(both(1), size), both(1));
}

@inline export function scaleTrace(trace: usize, factor: v128): void {
  v128.store(trace + TRACE_B_RE, mul(get(trace, TRACE_B_RE), factor));
  v128.store(trace + TRACE_B_IM, mul(get(trace, TRACE_B_IM), factor));
  v128.store(trace + TRACE_H_RE, mul(get(trace, TRACE_H_RE), factor));
  v128.store(trace + TRACE_H_IM, mul(get(trace, TRACE_H_IM), factor));
}

@inline function scaleWronskian(trace: usize, square: v128): void {
  v128.store(trace + TRACE_W_RE, mul(get(trace, TRACE_W_RE), square));
  v128.store(trace + TRACE_W_IM, mul(get(trace, TRACE_W_IM), square));
}

/** (h + B)(h − B) with h = C/η, from which the derivatives of a coating without loss follow. */
@inline function storeWronskian(trace: usize, br: v128, bi: v128, hr: v128, hi: v128): void {
  const pr = add(hr, br);
  const pi = add(hi, bi);
  const mr = sub(hr, br);
  const mi = sub(hi, bi);
  v128.store(trace + TRACE_W_RE, dif2(pr, mr, pi, mi));
  v128.store(trace + TRACE_W_IM, sum2(pr, mi, pi, mr));
}

/**
 * Carries B and C of one block of wavelengths through a coating from its exit to its entrance; formulation:
 * core/optics/kernel/transfer.ts. `isLinked`: begins with −η, the wave that runs into the coating, and takes on the
 * normalisation that the sweep from +η left.
 *
 * @param base start of the block's records, moved on to the polarization
 * @param eta where Re η and Im η of the medium beyond the exit are
 */
@inline function sweep(
  layers: usize,
  count: i32,
  base: usize,
  phase: usize,
  groups: usize,
  eta: usize,
  trace: usize,
  ends: usize,
  isLinked: bool,
  leaves: i32,
): void {
  let br0 = both(1);
  let bi0 = both(0);
  let cr0 = get(eta, 0);
  let ci0 = get(eta, FIELD);
  let br1 = both(1);
  let bi1 = both(0);
  let cr1 = get(eta, VECTOR);
  let ci1 = get(eta, FIELD + VECTOR);
  if (isLinked) {
    cr0 = f64x2.neg(cr0);
    ci0 = f64x2.neg(ci0);
    cr1 = f64x2.neg(cr1);
    ci1 = f64x2.neg(ci1);
  }
  let norm0 = both(1);
  let norm1 = both(1);
  for (let first = 0; first < count; first += GROUP) {
    const last = layers + <usize>min(first + GROUP, count) * LAYER;
    let running0 = norm0;
    let running1 = norm1;
    for (let layer = layers + <usize>first * LAYER; layer < last; layer += LAYER) {
      const record = base + load<usize>(layer);
      if (leaves == WRONSKIANS || !load<i32>(phase + IS_LOSSY)) {
        let p = get(phase, PHASE_P);
        let q = get(phase, PHASE_Q);
        let y = mul(p, get(record, INVERSE_RE));
        let z = mul(p, get(record, ETA_RE));
        let nextRe = sum2(q, br0, y, ci0);
        let nextIm = dif2(q, bi0, y, cr0);
        cr0 = sum2(q, cr0, z, bi0);
        ci0 = dif2(q, ci0, z, br0);
        br0 = nextRe;
        bi0 = nextIm;
        p = get(phase, PHASE_P + VECTOR);
        q = get(phase, PHASE_Q + VECTOR);
        y = mul(p, get(record, INVERSE_RE + VECTOR));
        z = mul(p, get(record, ETA_RE + VECTOR));
        nextRe = sum2(q, br1, y, ci1);
        nextIm = dif2(q, bi1, y, cr1);
        cr1 = sum2(q, cr1, z, bi1);
        ci1 = dif2(q, ci1, z, br1);
        br1 = nextRe;
        bi1 = nextIm;
        if (leaves == WRONSKIANS) {
          const y0 = get(record, INVERSE_RE);
          const y1 = get(record, INVERSE_RE + VECTOR);
          storeWronskian(trace, br0, bi0, mul(y0, cr0), mul(y0, ci0));
          storeWronskian(trace + VECTOR, br1, bi1, mul(y1, cr1), mul(y1, ci1));
        } else if (leaves == STATES) {
          const y0 = get(record, INVERSE_RE);
          const y1 = get(record, INVERSE_RE + VECTOR);
          v128.store(trace + TRACE_H_RE, mul(y0, cr0));
          v128.store(trace + TRACE_H_IM, mul(y0, ci0));
          v128.store(trace + TRACE_H_RE + VECTOR, mul(y1, cr1));
          v128.store(trace + TRACE_H_IM + VECTOR, mul(y1, ci1));
        }
      } else {
        let cosRe = get(phase, COS_RE);
        let cosIm = get(phase, COS_IM);
        let sinRe = get(phase, SIN_RE);
        let sinIm = get(phase, SIN_IM);
        let yr = get(record, INVERSE_RE);
        let yi = get(record, INVERSE_IM);
        let hr = dif2(yr, cr0, yi, ci0); // C/η
        let hi = sum2(yr, ci0, yi, cr0);
        let nextRe = add(dif2(cosRe, br0, cosIm, bi0), dif2(sinRe, hr, sinIm, hi));
        let nextIm = add(sum2(cosRe, bi0, cosIm, br0), sum2(sinRe, hi, sinIm, hr));
        let wr = add(dif2(cosRe, hr, cosIm, hi), dif2(sinRe, br0, sinIm, bi0)); // C/η beyond the layer
        let wi = add(sum2(cosRe, hi, cosIm, hr), sum2(sinRe, bi0, sinIm, br0));
        let er = get(record, ETA_RE);
        let ei = get(record, ETA_IM);
        cr0 = dif2(er, wr, ei, wi);
        ci0 = sum2(er, wi, ei, wr);
        br0 = nextRe;
        bi0 = nextIm;
        if (leaves == STATES) {
          v128.store(trace + TRACE_H_RE, wr);
          v128.store(trace + TRACE_H_IM, wi);
        }
        cosRe = get(phase, COS_RE + VECTOR);
        cosIm = get(phase, COS_IM + VECTOR);
        sinRe = get(phase, SIN_RE + VECTOR);
        sinIm = get(phase, SIN_IM + VECTOR);
        yr = get(record, INVERSE_RE + VECTOR);
        yi = get(record, INVERSE_IM + VECTOR);
        hr = dif2(yr, cr1, yi, ci1);
        hi = sum2(yr, ci1, yi, cr1);
        nextRe = add(dif2(cosRe, br1, cosIm, bi1), dif2(sinRe, hr, sinIm, hi));
        nextIm = add(sum2(cosRe, bi1, cosIm, br1), sum2(sinRe, hi, sinIm, hr));
        wr = add(dif2(cosRe, hr, cosIm, hi), dif2(sinRe, br1, sinIm, bi1));
        wi = add(sum2(cosRe, hi, cosIm, hr), sum2(sinRe, bi1, sinIm, br1));
        er = get(record, ETA_RE + VECTOR);
        ei = get(record, ETA_IM + VECTOR);
        cr1 = dif2(er, wr, ei, wi);
        ci1 = sum2(er, wi, ei, wr);
        br1 = nextRe;
        bi1 = nextIm;
        if (leaves == STATES) {
          v128.store(trace + TRACE_H_RE + VECTOR, wr);
          v128.store(trace + TRACE_H_IM + VECTOR, wi);
        }
      }
      if (leaves == STATES) {
        v128.store(trace + TRACE_B_RE, br0);
        v128.store(trace + TRACE_B_IM, bi0);
        v128.store(trace + TRACE_B_RE + VECTOR, br1);
        v128.store(trace + TRACE_B_IM + VECTOR, bi1);
      }
      if (leaves == FIELDS) {
        v128.store(trace + TRACE_B_RE, br0);
        v128.store(trace + TRACE_B_IM, bi0);
        v128.store(trace + TRACE_C_RE, cr0);
        v128.store(trace + TRACE_C_IM, ci0);
        v128.store(trace + TRACE_B_RE + VECTOR, br1);
        v128.store(trace + TRACE_B_IM + VECTOR, bi1);
        v128.store(trace + TRACE_C_RE + VECTOR, cr1);
        v128.store(trace + TRACE_C_IM + VECTOR, ci1);
      }
      if (leaves == FIELDS) {
        running0 = mul(running0, get(phase, DETERMINANT));
        running1 = mul(running1, get(phase, DETERMINANT + VECTOR));
        v128.store(trace + TRACE_NORM, running0);
        v128.store(trace + TRACE_NORM + VECTOR, running1);
      }
      phase += PHASE;
      if (leaves != NOTHING) trace += TRACE;
    }
    norm0 = mul(norm0, get(groups, 0));
    norm1 = mul(norm1, get(groups, VECTOR));
    if (first + GROUP <= count) {
      if (!isLinked) {
        v128.store(groups + FIELD, factorOf(br0, bi0, cr0, ci0));
        v128.store(groups + FIELD + VECTOR, factorOf(br1, bi1, cr1, ci1));
      }
      const factor0 = get(groups, FIELD);
      const factor1 = get(groups, FIELD + VECTOR);
      br0 = mul(br0, factor0);
      bi0 = mul(bi0, factor0);
      cr0 = mul(cr0, factor0);
      ci0 = mul(ci0, factor0);
      br1 = mul(br1, factor1);
      bi1 = mul(bi1, factor1);
      cr1 = mul(cr1, factor1);
      ci1 = mul(ci1, factor1);
      const square0 = mul(factor0, factor0);
      const square1 = mul(factor1, factor1);
      norm0 = mul(norm0, square0);
      norm1 = mul(norm1, square1);
      if (leaves == WRONSKIANS) {
        scaleWronskian(trace - TRACE, square0);
        scaleWronskian(trace - TRACE + VECTOR, square1);
      } else if (leaves != NOTHING) {
        scaleTrace(trace - TRACE, factor0);
        scaleTrace(trace - TRACE + VECTOR, factor1);
      }
      if (leaves == FIELDS) {
        v128.store(trace - TRACE + TRACE_NORM, mul(running0, square0));
        v128.store(trace - TRACE + TRACE_NORM + VECTOR, mul(running1, square1));
      }
    }
    groups += 2 * FIELD;
  }
  v128.store(ends + STATE_B_RE, br0);
  v128.store(ends + STATE_B_IM, bi0);
  v128.store(ends + STATE_C_RE, cr0);
  v128.store(ends + STATE_C_IM, ci0);
  v128.store(ends + STATE_NORM, norm0);
  v128.store(ends + STATE_B_RE + VECTOR, br1);
  v128.store(ends + STATE_B_IM + VECTOR, bi1);
  v128.store(ends + STATE_C_RE + VECTOR, cr1);
  v128.store(ends + STATE_C_IM + VECTOR, ci1);
  v128.store(ends + STATE_NORM + VECTOR, norm1);
}

/** The state alone. */
export function sweepUp(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, ends: usize,
): void {
  sweep(layers, count, base, phase, groups, eta, 0, ends, false, NOTHING);
}

/** The state that begins with −η, after the sweep from +η. */
export function sweepLinked(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, ends: usize,
): void {
  sweep(layers, count, base, phase, groups, eta, 0, ends, true, NOTHING);
}

/** Leaves B and C/η of every layer. */
export function sweepTraced(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, trace: usize, ends: usize,
): void {
  sweep(layers, count, base, phase, groups, eta, trace, ends, false, STATES);
}

/** Leaves the Wronskians of every layer; for a coating in which none absorbs or is evanescent. */
export function sweepLossless(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, trace: usize, ends: usize,
): void {
  sweep(layers, count, base, phase, groups, eta, trace, ends, false, WRONSKIANS);
}

/** Leaves B, C and the products of the determinants of every layer. */
export function sweepFields(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, trace: usize, ends: usize,
): void {
  sweep(layers, count, base, phase, groups, eta, trace, ends, false, FIELDS);
}
