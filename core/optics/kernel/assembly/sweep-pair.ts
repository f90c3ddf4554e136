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
  TRACE_H_IM,
  TRACE_H_RE,
  TRACE_NORM,
} from './layout';
import { factorOf, scaleTrace } from './sweep';
import { add, both, dif2, FIELD, get, mul, sub, sum2 } from './vector';

@inline function putState(ends: usize, br: v128, bi: v128, cr: v128, ci: v128, norm: v128): void {
  v128.store(ends + STATE_B_RE, br);
  v128.store(ends + STATE_B_IM, bi);
  v128.store(ends + STATE_C_RE, cr);
  v128.store(ends + STATE_C_IM, ci);
  v128.store(ends + STATE_NORM, norm);
}

/**
 * `sweep` from +η and from −η of one vector of wavelengths together: the waves that run out of the coating's exit and
 * into it share the layers' matrices. All addresses but the layers' are those of the vector. `isTraced`: leaves B, C/η
 * and the product of the determinants of every layer.
 */
@inline function sweepBoth(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, trace: usize, ends: usize,
  linkedEnds: usize, isTraced: bool,
): void {
  let br = both(1);
  let bi = both(0);
  let cr = get(eta, 0);
  let ci = get(eta, FIELD);
  let dr = both(1); // D and E: B and C of the wave that runs in
  let di = both(0);
  let er = f64x2.neg(cr);
  let ei = f64x2.neg(ci);
  let norm = both(1);
  for (let first = 0; first < count; first += GROUP) {
    const last = layers + <usize>min(first + GROUP, count) * LAYER;
    let running = norm;
    for (let layer = layers + <usize>first * LAYER; layer < last; layer += LAYER) {
      const record = base + load<usize>(layer);
      const etaRe = get(record, ETA_RE);
      const inverseRe = get(record, INVERSE_RE);
      if (!load<i32>(phase + IS_LOSSY)) {
        const p = get(phase, PHASE_P);
        const q = get(phase, PHASE_Q);
        const y = mul(p, inverseRe);
        const z = mul(p, etaRe);
        let nextRe = sum2(q, br, y, ci);
        let nextIm = dif2(q, bi, y, cr);
        cr = sum2(q, cr, z, bi);
        ci = dif2(q, ci, z, br);
        br = nextRe;
        bi = nextIm;
        nextRe = sum2(q, dr, y, ei);
        nextIm = dif2(q, di, y, er);
        er = sum2(q, er, z, di);
        ei = dif2(q, ei, z, dr);
        dr = nextRe;
        di = nextIm;
      } else {
        const sinRe = get(phase, SIN_RE);
        const sinIm = get(phase, SIN_IM);
        const inverseIm = get(record, INVERSE_IM);
        const etaIm = get(record, ETA_IM);
        const yr = dif2(sinRe, inverseRe, sinIm, inverseIm); // −i sin δ/η
        const yi = sum2(sinRe, inverseIm, sinIm, inverseRe);
        const zr = dif2(sinRe, etaRe, sinIm, etaIm); // −iη sin δ
        const zi = sum2(sinRe, etaIm, sinIm, etaRe);
        const cosRe = get(phase, COS_RE);
        const cosIm = get(phase, COS_IM);
        let nextRe = add(dif2(cosRe, br, cosIm, bi), dif2(yr, cr, yi, ci));
        let nextIm = add(sum2(cosRe, bi, cosIm, br), sum2(yr, ci, yi, cr));
        let lastRe = add(dif2(cosRe, cr, cosIm, ci), dif2(zr, br, zi, bi));
        ci = add(sum2(cosRe, ci, cosIm, cr), sum2(zr, bi, zi, br));
        cr = lastRe;
        br = nextRe;
        bi = nextIm;
        nextRe = add(dif2(cosRe, dr, cosIm, di), dif2(yr, er, yi, ei));
        nextIm = add(sum2(cosRe, di, cosIm, dr), sum2(yr, ei, yi, er));
        lastRe = add(dif2(cosRe, er, cosIm, ei), dif2(zr, dr, zi, di));
        ei = add(sum2(cosRe, ei, cosIm, er), sum2(zr, di, zi, dr));
        er = lastRe;
        dr = nextRe;
        di = nextIm;
      }
      if (isTraced) {
        let hr = mul(inverseRe, cr);
        let hi = mul(inverseRe, ci);
        if (load<i32>(phase + IS_LOSSY)) {
          const inverseIm = get(record, INVERSE_IM);
          hr = sub(hr, mul(inverseIm, ci));
          hi = add(hi, mul(inverseIm, cr));
        }
        running = mul(running, get(phase, DETERMINANT));
        v128.store(trace + TRACE_B_RE, br);
        v128.store(trace + TRACE_B_IM, bi);
        v128.store(trace + TRACE_H_RE, hr);
        v128.store(trace + TRACE_H_IM, hi);
        v128.store(trace + TRACE_NORM, running);
        trace += TRACE;
      }
      phase += PHASE;
    }
    norm = mul(norm, get(groups, 0));
    if (first + GROUP <= count) {
      const factor = factorOf(br, bi, cr, ci);
      v128.store(groups + FIELD, factor);
      br = mul(br, factor);
      bi = mul(bi, factor);
      cr = mul(cr, factor);
      ci = mul(ci, factor);
      dr = mul(dr, factor);
      di = mul(di, factor);
      er = mul(er, factor);
      ei = mul(ei, factor);
      const square = mul(factor, factor);
      norm = mul(norm, square);
      if (isTraced) {
        scaleTrace(trace - TRACE, factor);
        v128.store(trace - TRACE + TRACE_NORM, mul(running, square));
      }
    }
    groups += 2 * FIELD;
  }
  putState(ends, br, bi, cr, ci, norm);
  putState(linkedEnds, dr, di, er, ei, norm);
}

/** The states alone. */
export function sweepPair(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, ends: usize, linkedEnds: usize,
): void {
  sweepBoth(layers, count, base, phase, groups, eta, 0, ends, linkedEnds, false);
}

/** Leaves B, C/η and the products of the determinants of every layer as well. */
export function sweepPairTraced(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, eta: usize, trace: usize, ends: usize,
  linkedEnds: usize,
): void {
  sweepBoth(layers, count, base, phase, groups, eta, trace, ends, linkedEnds, true);
}
