// The exact spectrum of a coating with each of hundreds of substacks put into one place:
// core/optics/kernel/substack-scan.ts says what and why.

import {
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
} from './layout';
import { phases } from './phases';
import { add4, dif4, mul4, QUAD, single, sum4 } from './quad';
import { blockCost, CLEAR_SUBSTACK, LOSSY_SUBSTACK } from './scan-cost';
import {
  FORMS,
  M11_RE,
  M12_RE,
  M21_RE,
  M22_RE,
  PART,
  SUBSTACK,
  SUBSTACK_DETERMINANT,
  WAVES,
  WISHES,
} from './scan-layout';
import { writeForms } from './scan-waves';
import { get } from './vector';

/** One column (B, C) of a matrix carried through a layer. */
@inline function carryColumn(
  top: usize, bottom: usize, cr: v128, ci: v128, yr: v128, yi: v128, wr: v128, wi: v128,
): void {
  const br = get(top, 0);
  const bi = get(top, QUAD);
  const pr = get(bottom, 0);
  const pi = get(bottom, QUAD);
  v128.store(top, add4(dif4(cr, br, ci, bi), dif4(yr, pr, yi, pi)));
  v128.store(top + QUAD, add4(sum4(cr, bi, ci, br), sum4(yr, pi, yi, pr)));
  v128.store(bottom, add4(dif4(cr, pr, ci, pi), dif4(wr, br, wi, bi)));
  v128.store(bottom + QUAD, add4(sum4(cr, pi, ci, pr), sum4(wr, bi, wi, br)));
}

function multiplyByLayer(matrix: usize, phase: usize, own: usize): void {
  const zero = f32x4.splat(0);
  const isLossy = load<i32>(phase + IS_LOSSY);
  const cr = single(phase + (isLossy ? COS_RE : PHASE_Q));
  const ci = isLossy ? single(phase + COS_IM) : zero;
  const sr = isLossy ? single(phase + SIN_RE) : zero;
  const si = isLossy ? single(phase + SIN_IM) : f32x4.neg(single(phase + PHASE_P));
  const hr = single(own + INVERSE_RE);
  const hi = single(own + INVERSE_IM);
  const er = single(own + ETA_RE);
  const ei = single(own + ETA_IM);
  const yr = dif4(sr, hr, si, hi); // −i sin δ/η
  const yi = sum4(sr, hi, si, hr);
  const wr = dif4(sr, er, si, ei); // −iη sin δ
  const wi = sum4(sr, ei, si, er);
  carryColumn(matrix + M11_RE, matrix + M21_RE, cr, ci, yr, yi, wr, wi);
  carryColumn(matrix + M12_RE, matrix + M22_RE, cr, ci, yr, yi, wr, wi);
  v128.store(
    matrix + SUBSTACK_DETERMINANT,
    mul4(get(matrix, SUBSTACK_DETERMINANT), single(phase + DETERMINANT)),
  );
}

/**
 * Writes the matrices of `count` substacks: (substacks × blocks × polarizations) of SUBSTACK bytes.
 *
 * @param layers of all substacks, each from its innermost one on, `layerCount` in all
 * @param counts layers of each substack (i32)
 * @param phase,groups work space as for a coating of so many layers
 * @param lossy for each substack whether a layer of it absorbs or is evanescent anywhere (i32)
 */
export function tabulateSubstacks(
  layers: usize, layerCount: i32, counts: usize, count: i32, records: usize, blocks: i32, blockBytes: usize,
  polarizations: i32, phase: usize, groups: usize, out: usize, lossy: usize,
): void {
  const rowBytes = <usize>(blocks * polarizations) * SUBSTACK;
  memory.fill(lossy, 0, <usize>count * 4);
  for (let block = 0; block < blocks; block++) {
    phases(layers, layerCount, records, phase, groups);
    let first = 0;
    for (let i = 0; i < count; i++) {
      const last = first + load<i32>(counts + <usize>i * 4);
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const matrix = out + <usize>i * rowBytes + <usize>(block * polarizations + polarization) * SUBSTACK;
        memory.fill(matrix, 0, SUBSTACK);
        const one = f32x4.splat(1);
        v128.store(matrix + M11_RE, one);
        v128.store(matrix + M22_RE, one);
        v128.store(matrix + SUBSTACK_DETERMINANT, one);
        for (let layer = first; layer < last; layer++) {
          const own = records + load<usize>(layers + <usize>layer * LAYER) + <usize>polarization * POLARIZATION;
          multiplyByLayer(matrix, phase + <usize>layer * PHASE, own);
          if (load<i32>(phase + <usize>layer * PHASE + IS_LOSSY)) store<i32>(lossy + <usize>i * 4, 1);
        }
      }
      first = last;
    }
    records += blockBytes;
  }
}

/**
 * Adds the error of the coating with each of `count` substacks at blocks `from` up to `to` to `costs` (singles). Once a
 * cost exceeds `limit`, no more is added to it.
 *
 * @param inner,outer interfaces, counted from the exit, between which the substack replaces what is there
 * @param substacks,lossy by `tabulateSubstacks`, of all `blocks`
 * @param wishes (blocks) of WISHES bytes
 * @param quantities 1: R, 2: T, 4: A
 * @param forms work space: (blocks × polarizations) of FORMS bytes
 */
export function scanSubstacks(
  inner: i32, outer: i32, substacks: usize, lossy: usize, count: i32, waves: usize, interfaces: i32, parts: usize,
  hasFaces: bool, from: i32, to: i32, blocks: i32, polarizations: i32, wishes: usize, quantities: i32, isL1: bool,
  limit: f32, costs: usize, forms: usize,
): void {
  const places = (to - from) * polarizations;
  const first = <usize>(from * polarizations);
  const rowBytes = <usize>interfaces * WAVES;
  waves += first * rowBytes;
  parts += first * PART;
  wishes += <usize>from * WISHES;
  substacks += first * SUBSTACK;
  const substackBytes = <usize>(blocks * polarizations) * SUBSTACK;
  for (let place = 0; place < places; place++) {
    const exit = waves + <usize>place * rowBytes + <usize>inner * WAVES;
    const entrance = waves + <usize>place * rowBytes + <usize>outer * WAVES;
    const form = forms + <usize>place * FORMS;
    writeForms(entrance, exit, form, hasFaces, false);
  }
  const formBytes = <usize>polarizations * FORMS;
  const partBytes = <usize>polarizations * PART;
  const matrixBytes = <usize>polarizations * SUBSTACK;
  for (let i: usize = 0; i < <usize>count; i++, substacks += substackBytes) {
    let cost = load<f32>(costs + i * 4);
    const isLossy = load<i32>(lossy + i * 4);
    let matrix = substacks;
    let form = forms;
    let part = parts;
    let wish = wishes;
    for (let block = from; block < to && !(cost > limit); block++) {
      cost += isLossy
        ? blockCost(matrix, form, part, hasFaces, LOSSY_SUBSTACK, polarizations, wish, quantities, isL1)
        : blockCost(matrix, form, part, hasFaces, CLEAR_SUBSTACK, polarizations, wish, quantities, isL1);
      matrix += matrixBytes;
      form += formBytes;
      part += partBytes;
      wish += WISHES;
    }
    store<f32>(costs + i * 4, cost);
  }
}
