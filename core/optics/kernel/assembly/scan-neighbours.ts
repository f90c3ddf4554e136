// The exact spectrum of every neighbour of a coating that differs in one layer, in single precision and as far as it is
// needed to tell the good from the bad: core/optics/kernel/neighbour-scan.ts says what and why.

import {
  ATTENUATION,
  COS_IM,
  COS_RE,
  DETERMINANT,
  ETA_IM,
  ETA_RE,
  INVERSE_IM,
  INVERSE_RE,
  IS_LOSSY,
  PHASE,
  PHASE_P,
  PHASE_Q,
  POLARIZATION,
  SIN_IM,
  SIN_RE,
} from './layout';
import { phases } from './phases';
import { add4, dif4, single, sum4 } from './quad';
import { blockCost, CLEAR_LAYER, LOSSY_LAYER } from './scan-cost';
import {
  B_IM,
  B_RE,
  C_IM,
  C_RE,
  E_IM,
  E_RE,
  FORM,
  FORMS,
  NEW,
  NEW_COS_IM,
  NEW_COS_RE,
  NEW_DETERMINANT,
  NEW_SIN_IM,
  NEW_SIN_RE,
  PART,
  WAVES,
  WISHES,
} from './scan-layout';
import { writeForms } from './scan-waves';
import { get, VECTOR } from './vector';

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

/** Whether any of `count` costs is within the limit. */
function anyWithin(costs: usize, count: i32, limit: f32): bool {
  for (let i: usize = 0; i < <usize>count; i++) if (load<f32>(costs + i * 4) <= limit) return true;
  return false;
}

/**
 * Adds the error of every neighbour at blocks `from` up to `to` to `costs`: (slots × media × thicknesses) singles. Once
 * a neighbour's cost exceeds `limit`, no more is added to it.
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
  waves: usize, interfaces: i32, parts: usize, hasFaces: bool, records: usize, from: i32, to: i32, blockBytes: usize,
  polarizations: i32, wishes: usize, quantities: i32, isL1: bool, limit: f32, costs: usize, forms: usize,
): void {
  const blocks = to - from;
  const places = blocks * polarizations;
  const perSlot = mediumCount * thicknesses;
  waves += <usize>(from * polarizations * interfaces) * WAVES;
  parts += <usize>(from * polarizations) * PART;
  records += <usize>from * blockBytes;
  wishes += <usize>from * WISHES;
  newLayers += <usize>(from * perSlot) * NEW;
  const rowBytes = <usize>interfaces * WAVES;
  for (let slot = 0; slot < slotCount; slot++, costs += <usize>perSlot * 4) {
    if (!anyWithin(costs, perSlot, limit)) continue;
    const inner = <usize>load<i32>(slots + <usize>slot * 8) * WAVES;
    const outer = <usize>load<i32>(slots + <usize>slot * 8 + 4) * WAVES;
    for (let place = 0; place < places; place++) {
      const row = waves + <usize>place * rowBytes;
      const form = forms + <usize>place * FORMS;
      writeForms(row + outer, row + inner, form, hasFaces, true);
    }
    for (let medium = 0; medium < mediumCount; medium++) {
      const row = costs + <usize>(medium * thicknesses) * 4;
      if (!anyWithin(row, thicknesses, limit)) continue;
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
      const stride = <usize>perSlot * NEW;
      if (anyLossy) {
        scanLossy(
          first, stride, thicknesses, parts, hasFaces, records + offset, blocks, blockBytes, polarizations, wishes,
          quantities, isL1, limit, row, forms,
        );
      } else {
        scanClear(
          first, stride, thicknesses, parts, hasFaces, blocks, polarizations, wishes, quantities, isL1, limit, row, forms,
        );
      }
    }
  }
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
      cost += blockCost(layer, form, part, hasFaces, CLEAR_LAYER, polarizations, wish, quantities, isL1);
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
        ? blockCost(layer, form, part, hasFaces, LOSSY_LAYER, polarizations, wish, quantities, isL1)
        : blockCost(layer, form, part, hasFaces, CLEAR_LAYER, polarizations, wish, quantities, isL1);
      layer += stride;
      form += formBytes;
      part += partBytes;
      wish += WISHES;
      base += blockBytes;
    }
    store<f32>(costs + i * 4, cost);
  }
}
