// Two doubles at a time. A block is four wavelengths, two vectors: every field of it takes FIELD bytes, and the second
// vector lies VECTOR bytes behind the first.

export const VECTOR: usize = 16;
export const FIELD: usize = 32;

@inline export function get(address: usize, offset: usize): v128 {
  return v128.load(address + offset);
}
@inline export function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}
@inline export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}
@inline export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}
@inline export function div(a: v128, b: v128): v128 {
  return f64x2.div(a, b);
}
/** a·b + c·d */
@inline export function sum2(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), f64x2.mul(c, d));
}
/** a·b − c·d */
@inline export function dif2(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.sub(f64x2.mul(a, b), f64x2.mul(c, d));
}
@inline export function both(x: f64): v128 {
  return f64x2.splat(x);
}
/** a where the mask is set, otherwise b */
@inline export function choose(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}
