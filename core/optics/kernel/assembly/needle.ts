import {
  END,
  ENTERING_TERMS,
  FAR_END,
  LEAVING_TERMS,
  LINKED_END,
  OUTSIDE,
  sumIntensities,
  writeFaceTerms,
} from './faces';
import {
  BACK_IM,
  BACK_R,
  BACK_RE,
  BACK_T,
  CROSS_IM,
  CROSS_R,
  CROSS_RE,
  CROSS_T,
  FRONT_IM,
  FRONT_R,
  FRONT_RE,
  FRONT_T,
} from './gradient';
import { interfere, SEEN_TRANSMISSION, writeCrossTerm, writeReflectionTerm } from './interference';
import {
  ATTENUATION,
  COATING,
  COATING_COUNT,
  COATING_GROUPS,
  COATING_LAYERS,
  COATING_PHASES,
  COATING_TRACE,
  COS_IM,
  COS_RE,
  DETERMINANT,
  ETA_IM,
  ETA_RE,
  GROUP,
  INVERSE_IM,
  INVERSE_RE,
  IS_LOSSY,
  KAPPA_ETA_RE,
  LAYER,
  LAYER_ROW,
  PHASE,
  PHASE_P,
  PHASE_Q,
  POLARIZATION,
  SIN_IM,
  SIN_RE,
  TRACE,
  TRACE_B_IM,
  TRACE_B_RE,
  TRACE_C_IM,
  TRACE_C_RE,
  TRACE_NORM,
} from './layout';
import { intensityAfter, phases } from './phases';
import { sweepFields, sweepLinked } from './sweep';
import { add, both, dif2, FIELD, get, mul, sub, sum2, VECTOR } from './vector';

/*
 * A needle of a medium with κ and η adds Re(κ/η·U + κη·V) to the weighted sum, with
 *   U = F C² + X C′C + K C′²,   V = X B′B − F B² − K B′²
 * of its place alone, B′ and C′ with the factor 2i/D (core/optics/kernel/needles.ts). κ/η is k0 in s and κη is k0 N² in p, N² k0 − k0 α² in s; so that
 * all media at all places take one product of two matrices: (places × wavelengths), V and for p also U, times
 * (wavelengths × media), k0 N² (for s alone k0 N² − k0 α²) and for p also k0 (kz/N)²; and a sum for the place.
 */

// Polarizations asked for.
export const P_ALONE: i32 = 2;
export const S_AND_P: i32 = 3;

const SINK: usize = memory.data(<i32>FIELD, 16);
// F, the real X and K of a coating at one vector.
const F_RE: usize = memory.data(16, 16);
const F_IM: usize = memory.data(16, 16);
const X: usize = memory.data(16, 16);
const K_RE: usize = memory.data(16, 16);
const K_IM: usize = memory.data(16, 16);

/** Weighs the terms of a coating. */
@inline function weigh(terms: usize, onR: v128, onT: v128): void {
  const front = sum2(onR, get(terms, FRONT_R), onT, get(terms, FRONT_T));
  const cross = sum2(onR, get(terms, CROSS_R), onT, get(terms, CROSS_T));
  const back = sum2(onR, get(terms, BACK_R), onT, get(terms, BACK_T));
  v128.store(F_RE, mul(front, get(terms, FRONT_RE)));
  v128.store(F_IM, mul(front, get(terms, FRONT_IM)));
  v128.store(X, cross);
  v128.store(K_RE, mul(back, get(terms, BACK_RE)));
  v128.store(K_IM, mul(back, get(terms, BACK_IM)));
}

/**
 * One polarization of one coating at one vector, after `sweepFields` and `weigh`: writes V and U, or adds them, into the
 * rows of the places, and the rest into their sums.
 *
 * @param k0,k0Alpha2 k0, and k0 α² where V stands for s beside p; not read for p
 */
function placeProducts(
  layers: usize, count: i32, base: usize, phase: usize, groups: usize, trace: usize, etaRe: v128, etaIm: v128,
  terms: usize, k0: v128, k0Alpha2: v128, isP: bool, isFirst: bool, hasBack: bool, products: usize, rowBytes: usize,
  sums: usize,
): void {
  const fr = get(F_RE, 0);
  const fi = get(F_IM, 0);
  const x = get(X, 0);
  let br = get(terms, CROSS_RE);
  let bi = get(terms, CROSS_IM);
  let cr = dif2(br, etaRe, bi, etaIm);
  let ci = sum2(br, etaIm, bi, etaRe);
  let above = both(1);
  for (let i = count - 1; i >= 0; i--) {
    const layer = layers + <usize>i * LAYER;
    const record = base + load<usize>(layer);
    const at = phase + <usize>i * PHASE;
    const row = load<i32>(layer, LAYER_ROW);
    if (row >= 0) {
      const state = trace + <usize>i * TRACE;
      const ownBr = get(state, TRACE_B_RE);
      const ownBi = get(state, TRACE_B_IM);
      const ownCr = get(state, TRACE_C_RE);
      const ownCi = get(state, TRACE_C_IM);
      const ar = mul(fr, above);
      const ai = mul(fi, above);
      // C (F C + X C′), B (X B′ − F B)
      const gr = add(dif2(ar, ownCr, ai, ownCi), mul(x, cr));
      const gi = add(sum2(ar, ownCi, ai, ownCr), mul(x, ci));
      const hr = sub(mul(x, br), dif2(ar, ownBr, ai, ownBi));
      const hi = sub(mul(x, bi), sum2(ar, ownBi, ai, ownBr));
      let ur = dif2(ownCr, gr, ownCi, gi);
      let ui = sum2(ownCr, gi, ownCi, gr);
      let vr = dif2(ownBr, hr, ownBi, hi);
      let vi = sum2(ownBr, hi, ownBi, hr);
      if (hasBack) {
        const norm = get(state, TRACE_NORM);
        const kr = mul(get(K_RE, 0), norm);
        const ki = mul(get(K_IM, 0), norm);
        const ccr = dif2(cr, cr, ci, ci);
        const cci = mul(both(2), mul(cr, ci));
        const bbr = dif2(br, br, bi, bi);
        const bbi = mul(both(2), mul(br, bi));
        ur = add(ur, dif2(kr, ccr, ki, cci));
        ui = add(ui, sum2(kr, cci, ki, ccr));
        vr = sub(vr, dif2(kr, bbr, ki, bbi));
        vi = sub(vi, sum2(kr, bbi, ki, bbr));
      }
      const out = products + <usize>row * rowBytes;
      if (isFirst) {
        v128.store(out, vr);
        v128.store(out + FIELD, vi);
      } else {
        v128.store(out, add(v128.load(out), vr));
        v128.store(out + FIELD, add(v128.load(out, FIELD), vi));
      }
      if (isP) {
        v128.store(out + 2 * FIELD, ur);
        v128.store(out + 3 * FIELD, ui);
      } else {
        const sum = sums + <usize>row * VECTOR;
        v128.store(sum, add(v128.load(sum), dif2(k0, ur, k0Alpha2, vr)));
      }
    }
    above = mul(above, get(at, DETERMINANT));
    if (!load<i32>(at + IS_LOSSY)) {
      const p = get(at, PHASE_P);
      const q = get(at, PHASE_Q);
      const y = mul(p, get(record, INVERSE_RE));
      const z = mul(p, get(record, ETA_RE));
      const nextRe = sum2(q, br, y, ci);
      const nextIm = dif2(q, bi, y, cr);
      cr = sum2(q, cr, z, bi);
      ci = dif2(q, ci, z, br);
      br = nextRe;
      bi = nextIm;
    } else {
      const cosRe = get(at, COS_RE);
      const cosIm = get(at, COS_IM);
      const sinRe = get(at, SIN_RE);
      const sinIm = get(at, SIN_IM);
      const yr = get(record, INVERSE_RE);
      const yi = get(record, INVERSE_IM);
      const hr = dif2(yr, cr, yi, ci);
      const hi = sum2(yr, ci, yi, cr);
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
  }
}

/**
 * What `multiplyNeedles` (needle-slopes.ts) needs of every place of one coating, or of two on an incoherent slab, for the weights of R and
 * T at these blocks of wavelengths.
 *
 * @param coatings one, or where light enters and where it leaves; a layer's row is the place on its entrance side
 * @param kind polarizations: 1 s, 2 p, 3 both
 * @param slab from the start of a block to the record of an incoherent slab's medium, or −1
 * @param products (places × blocks × fields), fields V and where p is asked for also U, Re then Im
 * @param sums a vector for each place, added to
 */
export function needleProducts(
  coatings: usize, records: usize, blocks: i32, blockBytes: usize, kind: i32, entrance: usize, exit: usize, slab: i32,
  slabThicknessNm: f64, onR: usize, onT: usize, products: usize, sums: usize,
): void {
  const polarizations = kind == S_AND_P ? 2 : 1;
  const weight = both(1 / <f64>polarizations);
  const fields: usize = kind >= P_ALONE ? 4 : 2;
  const rowBytes = <usize>blocks * fields * FIELD;
  const faces = slab < 0 ? 1 : 2;
  let base = records;
  for (let block: usize = 0; block < <usize>blocks; block++) {
    for (let face = 0; face < faces; face++) {
      const coating = coatings + <usize>face * COATING;
      phases(
        load<usize>(coating, COATING_LAYERS), load<i32>(coating, COATING_COUNT), base,
        load<usize>(coating, COATING_PHASES), load<usize>(coating, COATING_GROUPS),
      );
    }
    for (let polarization = 0; polarization < polarizations; polarization++) {
      const own = base + <usize>polarization * POLARIZATION;
      const isP = kind == P_ALONE || polarization == 1;
      const inside = own + <usize>slab;
      sweepFace(coatings, own, faces == 2 ? inside : own + exit, END);
      if (faces == 2) {
        sweepFace(coatings + COATING, own, own + exit, FAR_END);
        sweepLinked(
          load<usize>(coatings, COATING_LAYERS), load<i32>(coatings, COATING_COUNT), own,
          load<usize>(coatings, COATING_PHASES), load<usize>(coatings, COATING_GROUPS), inside + ETA_RE, LINKED_END,
        );
      }
      for (let v: usize = 0; v < FIELD; v += VECTOR) {
        const etaIn = get(own + entrance + v, ETA_RE);
        const inverse = get(own + entrance + v, INVERSE_RE);
        const kappaEta = get(own + entrance + v, KAPPA_ETA_RE);
        const k0 = mul(kappaEta, mul(inverse, inverse));
        const k0Alpha2 =
          kind == S_AND_P ? sub(get(own + POLARIZATION + entrance + v, KAPPA_ETA_RE), kappaEta) : both(0);
        const wavelengthR = get(onR + block * FIELD, v);
        const wavelengthT = get(onT + block * FIELD, v);
        const out = products + block * fields * FIELD + v;
        if (faces == 2) {
          const P = intensityAfter(get(base + <usize>slab + v, ATTENUATION), both(slabThicknessNm));
          sumIntensities(own + v, entrance, <usize>slab, exit, P, v, weight, SINK, SINK, true);
          const etaRe = get(inside + v, ETA_RE);
          const etaIm = get(inside + v, ETA_IM);
          writeFaceTerms(etaIn, etaRe, etaIm, v);
          weigh(ENTERING_TERMS + v, wavelengthR, wavelengthT);
          productsOfFace(
            coatings, own, etaIn, both(0), ENTERING_TERMS + v, k0, k0Alpha2, isP, polarization == 0, true, v, out, rowBytes, sums,
          );
          v128.store(LEAVING_TERMS + v + CROSS_R, both(0));
          v128.store(LEAVING_TERMS + v + BACK_R, both(0));
          v128.store(LEAVING_TERMS + v + BACK_T, both(0));
          weigh(LEAVING_TERMS + v, wavelengthR, wavelengthT);
          productsOfFace(
            coatings + COATING, own, etaRe, etaIm, LEAVING_TERMS + v, k0, k0Alpha2, isP, polarization == 0, false, v, out, rowBytes, sums,
          );
        } else {
          const terms = ENTERING_TERMS + v;
          interfere(END + v, etaIn, both(0), OUTSIDE);
          const power = mul(weight, mul(mul(get(OUTSIDE, SEEN_TRANSMISSION), etaIn), get(own + exit + v, ETA_RE)));
          writeReflectionTerm(OUTSIDE, etaIn, both(0), terms + FRONT_RE);
          writeCrossTerm(OUTSIDE, terms + CROSS_RE);
          v128.store(terms + FRONT_R, weight);
          v128.store(terms + FRONT_T, both(0));
          v128.store(terms + CROSS_R, both(0));
          v128.store(terms + CROSS_T, power);
          v128.store(terms + BACK_R, both(0));
          v128.store(terms + BACK_T, both(0));
          weigh(terms, wavelengthR, wavelengthT);
          productsOfFace(
            coatings, own, etaIn, both(0), terms, k0, k0Alpha2, isP, polarization == 0, false, v, out, rowBytes, sums,
          );
        }
      }
    }
    base += blockBytes;
  }
}

function sweepFace(coating: usize, own: usize, beyond: usize, end: usize): void {
  sweepFields(
    load<usize>(coating, COATING_LAYERS), load<i32>(coating, COATING_COUNT), own, load<usize>(coating, COATING_PHASES),
    load<usize>(coating, COATING_GROUPS), beyond + ETA_RE, load<usize>(coating, COATING_TRACE), end,
  );
}

@inline function productsOfFace(
  coating: usize, own: usize, etaRe: v128, etaIm: v128, terms: usize, k0: v128, k0Alpha2: v128, isP: bool, isFirst: bool,
  hasBack: bool, v: usize, out: usize, rowBytes: usize, sums: usize,
): void {
  placeProducts(
    load<usize>(coating, COATING_LAYERS), load<i32>(coating, COATING_COUNT), own + v,
    load<usize>(coating, COATING_PHASES) + v, load<usize>(coating, COATING_GROUPS) + v,
    load<usize>(coating, COATING_TRACE) + v, etaRe, etaIm, terms, k0, k0Alpha2, isP, isFirst, hasBack, out, rowBytes, sums,
  );
}
