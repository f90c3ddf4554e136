// The exact spectrum of every neighbour of a coating that differs in one layer, in single precision and as far as it is
// needed to tell the good from the bad: core/optics/kernel/neighbour-scan.ts says what and why.

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
import { sweepUp } from './sweep';
import { add, both, choose, dif2, div, FIELD, get, mul, sum2, VECTOR } from './vector';

/** Four wavelengths in single precision. */
const QUAD: usize = 16;

// What a new layer of one medium and thickness does at one block: cos δ and −i sin δ up to a real factor, determinant.
const NEW_COS_RE: usize = 0;
const NEW_COS_IM: usize = QUAD;
const NEW_SIN_RE: usize = 2 * QUAD;
const NEW_SIN_IM: usize = 3 * QUAD;
const NEW_DETERMINANT: usize = 4 * QUAD;
const NEW: usize = 5 * QUAD;

// Waves at an interface, scaled to size 1: (B, C) from the exit (+η and −η of the exit medium) and from the entrance
// (D and the numerator of r as functions of B and C), each four quads; then the product of the determinants and scales.
const FROM_EXIT: usize = 0;
const FROM_EXIT_LINKED: usize = 4 * QUAD;
const EXIT_NORM: usize = 8 * QUAD;
const FROM_ENTRANCE: usize = 9 * QUAD;
const FROM_ENTRANCE_R: usize = 13 * QUAD;
const ENTRANCE_NORM: usize = 17 * QUAD;
const WAVES: usize = 18 * QUAD;

// A form in the new layer's matrix: cos δ·a + (−i sin δ)(b/η + c η). Three of them: D, numerators of r and r′.
const A_RE: usize = 0;
const A_IM: usize = QUAD;
const B_RE: usize = 2 * QUAD;
const B_IM: usize = 3 * QUAD;
const C_RE: usize = 4 * QUAD;
const C_IM: usize = 5 * QUAD;
const E_RE: usize = 6 * QUAD;
const E_IM: usize = 7 * QUAD;
const FORM: usize = 8 * QUAD;
const FORM_NORM: usize = 3 * FORM;
const FORMS: usize = 3 * FORM + QUAD;

// What does not depend on the coating that is scanned: factors of T, T′, the far side's echo and transmittance.
const T_FACTOR: usize = 0;
const BACK_FACTOR: usize = QUAD;
const ECHO: usize = 2 * QUAD;
const BEYOND: usize = 3 * QUAD;
const PART: usize = 4 * QUAD;

// Least and greatest value that is wished, and the weight, of R, T and A.
const LOW: usize = 0;
const HIGH: usize = QUAD;
const WEIGHT: usize = 2 * QUAD;
const WISH: usize = 3 * QUAD;
const WISHES: usize = 3 * WISH;

const STATES: usize = memory.data(<i32>(4 * 5 * FIELD), 16);
const FAR_END: usize = memory.data(<i32>STATE, 16);
const FAR: usize = memory.data(<i32>SEEN, 16);

@inline function single(address: usize): v128 {
  return v128.shuffle<i32>(
    f32x4.demote_f64x2_zero(v128.load(address)),
    f32x4.demote_f64x2_zero(v128.load(address + VECTOR)),
    0, 1, 4, 5,
  );
}
@inline function add4(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}
@inline function sub4(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}
@inline function mul4(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}
@inline function sum4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.mul(c, d));
}
@inline function dif4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.sub(f32x4.mul(a, b), f32x4.mul(c, d));
}

/**
 * Writes what each of `count` new layers does at every block: (blocks × layers) of NEW bytes.
 * @param phase,groups work space as for a coating of so many layers
 */
export function tabulateNewLayers(
  layers: usize, count: i32, records: usize, blocks: i32, blockBytes: usize, phase: usize, groups: usize, out: usize,
): void {
  for (let block = 0; block < blocks; block++) {
    phases(layers, count, records, phase, groups);
    for (let i = 0; i < count; i++) {
      const from = phase + <usize>i * PHASE;
      if (load<i32>(from + IS_LOSSY)) {
        v128.store(out + NEW_COS_RE, single(from + COS_RE));
        v128.store(out + NEW_COS_IM, single(from + COS_IM));
        v128.store(out + NEW_SIN_RE, single(from + SIN_RE));
        v128.store(out + NEW_SIN_IM, single(from + SIN_IM));
      } else {
        v128.store(out + NEW_COS_RE, single(from + PHASE_Q));
        v128.store(out + NEW_SIN_RE, single(from + PHASE_P));
      }
      v128.store(out + NEW_DETERMINANT, single(from + DETERMINANT));
      out += NEW;
    }
    records += blockBytes;
  }
}

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

/** Waves at all interfaces of a coating for one block and polarization: (layers + 1) of WAVES bytes, exit first. */
function writeWaves(
  layers: usize, count: i32, own: usize, phase: usize, entrance: usize, exit: usize, out: usize,
): void {
  const first = STATES;
  const second = STATES + 5 * FIELD;
  begin(first, 1, own + exit + ETA_RE, own + exit + ETA_IM, 1);
  begin(second, 1, own + exit + ETA_RE, own + exit + ETA_IM, -1);
  writeStates(first, second, out + FROM_EXIT);
  for (let i = 0; i < count; i++) {
    carryTwo(first, second, phase + <usize>i * PHASE, own + load<usize>(layers + <usize>i * LAYER));
    writeStates(first, second, out + <usize>(i + 1) * WAVES + FROM_EXIT);
  }
  begin(first, 1, own + entrance + ETA_RE, 0, 1);
  begin(second, -1, own + entrance + ETA_RE, 0, 1);
  writeStates(first, second, out + <usize>count * WAVES + FROM_ENTRANCE);
  for (let i = count - 1; i >= 0; i--) {
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
 * @param waves (blocks × polarizations × (layers + 1)) of WAVES bytes
 * @param parts (blocks × polarizations) of PART bytes
 */
export function prepareScan(
  coating: usize, far: usize, records: usize, blocks: i32, blockBytes: usize, polarizations: i32,
  entrance: usize, exit: usize, beyond: usize, slabThicknessNm: f64, waves: usize, parts: usize,
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
      writeWaves(layers, count, own, phase, entrance, exit, waves);
      writePart(own, entrance, exit, far, beyond, base + exit, slabThicknessNm, parts);
      waves += <usize>(count + 1) * WAVES;
      parts += PART;
    }
  }
}

/** a = u_C v_B + u_B v_C, b = u_C v_C, c = u_B v_B of a wave from the entrance and one from the exit. */
@inline function writeForm(u: usize, v: usize, out: usize): void {
  const ubr = get(u, 0);
  const ubi = get(u, QUAD);
  const ucr = get(u, 2 * QUAD);
  const uci = get(u, 3 * QUAD);
  const vbr = get(v, 0);
  const vbi = get(v, QUAD);
  const vcr = get(v, 2 * QUAD);
  const vci = get(v, 3 * QUAD);
  v128.store(out + A_RE, add4(dif4(ucr, vbr, uci, vbi), dif4(ubr, vcr, ubi, vci)));
  v128.store(out + A_IM, add4(sum4(ucr, vbi, uci, vbr), sum4(ubr, vci, ubi, vcr)));
  v128.store(out + B_RE, dif4(ucr, vcr, uci, vci));
  v128.store(out + B_IM, sum4(ucr, vci, uci, vcr));
  v128.store(out + C_RE, dif4(ubr, vbr, ubi, vbi));
  v128.store(out + C_IM, sum4(ubr, vbi, ubi, vbr));
}

/** e = b/η + c η of a medium, turned by −i where it neither absorbs nor is evanescent. */
@inline function writeMedium(form: usize, yr: v128, yi: v128, er: v128, ei: v128, isLossy: bool): void {
  const br = get(form, B_RE);
  const bi = get(form, B_IM);
  const cr = get(form, C_RE);
  const ci = get(form, C_IM);
  const re = add4(dif4(br, yr, bi, yi), dif4(cr, er, ci, ei));
  const im = add4(sum4(br, yi, bi, yr), sum4(cr, ei, ci, er));
  v128.store(form + E_RE, isLossy ? re : im);
  v128.store(form + E_IM, isLossy ? im : f32x4.neg(re));
}

/** |cos δ·a + (−i sin δ)·e|² */
@inline function squareOf(form: usize, layer: usize, isLossy: bool): v128 {
  const ar = get(form, A_RE);
  const ai = get(form, A_IM);
  const er = get(form, E_RE);
  const ei = get(form, E_IM);
  const cr = get(layer, NEW_COS_RE);
  const sr = get(layer, NEW_SIN_RE);
  let re: v128;
  let im: v128;
  if (isLossy) {
    const ci = get(layer, NEW_COS_IM);
    const si = get(layer, NEW_SIN_IM);
    re = add4(dif4(cr, ar, ci, ai), dif4(sr, er, si, ei));
    im = add4(sum4(cr, ai, ci, ar), sum4(sr, ei, si, er));
  } else {
    re = sum4(cr, ar, sr, er);
    im = sum4(cr, ai, sr, ei);
  }
  return sum4(re, re, im, im);
}

@inline function shortfall(wish: usize, x: v128, isL1: bool): v128 {
  const off = f32x4.max(f32x4.max(sub4(get(wish, LOW), x), sub4(x, get(wish, HIGH))), f32x4.splat(0));
  return mul4(get(wish, WEIGHT), isL1 ? off : mul4(off, off));
}

@inline function sumOf(x: v128): f32 {
  const pairs = add4(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/**
 * Adds the error of every neighbour to `costs`: (slots × media × thicknesses) singles. Once a neighbour's cost exceeds
 * `limit`, no more is added to it.
 *
 * @param slots pairs of interfaces (i32, counted from the exit) between which the new layer replaces what is there
 * @param media record offsets (i32) of the media that the new layer may have, `thicknesses` new layers of each
 * @param newLayers by `tabulateNewLayers`
 * @param wishes (blocks) of WISHES bytes
 * @param quantities 1: R, 2: T, 4: A
 * @param forms work space: (blocks × polarizations) of FORMS bytes
 */
export function scanNeighbours(
  slots: usize, slotCount: i32, media: usize, mediumCount: i32, thicknesses: i32, newLayers: usize,
  waves: usize, interfaces: i32, parts: usize, hasFaces: bool, records: usize, blocks: i32, blockBytes: usize,
  polarizations: i32, wishes: usize, quantities: i32, isL1: bool, limit: f32, costs: usize, forms: usize,
): void {
  const places = blocks * polarizations;
  const rowBytes = <usize>interfaces * WAVES;
  for (let slot = 0; slot < slotCount; slot++) {
    const inner = <usize>load<i32>(slots + <usize>slot * 8) * WAVES;
    const outer = <usize>load<i32>(slots + <usize>slot * 8 + 4) * WAVES;
    for (let place = 0; place < places; place++) {
      const row = waves + <usize>place * rowBytes;
      const form = forms + <usize>place * FORMS;
      writeForm(row + outer + FROM_ENTRANCE, row + inner + FROM_EXIT, form);
      writeForm(row + outer + FROM_ENTRANCE_R, row + inner + FROM_EXIT, form + FORM);
      if (hasFaces) writeForm(row + outer + FROM_ENTRANCE, row + inner + FROM_EXIT_LINKED, form + 2 * FORM);
      v128.store(form + FORM_NORM, mul4(get(row + outer, ENTRANCE_NORM), get(row + inner, EXIT_NORM)));
    }
    for (let medium = 0; medium < mediumCount; medium++) {
      const offset = <usize>load<i32>(media + <usize>medium * 4);
      let anyLossy = false;
      for (let block = 0; block < blocks; block++) {
        const base = records + <usize>block * blockBytes + offset;
        const isLossy = v128.any_true(v128.or(get(base, ATTENUATION), get(base, ATTENUATION + VECTOR)));
        anyLossy = anyLossy || isLossy;
        for (let polarization = 0; polarization < polarizations; polarization++) {
          const own = base + <usize>polarization * POLARIZATION;
          const form = forms + <usize>(block * polarizations + polarization) * FORMS;
          const yr = single(own + INVERSE_RE);
          const yi = single(own + INVERSE_IM);
          const er = single(own + ETA_RE);
          const ei = single(own + ETA_IM);
          writeMedium(form, yr, yi, er, ei, isLossy);
          writeMedium(form + FORM, yr, yi, er, ei, isLossy);
          if (hasFaces) writeMedium(form + 2 * FORM, yr, yi, er, ei, isLossy);
        }
      }
      const first = newLayers + <usize>(medium * thicknesses) * NEW;
      const stride = <usize>(mediumCount * thicknesses) * NEW;
      if (anyLossy) {
        scanLossy(
          first, stride, thicknesses, parts, hasFaces, records + offset, blocks, blockBytes, polarizations, wishes,
          quantities, isL1, limit, costs, forms,
        );
      } else {
        scanClear(
          first, stride, thicknesses, parts, hasFaces, blocks, polarizations, wishes, quantities, isL1, limit, costs, forms,
        );
      }
      costs += <usize>thicknesses * 4;
    }
  }
}

@inline function blockCost(
  layer: usize, form: usize, part: usize, hasFaces: bool, isLossy: bool, polarizations: i32, wish: usize,
  quantities: i32, isL1: bool,
): f32 {
  let R = f32x4.splat(0);
  let T = f32x4.splat(0);
  const determinant = get(layer, NEW_DETERMINANT);
  const one = f32x4.splat(1);
  for (let polarization = 0; polarization < polarizations; polarization++) {
    const inverse = f32x4.div(one, squareOf(form, layer, isLossy));
    let r = mul4(squareOf(form + FORM, layer, isLossy), inverse);
    const through = mul4(mul4(get(form, FORM_NORM), determinant), inverse);
    let t = mul4(through, get(part, T_FACTOR));
    if (hasFaces) {
      const back = mul4(through, get(part, BACK_FACTOR));
      const echo = get(part, ECHO);
      const rest = sub4(one, mul4(mul4(squareOf(form + 2 * FORM, layer, isLossy), inverse), echo));
      const entered = f32x4.div(t, rest);
      r = add4(r, mul4(mul4(entered, back), echo));
      t = mul4(entered, get(part, BEYOND));
    }
    R = add4(R, r);
    T = add4(T, t);
    form += FORMS;
    part += PART;
  }
  if (polarizations == 2) {
    R = mul4(R, f32x4.splat(0.5));
    T = mul4(T, f32x4.splat(0.5));
  }
  let off = f32x4.splat(0);
  if (quantities & 1) off = shortfall(wish, R, isL1);
  if (quantities & 2) off = add4(off, shortfall(wish + WISH, T, isL1));
  if (quantities & 4) off = add4(off, shortfall(wish + 2 * WISH, sub4(one, add4(R, T)), isL1));
  return sumOf(off);
}

function scanClear(
  first: usize, stride: usize, thicknesses: i32, parts: usize, hasFaces: bool, blocks: i32, polarizations: i32,
  wishes: usize, quantities: i32, isL1: bool, limit: f32, costs: usize, forms: usize,
): void {
  const formBytes = <usize>polarizations * FORMS;
  const partBytes = <usize>polarizations * PART;
  for (let i: usize = 0; i < <usize>thicknesses; i++) {
    let cost = load<f32>(costs + i * 4);
    let layer = first + i * NEW;
    let form = forms;
    let part = parts;
    let wish = wishes;
    for (let block = 0; block < blocks && !(cost > limit); block++) {
      cost += blockCost(layer, form, part, hasFaces, false, polarizations, wish, quantities, isL1);
      layer += stride;
      form += formBytes;
      part += partBytes;
      wish += WISHES;
    }
    store<f32>(costs + i * 4, cost);
  }
}

function scanLossy(
  first: usize, stride: usize, thicknesses: i32, parts: usize, hasFaces: bool, record: usize, blocks: i32,
  blockBytes: usize, polarizations: i32, wishes: usize, quantities: i32, isL1: bool, limit: f32, costs: usize, forms: usize,
): void {
  const formBytes = <usize>polarizations * FORMS;
  const partBytes = <usize>polarizations * PART;
  for (let i: usize = 0; i < <usize>thicknesses; i++) {
    let cost = load<f32>(costs + i * 4);
    let layer = first + i * NEW;
    let form = forms;
    let part = parts;
    let wish = wishes;
    let base = record;
    for (let block = 0; block < blocks && !(cost > limit); block++) {
      const isLossy = v128.any_true(v128.or(get(base, ATTENUATION), get(base, ATTENUATION + VECTOR)));
      cost += isLossy
        ? blockCost(layer, form, part, hasFaces, true, polarizations, wish, quantities, isL1)
        : blockCost(layer, form, part, hasFaces, false, polarizations, wish, quantities, isL1);
      layer += stride;
      form += formBytes;
      part += partBytes;
      wish += WISHES;
      base += blockBytes;
    }
    store<f32>(costs + i * 4, cost);
  }
}
