// What a scan begins with: the waves at all interfaces of a coating, and what lies behind it.

import { interfere, SEEN, SEEN_R, SEEN_TRANSMISSION } from './interference';
import {
  ATTENUATION,
  COATING_COUNT,
  COATING_GROUPS,
  COATING_LAYERS,
  COATING_PHASES,
  COS_IM,
  COS_RE,
  DETERMINANT,
  ETA_IM,
  ETA_RE,
  INVERSE_IM,
  INVERSE_RE,
  IS_LOSSY,
  LAYER,
  PHASE,
  PHASE_P,
  PHASE_Q,
  POLARIZATION,
  SIN_IM,
  SIN_RE,
  STATE,
} from './layout';
import { intensityAfter, phases } from './phases';
import { add4, dif4, mul4, QUAD, single, sum4 } from './quad';
import {
  A_IM,
  A_RE,
  B_IM,
  B_RE,
  C_IM,
  C_RE,
  E_IM,
  E_RE,
  ENTRANCE_NORM,
  EXIT_NORM,
  FORM,
  FORM_NORM,
  FROM_ENTRANCE,
  FROM_ENTRANCE_R,
  FROM_EXIT,
  FROM_EXIT_LINKED,
  PART,
  WAVES,
} from './scan-layout';
import { sweepUp } from './sweep';
import { add, both, choose, dif2, div, FIELD, get, mul, sum2, VECTOR } from './vector';

const STATES: usize = memory.data(<i32>(4 * 5 * FIELD), 16);
const FAR_END: usize = memory.data(<i32>STATE, 16);
const FAR: usize = memory.data(<i32>SEEN, 16);

/** (B, C) of one state, FIELDs apart, carried through a layer. */
@inline function carry(state: usize, cr: v128, ci: v128, sr: v128, si: v128, record: usize): void {
  const br = get(state, 0);
  const bi = get(state, FIELD);
  const pr = get(state, 2 * FIELD);
  const pi = get(state, 3 * FIELD);
  const yr = get(record, INVERSE_RE);
  const yi = get(record, INVERSE_IM);
  const er = get(record, ETA_RE);
  const ei = get(record, ETA_IM);
  const hr = dif2(yr, pr, yi, pi);
  const hi = sum2(yr, pi, yi, pr);
  const wr = dif2(er, br, ei, bi);
  const wi = sum2(er, bi, ei, br);
  v128.store(state, add(dif2(cr, br, ci, bi), dif2(sr, hr, si, hi)));
  v128.store(state + FIELD, add(sum2(cr, bi, ci, br), sum2(sr, hi, si, hr)));
  v128.store(state + 2 * FIELD, add(dif2(cr, pr, ci, pi), dif2(sr, wr, si, wi)));
  v128.store(state + 3 * FIELD, add(sum2(cr, pi, ci, pr), sum2(sr, wi, si, wr)));
}

/** Two states of the same side carried through a layer, both scaled so that the first one has the size 1. */
function carryTwo(first: usize, second: usize, phase: usize, record: usize): void {
  const norm = first + 4 * FIELD;
  for (let v: usize = 0; v < FIELD; v += VECTOR) {
    if (load<i32>(phase + IS_LOSSY)) {
      const cr = get(phase + v, COS_RE);
      const ci = get(phase + v, COS_IM);
      const sr = get(phase + v, SIN_RE);
      const si = get(phase + v, SIN_IM);
      carry(first + v, cr, ci, sr, si, record + v);
      carry(second + v, cr, ci, sr, si, record + v);
    } else {
      const q = get(phase + v, PHASE_Q);
      const p = f64x2.neg(get(phase + v, PHASE_P));
      carry(first + v, q, both(0), both(0), p, record + v);
      carry(second + v, q, both(0), both(0), p, record + v);
    }
    v128.store(norm + v, mul(get(norm + v, 0), get(phase + v, DETERMINANT)));
    rescale(first + v, second + v, norm + v);
  }
}

function rescale(first: usize, second: usize, norm: usize): void {
  let size = both(0);
  for (let i: usize = 0; i < 4 * FIELD; i += FIELD) size = add(size, f64x2.abs(get(first, i)));
  const factor = div(both(1), size);
  for (let i: usize = 0; i < 4 * FIELD; i += FIELD) {
    v128.store(first + i, mul(factor, get(first, i)));
    v128.store(second + i, mul(factor, get(second, i)));
  }
  v128.store(norm, mul(get(norm, 0), mul(factor, factor)));
}

function begin(state: usize, bRe: f64, etaRe: usize, etaIm: usize, sign: f64): void {
  for (let v: usize = 0; v < FIELD; v += VECTOR) {
    v128.store(state + v, both(bRe));
    v128.store(state + FIELD + v, both(0));
    v128.store(state + 2 * FIELD + v, mul(both(sign), v128.load(etaRe + v)));
    v128.store(state + 3 * FIELD + v, etaIm ? mul(both(sign), v128.load(etaIm + v)) : both(0));
    v128.store(state + 4 * FIELD + v, both(1));
  }
}

@inline function writeStates(first: usize, second: usize, out: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    v128.store(out + i * QUAD, single(first + i * FIELD));
    v128.store(out + (4 + i) * QUAD, single(second + i * FIELD));
  }
  v128.store(out + 8 * QUAD, single(first + 4 * FIELD));
}

/** Waves at interfaces of a coating for one block and polarization: (layers + 1) of WAVES bytes, exit first. */
function writeWaves(
  layers: usize, count: i32, own: usize, phase: usize, entrance: usize, exit: usize, innermost: i32, outermost: i32,
  out: usize,
): void {
  const first = STATES;
  const second = STATES + 5 * FIELD;
  begin(first, 1, own + exit + ETA_RE, own + exit + ETA_IM, 1);
  begin(second, 1, own + exit + ETA_RE, own + exit + ETA_IM, -1);
  writeStates(first, second, out + FROM_EXIT);
  for (let i = 0; i < outermost; i++) {
    carryTwo(first, second, phase + <usize>i * PHASE, own + load<usize>(layers + <usize>i * LAYER));
    writeStates(first, second, out + <usize>(i + 1) * WAVES + FROM_EXIT);
  }
  begin(first, 1, own + entrance + ETA_RE, 0, 1);
  begin(second, -1, own + entrance + ETA_RE, 0, 1);
  writeStates(first, second, out + <usize>count * WAVES + FROM_ENTRANCE);
  for (let i = count - 1; i >= innermost; i--) {
    carryTwo(first, second, phase + <usize>i * PHASE, own + load<usize>(layers + <usize>i * LAYER));
    writeStates(first, second, out + <usize>i * WAVES + FROM_ENTRANCE);
  }
}

/** What the medium behind the coating, the slab and its far side do to R and T, for one block and polarization. */
function writePart(
  own: usize, entrance: usize, exit: usize, far: usize, beyond: usize, slab: usize, slabThicknessNm: f64, out: usize,
): void {
  const values = STATES;
  const hasFaces = far != 0;
  if (hasFaces) {
    const layers = load<usize>(far, COATING_LAYERS);
    const count = load<i32>(far, COATING_COUNT);
    const phase = load<usize>(far, COATING_PHASES);
    const groups = load<usize>(far, COATING_GROUPS);
    sweepUp(layers, count, own, phase, groups, own + beyond + ETA_RE, FAR_END);
  }
  for (let v: usize = 0; v < FIELD; v += VECTOR) {
    const etaIn = get(own + entrance + v, ETA_RE);
    const re = get(own + exit + v, ETA_RE);
    const im = get(own + exit + v, ETA_IM);
    const unit = choose(f64x2.gt(re, both(0)), div(sum2(re, re, im, im), re), both(0));
    v128.store(values + v, mul(mul(both(4), etaIn), re));
    v128.store(values + FIELD + v, mul(mul(both(4), etaIn), unit));
    v128.store(values + 2 * FIELD + v, both(0));
    v128.store(values + 3 * FIELD + v, both(0));
    if (!hasFaces) continue;
    const P = intensityAfter(get(slab + v, ATTENUATION), both(slabThicknessNm));
    interfere(FAR_END + v, re, im, FAR);
    v128.store(values + 2 * FIELD + v, mul(get(FAR, SEEN_R), mul(P, P)));
    v128.store(
      values + 3 * FIELD + v,
      mul(P, mul(mul(get(FAR, SEEN_TRANSMISSION), unit), get(own + beyond + v, ETA_RE))),
    );
  }
  for (let i: usize = 0; i < 4; i++) v128.store(out + i * QUAD, single(values + i * FIELD));
}

/**
 * Everything that a scan of one coating needs: waves at all interfaces, and what lies behind.
 *
 * @param coating,far the coating light meets first, and the one on the slab's far side or 0
 * @param exit from a block's start to the record of the medium behind the coating (the slab, if it has faces)
 * @param innermost,outermost interfaces, counted from the exit, between which anything will be put
 * @param waves (blocks × polarizations × (layers + 1)) of WAVES bytes
 * @param parts (blocks × polarizations) of PART bytes
 */
export function prepareScan(
  coating: usize, far: usize, records: usize, blocks: i32, blockBytes: usize, polarizations: i32,
  entrance: usize, exit: usize, beyond: usize, slabThicknessNm: f64, innermost: i32, outermost: i32, waves: usize,
  parts: usize,
): void {
  const layers = load<usize>(coating, COATING_LAYERS);
  const count = load<i32>(coating, COATING_COUNT);
  const phase = load<usize>(coating, COATING_PHASES);
  const groups = load<usize>(coating, COATING_GROUPS);
  for (let block = 0; block < blocks; block++) {
    const base = records + <usize>block * blockBytes;
    phases(layers, count, base, phase, groups);
    if (far) {
      const farPhase = load<usize>(far, COATING_PHASES);
      const farGroups = load<usize>(far, COATING_GROUPS);
      phases(load<usize>(far, COATING_LAYERS), load<i32>(far, COATING_COUNT), base, farPhase, farGroups);
    }
    for (let polarization = 0; polarization < polarizations; polarization++) {
      const own = base + <usize>polarization * POLARIZATION;
      writeWaves(layers, count, own, phase, entrance, exit, innermost, outermost, waves);
      writePart(own, entrance, exit, far, beyond, base + exit, slabThicknessNm, parts);
      waves += <usize>(count + 1) * WAVES;
      parts += PART;
    }
  }
}

/**
 * b = u_C v_C and c = u_B v_B of a wave from the entrance and one from the exit, and, with a₁ = u_C v_B and a₂ = u_B v_C,
 * a = a₁ + a₂ for a layer, a = a₁ and e = a₂ for a substack.
 */
@inline function writeForm(u: usize, v: usize, out: usize, isLayer: bool): void {
  const ubr = get(u, 0);
  const ubi = get(u, QUAD);
  const ucr = get(u, 2 * QUAD);
  const uci = get(u, 3 * QUAD);
  const vbr = get(v, 0);
  const vbi = get(v, QUAD);
  const vcr = get(v, 2 * QUAD);
  const vci = get(v, 3 * QUAD);
  const ar = dif4(ucr, vbr, uci, vbi);
  const ai = sum4(ucr, vbi, uci, vbr);
  const er = dif4(ubr, vcr, ubi, vci);
  const ei = sum4(ubr, vci, ubi, vcr);
  v128.store(out + A_RE, isLayer ? add4(ar, er) : ar);
  v128.store(out + A_IM, isLayer ? add4(ai, ei) : ai);
  v128.store(out + B_RE, dif4(ucr, vcr, uci, vci));
  v128.store(out + B_IM, sum4(ucr, vci, uci, vcr));
  v128.store(out + C_RE, dif4(ubr, vbr, ubi, vbi));
  v128.store(out + C_IM, sum4(ubr, vbi, ubi, vbr));
  if (isLayer) return;
  v128.store(out + E_RE, er);
  v128.store(out + E_IM, ei);
}

/** The forms of one place: D, numerators of r and, if there are faces, r′; `entrance` and `exit`: WAVES of the interfaces. */
@inline export function writeForms(entrance: usize, exit: usize, form: usize, hasFaces: bool, isLayer: bool): void {
  writeForm(entrance + FROM_ENTRANCE, exit + FROM_EXIT, form, isLayer);
  writeForm(entrance + FROM_ENTRANCE_R, exit + FROM_EXIT, form + FORM, isLayer);
  if (hasFaces) writeForm(entrance + FROM_ENTRANCE, exit + FROM_EXIT_LINKED, form + 2 * FORM, isLayer);
  v128.store(form + FORM_NORM, mul4(get(entrance, ENTRANCE_NORM), get(exit, EXIT_NORM)));
}
