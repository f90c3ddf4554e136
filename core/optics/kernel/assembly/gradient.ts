import {
  ATTENUATION,
  COS_IM,
  COS_RE,
  DETERMINANT,
  ETA_IM,
  ETA_RE,
  GROUP,
  INVERSE_IM,
  INVERSE_RE,
  IS_LOSSY,
  KAPPA_ETA_IM,
  KAPPA_ETA_RE,
  LAYER,
  LAYER_ROW,
  LAYER_THICKNESS,
  PHASE,
  PHASE_P,
  PHASE_Q,
  SIN_IM,
  SIN_RE,
  TRACE,
  TRACE_B_IM,
  TRACE_B_RE,
  TRACE_H_IM,
  TRACE_H_RE,
  TRACE_NORM,
  TRACE_W_IM,
  TRACE_W_RE,
} from './layout';
import { add, both, dif2, div, FIELD, get, mul, sub, sum2 } from './vector';

// How R and T of the part depend on one coating: core/optics/kernel/gradient.ts. Each a FIELD; weights included.
export const FRONT_RE: usize = 0;
export const FRONT_IM: usize = FIELD;
export const CROSS_RE: usize = 2 * FIELD;
export const CROSS_IM: usize = 3 * FIELD;
/** for a state B′, C′ that begins with 2i/D */
export const BACK_RE: usize = 4 * FIELD;
export const BACK_IM: usize = 5 * FIELD;
export const FRONT_R: usize = 6 * FIELD;
export const FRONT_T: usize = 7 * FIELD;
export const CROSS_R: usize = 8 * FIELD;
export const CROSS_T: usize = 9 * FIELD;
export const BACK_R: usize = 10 * FIELD;
export const BACK_T: usize = 11 * FIELD;
export const TERMS: usize = 12 * FIELD;

/** 2 Im κ per log2 of intensity: −ln 2. */
const MINUS_LN2: f64 = -0.6931471805599453;

// A coating on a half-space: ∂R = weight·f, ∂T = crossT·x…
const HALF_SPACE = 0;
// …where light leaves a slab: ∂R = frontR·f, ∂T = frontT·f + crossT·x…
const LEAVING = 1;
// …and where it enters one: ∂R = frontR·f + crossR·x + backR·b, ∂T = crossT·x + backT·b.
const ENTERING = 2;

// Media that are blends of two, and so may change: `blendAt`, or −1 where there are none.
let firstBlend: i32 = -1;
let slopesOffset: usize = 0;
let blendRows: usize = 0;

/**
 * From now on the derivatives also hold those by the share of the second medium, for layers of blended media.
 *
 * @param first from the start of a block to the first record of a blended medium, all others behind; −1: none any more
 * @param slopes from such a record to that of its slopes (`tabulateBlend`)
 * @param rows bytes from a layer's row to the one for its share
 */
export function blendAt(first: i32, slopes: usize, rows: usize): void {
  firstBlend = first;
  slopesOffset = slopes;
  blendRows = rows;
}

@inline export function blends(): bool {
  return firstBlend >= 0;
}

@inline function put(address: usize, value: v128, isFirst: bool): void {
  v128.store(address, isFirst ? value : add(value, v128.load(address)));
}

// Where `blendSlopes` leaves ∂R (FRONT form), ∂T's and the back's, before their weights.
const BLEND_F_RE: usize = 0;
const BLEND_F_IM: usize = 16;
const BLEND_X_RE: usize = 32;
const BLEND_B_RE: usize = 48;
const BLEND_B_IM: usize = 64;
const BLEND: usize = memory.data(80, 16);

/**
 * What the quadratic forms of a layer become when its index changes instead of its thickness. With Z = κη and Y = κ/η,
 *   ∂∫(Y C² − Z B²) = A (h² − B²) d + i β [hB],   ∂∫(Y C′C + Z B′B) = A (h′h + B′B) d + (i/2) β [h′B − B′h],
 *   ∂∫(Y C′² − Z B′²) = A (h′² − B′²) d − i β [h′B′],
 * where [ ] is the difference from the layer's exit to its entrance, A = Z (∂Y/Y + ∂Z/Z)/2 and β = η (∂Y/Y − ∂Z/Z)/2:
 * h² − B², h′h + B′B and h′² − B′² do not change within the layer, and hB′ … have derivatives made of the other sums.
 * The states on the exit side are those on the entrance side taken through the layer, over its determinant.
 */
@inline function blendSlopes(
  slopes: usize, d: v128, phase: usize, isLossy: bool,
  br: v128, bi: v128, hr: v128, hi: v128, oBr: v128, oBi: v128, oHr: v128, oHi: v128,
): void {
  const zero = both(0);
  const cosRe = isLossy ? get(phase, COS_RE) : get(phase, PHASE_Q);
  const cosIm = isLossy ? get(phase, COS_IM) : zero;
  const sinRe = isLossy ? get(phase, SIN_RE) : zero;
  const sinIm = isLossy ? get(phase, SIN_IM) : f64x2.neg(get(phase, PHASE_P));
  const inverse = div(both(1), get(phase, DETERMINANT));
  const Ar = mul(get(slopes, ETA_RE), d);
  const Ai = mul(get(slopes, ETA_IM), d);
  const betaRe = get(slopes, INVERSE_RE);
  const betaIm = get(slopes, INVERSE_IM);
  // on the exit side: own state by the adjugate, the other one by the matrix
  const aBr = sub(dif2(cosRe, br, cosIm, bi), dif2(sinRe, hr, sinIm, hi));
  const aBi = sub(sum2(cosRe, bi, cosIm, br), sum2(sinRe, hi, sinIm, hr));
  const aHr = sub(dif2(cosRe, hr, cosIm, hi), dif2(sinRe, br, sinIm, bi));
  const aHi = sub(sum2(cosRe, hi, cosIm, hr), sum2(sinRe, bi, sinIm, br));
  const bBr = add(dif2(cosRe, oBr, cosIm, oBi), dif2(sinRe, oHr, sinIm, oHi));
  const bBi = add(sum2(cosRe, oBi, cosIm, oBr), sum2(sinRe, oHi, sinIm, oHr));
  const bHr = add(dif2(cosRe, oHr, cosIm, oHi), dif2(sinRe, oBr, sinIm, oBi));
  const bHi = add(sum2(cosRe, oHi, cosIm, oHr), sum2(sinRe, oBi, sinIm, oBr));

  let gr = sub(dif2(hr, br, hi, bi), mul(inverse, dif2(aHr, aBr, aHi, aBi)));
  let gi = sub(sum2(hr, bi, hi, br), mul(inverse, sum2(aHr, aBi, aHi, aBr)));
  let sr = sub(dif2(hr, hr, hi, hi), dif2(br, br, bi, bi));
  let si = mul(both(2), dif2(hr, hi, br, bi));
  v128.store(BLEND + BLEND_F_RE, sub(dif2(Ar, sr, Ai, si), sum2(betaRe, gi, betaIm, gr)));
  v128.store(BLEND + BLEND_F_IM, add(sum2(Ar, si, Ai, sr), dif2(betaRe, gr, betaIm, gi)));

  gi = sub(sum2(oHr, bi, oHi, br), sum2(oBr, hi, oBi, hr));
  gr = sub(dif2(oHr, br, oHi, bi), dif2(oBr, hr, oBi, hi));
  gr = sub(gr, mul(inverse, sub(dif2(bHr, aBr, bHi, aBi), dif2(bBr, aHr, bBi, aHi))));
  gi = sub(gi, mul(inverse, sub(sum2(bHr, aBi, bHi, aBr), sum2(bBr, aHi, bBi, aHr))));
  sr = add(dif2(oHr, hr, oHi, hi), dif2(oBr, br, oBi, bi));
  si = add(sum2(oHr, hi, oHi, hr), sum2(oBr, bi, oBi, br));
  v128.store(BLEND + BLEND_X_RE, sub(dif2(Ar, sr, Ai, si), mul(both(0.5), sum2(betaRe, gi, betaIm, gr))));

  gr = sub(dif2(oHr, oBr, oHi, oBi), mul(inverse, dif2(bHr, bBr, bHi, bBi)));
  gi = sub(sum2(oHr, oBi, oHi, oBr), mul(inverse, sum2(bHr, bBi, bHi, bBr)));
  sr = sub(dif2(oHr, oHr, oHi, oHi), dif2(oBr, oBr, oBi, oBi));
  si = mul(both(2), dif2(oHr, oHi, oBr, oBi));
  v128.store(BLEND + BLEND_B_RE, add(dif2(Ar, sr, Ai, si), sum2(betaRe, gi, betaIm, gr)));
  v128.store(BLEND + BLEND_B_IM, sub(sum2(Ar, si, Ai, sr), dif2(betaRe, gr, betaIm, gi)));
}

/**
 * Derivatives for every layer of a coating at one vector of wavelengths: a second state (B′, C′), of light in the
 * opposite direction, runs from the entrance to the exit. With h = C/η and D = ηB + C of the entrance, which is
 * C′B + B′C at every interface:
 *   κ/η C² − κη B² = κη (h + B)(h − B),   κ/η C′C + κη B′B = κη (h′ + B′)(h + B) − κD.
 * B′ and C′ begin with the factor 2i/D of x, and on a half-space with that of ∂T before it: both fall out below.
 */
@inline function gradient(
  layers: usize,
  count: i32,
  base: usize,
  polarization: usize,
  phase: usize,
  groups: usize,
  trace: usize,
  etaRe: v128,
  etaIm: v128,
  terms: usize,
  dR: usize,
  dT: usize,
  rowBytes: usize,
  isFirst: bool,
  place: i32,
): void {
  const power = get(terms, CROSS_T);
  let br = get(terms, CROSS_RE);
  let bi = get(terms, CROSS_IM);
  if (place == HALF_SPACE) {
    br = mul(power, br);
    bi = mul(power, bi);
  }
  let cr = dif2(br, etaRe, bi, etaIm);
  let ci = sum2(br, etaIm, bi, etaRe);
  let above = place == HALF_SPACE ? get(terms, FRONT_R) : both(1); // times the determinants up to the entrance
  let layer = layers + <usize>(count - 1) * LAYER;
  phase += <usize>(count - 1) * PHASE;
  trace += <usize>(count - 1) * TRACE;
  for (let i = count - 1; i >= 0; i--) {
    const attenuation = base + load<usize>(layer) + ATTENUATION;
    const record = base + load<usize>(layer) + polarization;
    const isLossy = load<i32>(phase + IS_LOSSY);
    const yr = get(record, INVERSE_RE);
    const zr = get(record, KAPPA_ETA_RE);
    const ownBr = get(trace, TRACE_B_RE);
    const ownBi = get(trace, TRACE_B_IM);
    const ownHr = get(trace, TRACE_H_RE);
    const ownHi = get(trace, TRACE_H_IM);
    const pr = add(ownHr, ownBr);
    const pi = add(ownHi, ownBi);
    let er = mul(zr, pr); // κη (h + B)
    let ei = mul(zr, pi);
    let hr = mul(yr, cr); // C′/η
    let hi = mul(yr, ci);
    if (isLossy) {
      const yi = get(record, INVERSE_IM);
      const zi = get(record, KAPPA_ETA_IM);
      er = sub(er, mul(zi, pi));
      ei = add(ei, mul(zi, pr));
      hr = sub(hr, mul(yi, ci));
      hi = add(hi, mul(yi, cr));
    }
    const mr = sub(ownHr, ownBr);
    const mi = sub(ownHi, ownBi);
    const lr = add(hr, br);
    const li = add(hi, bi);
    const f = mul(
      above,
      dif2(get(terms, FRONT_RE), dif2(er, mr, ei, mi), get(terms, FRONT_IM), sum2(er, mi, ei, mr)),
    );
    let x = dif2(er, lr, ei, li);
    if (isLossy) {
      const decay = mul(v128.load(attenuation), both(MINUS_LN2));
      x = add(x, place == HALF_SPACE ? mul(power, decay) : decay);
    }
    let r = place == HALF_SPACE ? f : mul(get(terms, FRONT_R), f);
    let t = place == HALF_SPACE ? x : mul(power, x);
    if (place == ENTERING) {
      const qr = sub(hr, br);
      const qi = sub(hi, bi);
      const wr = dif2(lr, qr, li, qi);
      const wi = sum2(lr, qi, li, qr);
      let vr = mul(zr, wr); // κ/η C′² − κη B′²
      let vi = mul(zr, wi);
      if (isLossy) {
        const zi = get(record, KAPPA_ETA_IM);
        vr = sub(vr, mul(zi, wi));
        vi = add(vi, mul(zi, wr));
      }
      const b = mul(get(trace, TRACE_NORM), dif2(get(terms, BACK_RE), vr, get(terms, BACK_IM), vi));
      r = add(r, sum2(get(terms, CROSS_R), x, get(terms, BACK_R), b));
      t = add(t, mul(get(terms, BACK_T), b));
    } else if (place == LEAVING) {
      t = add(t, mul(get(terms, FRONT_T), f));
    }
    const row = <usize>load<usize>(layer, LAYER_ROW) * rowBytes;
    put(dR + row, r, isFirst);
    put(dT + row, t, isFirst);

    if (firstBlend >= 0 && load<i32>(layer) >= firstBlend) {
      const d = v128.load64_splat(layer + LAYER_THICKNESS);
      blendSlopes(record + slopesOffset, d, phase, isLossy != 0, ownBr, ownBi, ownHr, ownHi, br, bi, hr, hi);
      const ownF = mul(
        above,
        dif2(get(terms, FRONT_RE), get(BLEND, BLEND_F_RE), get(terms, FRONT_IM), get(BLEND, BLEND_F_IM)),
      );
      const ownX = get(BLEND, BLEND_X_RE);
      let byR = place == HALF_SPACE ? ownF : mul(get(terms, FRONT_R), ownF);
      let byT = place == HALF_SPACE ? ownX : mul(power, ownX);
      if (place == ENTERING) {
        const ownB = mul(
          get(trace, TRACE_NORM),
          dif2(get(terms, BACK_RE), get(BLEND, BLEND_B_RE), get(terms, BACK_IM), get(BLEND, BLEND_B_IM)),
        );
        byR = add(byR, sum2(get(terms, CROSS_R), ownX, get(terms, BACK_R), ownB));
        byT = add(byT, mul(get(terms, BACK_T), ownB));
      } else if (place == LEAVING) {
        byT = add(byT, mul(get(terms, FRONT_T), ownF));
      }
      put(dR + row + blendRows, byR, isFirst);
      put(dT + row + blendRows, byT, isFirst);
    }

    above = mul(above, get(phase, DETERMINANT));
    if (!isLossy) {
      const p = get(phase, PHASE_P);
      const q = get(phase, PHASE_Q);
      const y = mul(p, yr);
      const z = mul(p, get(record, ETA_RE));
      const nextRe = sum2(q, br, y, ci);
      const nextIm = dif2(q, bi, y, cr);
      cr = sum2(q, cr, z, bi);
      ci = dif2(q, ci, z, br);
      br = nextRe;
      bi = nextIm;
    } else {
      const cosRe = get(phase, COS_RE);
      const cosIm = get(phase, COS_IM);
      const sinRe = get(phase, SIN_RE);
      const sinIm = get(phase, SIN_IM);
      const wr = add(dif2(cosRe, hr, cosIm, hi), dif2(sinRe, br, sinIm, bi));
      const wi = add(sum2(cosRe, hi, cosIm, hr), sum2(sinRe, bi, sinIm, br));
      const nextRe = add(dif2(cosRe, br, cosIm, bi), dif2(sinRe, hr, sinIm, hi));
      const nextIm = add(sum2(cosRe, bi, cosIm, br), sum2(sinRe, hi, sinIm, hr));
      const ownRe = get(record, ETA_RE);
      const ownIm = get(record, ETA_IM);
      cr = dif2(ownRe, wr, ownIm, wi);
      ci = sum2(ownRe, wi, ownIm, wr);
      br = nextRe;
      bi = nextIm;
    }
    if ((i & (GROUP - 1)) == GROUP - 1) {
      const factor = get(groups + <usize>(i / GROUP) * (2 * FIELD), FIELD);
      br = mul(br, factor);
      bi = mul(bi, factor);
      cr = mul(cr, factor);
      ci = mul(ci, factor);
      above = mul(above, mul(factor, factor));
    }
    layer -= LAYER;
    phase -= PHASE;
    trace -= TRACE;
  }
}

/** For a coating on a half-space; after `sweepTraced`. */
export function gradientOnHalfSpace(
  layers: usize, count: i32, base: usize, polarization: usize, phase: usize, groups: usize, trace: usize,
  etaRe: v128, etaIm: v128, terms: usize, dR: usize, dT: usize, rowBytes: usize, isFirst: bool,
): void {
  gradient(
    layers, count, base, polarization, phase, groups, trace, etaRe, etaIm, terms, dR, dT, rowBytes, isFirst, HALF_SPACE,
  );
}

/** For the coating where light leaves a slab; after `sweepTraced`. */
export function gradientWhereLeaving(
  layers: usize, count: i32, base: usize, polarization: usize, phase: usize, groups: usize, trace: usize,
  etaRe: v128, etaIm: v128, terms: usize, dR: usize, dT: usize, rowBytes: usize, isFirst: bool,
): void {
  gradient(
    layers, count, base, polarization, phase, groups, trace, etaRe, etaIm, terms, dR, dT, rowBytes, isFirst, LEAVING,
  );
}

/** For the coating where light enters a slab; after `sweepPairTraced`. */
export function gradientWhereEntering(
  layers: usize, count: i32, base: usize, polarization: usize, phase: usize, groups: usize, trace: usize,
  etaRe: v128, etaIm: v128, terms: usize, dR: usize, dT: usize, rowBytes: usize, isFirst: bool,
): void {
  gradient(
    layers, count, base, polarization, phase, groups, trace, etaRe, etaIm, terms, dR, dT, rowBytes, isFirst, ENTERING,
  );
}

/** After `sweepLossless`, where no power is lost, also not in the exit: ∂T = −∂R, and the trace is enough. */
export function gradientWithoutLoss(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, trace: usize,
  terms: usize, dR: usize, dT: usize, rowBytes: usize, isFirst: bool,
): void {
  const frontRe = get(terms, FRONT_RE);
  const frontIm = get(terms, FRONT_IM);
  let above = get(terms, FRONT_R); // times the determinants between this interface and the entrance
  let layer = layers + <usize>(count - 1) * LAYER;
  phase += <usize>(count - 1) * PHASE;
  trace += <usize>(count - 1) * TRACE;
  for (let i = count - 1; i >= 0; i--) {
    const record = base + load<usize>(layer);
    const w = dif2(frontRe, get(trace, TRACE_W_RE), frontIm, get(trace, TRACE_W_IM));
    const r = mul(mul(above, get(record, KAPPA_ETA_RE)), w);
    const row = <usize>load<usize>(layer, LAYER_ROW) * rowBytes;
    if (isFirst) {
      v128.store(dR + row, r);
      v128.store(dT + row, f64x2.neg(r));
    } else {
      v128.store(dR + row, add(v128.load(dR + row), r));
      v128.store(dT + row, sub(v128.load(dT + row), r));
    }
    above = mul(above, get(phase, DETERMINANT));
    if ((i & (GROUP - 1)) == GROUP - 1) {
      const factor = get(groups + <usize>(i / GROUP) * (2 * FIELD), FIELD);
      above = mul(above, mul(factor, factor));
    }
    layer -= LAYER;
    phase -= PHASE;
    trace -= TRACE;
  }
}
