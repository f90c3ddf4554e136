// Four wavelengths at a time in single precision.

import { VECTOR } from './vector';

export const QUAD: usize = 16;

/** A field of doubles as singles. */
@inline export function single(address: usize): v128 {
  return v128.shuffle<i32>(
    f32x4.demote_f64x2_zero(v128.load(address)),
    f32x4.demote_f64x2_zero(v128.load(address + VECTOR)),
    0, 1, 4, 5,
  );
}
@inline export function add4(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}
@inline export function sub4(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}
@inline export function mul4(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}
@inline export function sum4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.mul(c, d));
}
@inline export function dif4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.sub(f32x4.mul(a, b), f32x4.mul(c, d));
}
