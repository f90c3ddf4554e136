// How far R, T and A of a coating with a new layer or substack are from what is wished.

import { add4, dif4, mul4, QUAD, sub4, sum4 } from './quad';
import {
  A_IM,
  A_RE,
  B_IM,
  B_RE,
  BACK_FACTOR,
  BEYOND,
  C_IM,
  C_RE,
  ECHO,
  E_IM,
  E_RE,
  FORM,
  FORM_NORM,
  FORMS,
  HIGH,
  LOW,
  M11_IM,
  M11_RE,
  M12_IM,
  M12_RE,
  M21_IM,
  M21_RE,
  M22_IM,
  M22_RE,
  NEW_COS_IM,
  NEW_COS_RE,
  NEW_DETERMINANT,
  NEW_SIN_IM,
  NEW_SIN_RE,
  PART,
  SUBSTACK,
  SUBSTACK_DETERMINANT,
  T_FACTOR,
  WEIGHT,
  WISH,
} from './scan-layout';
import { get } from './vector';

// What is new in the coating.
export const CLEAR_LAYER = 0;
export const LOSSY_LAYER = 1;
export const CLEAR_SUBSTACK = 2;
export const LOSSY_SUBSTACK = 3;

/** |cos δ·a + (−i sin δ)·e|² */
@inline function squareWithLayer(form: usize, layer: usize, isLossy: bool): v128 {
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

/** |m₁₁ a + m₁₂ b + m₂₁ c + m₂₂ e|²; without loss m₁₁ and m₂₂ are real, m₁₂ and m₂₁ imaginary. */
@inline function squareWithSubstack(form: usize, matrix: usize, isLossy: bool): v128 {
  const ar = get(form, A_RE);
  const ai = get(form, A_IM);
  const br = get(form, B_RE);
  const bi = get(form, B_IM);
  const cr = get(form, C_RE);
  const ci = get(form, C_IM);
  const er = get(form, E_RE);
  const ei = get(form, E_IM);
  const p = get(matrix, M11_RE);
  const q = get(matrix, M12_IM);
  const s = get(matrix, M21_IM);
  const t = get(matrix, M22_RE);
  let re = sub4(sum4(p, ar, t, er), sum4(q, bi, s, ci));
  let im = add4(sum4(p, ai, t, ei), sum4(q, br, s, cr));
  if (isLossy) {
    const pi = get(matrix, M11_IM);
    const qr = get(matrix, M12_RE);
    const sr = get(matrix, M21_RE);
    const ti = get(matrix, M22_IM);
    re = add4(re, sub4(sum4(qr, br, sr, cr), sum4(pi, ai, ti, ei)));
    im = add4(im, add4(sum4(qr, bi, sr, ci), sum4(pi, ar, ti, er)));
  }
  return sum4(re, re, im, im);
}

@inline function squareOf(form: usize, inserted: usize, kind: i32): v128 {
  return kind < CLEAR_SUBSTACK
    ? squareWithLayer(form, inserted, kind == LOSSY_LAYER)
    : squareWithSubstack(form, inserted, kind == LOSSY_SUBSTACK);
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
 * Σ weight·error of the four wavelengths of one block.
 * @param inserted what is new there: NEW of a layer, or SUBSTACKs of all polarizations
 */
@inline export function blockCost(
  inserted: usize, form: usize, part: usize, hasFaces: bool, kind: i32, polarizations: i32, wish: usize,
  quantities: i32, isL1: bool,
): f32 {
  let R = f32x4.splat(0);
  let T = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let polarization = 0; polarization < polarizations; polarization++) {
    const inverse = f32x4.div(one, squareOf(form, inserted, kind));
    let r = mul4(squareOf(form + FORM, inserted, kind), inverse);
    const determinant = get(inserted, kind < CLEAR_SUBSTACK ? NEW_DETERMINANT : SUBSTACK_DETERMINANT);
    const through = mul4(mul4(get(form, FORM_NORM), determinant), inverse);
    let t = mul4(through, get(part, T_FACTOR));
    if (hasFaces) {
      const back = mul4(through, get(part, BACK_FACTOR));
      const echo = get(part, ECHO);
      const rest = sub4(one, mul4(mul4(squareOf(form + 2 * FORM, inserted, kind), inverse), echo));
      const entered = f32x4.div(t, rest);
      r = add4(r, mul4(mul4(entered, back), echo));
      t = mul4(entered, get(part, BEYOND));
    }
    R = add4(R, r);
    T = add4(T, t);
    form += FORMS;
    part += PART;
    if (kind >= CLEAR_SUBSTACK) inserted += SUBSTACK;
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
