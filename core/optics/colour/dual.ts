import type { Triple } from '#core/optics/colour/tristimulus.ts';
import { atan2 } from '#core/optics/inverse-functions.ts';
import { exp, sinCos } from '#core/optics/kernel/elementary.ts';

/** A number with its derivatives by three variables: forward-mode differentiation, in a fixed order of operations. */
export interface Dual {
  readonly value: number;
  readonly slope: Triple;
}

export const constant = (value: number): Dual => ({ value, slope: [0, 0, 0] });
export const variable = (value: number, axis: 0 | 1 | 2): Dual => ({
  value,
  slope: [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0],
});

/** value with slope p·a.slope + q·b.slope */
function chain(value: number, p: number, a: Dual, q: number, b: Dual): Dual {
  const at = (axis: 0 | 1 | 2): number => p * a.slope[axis] + q * b.slope[axis];
  return { value, slope: [at(0), at(1), at(2)] };
}

export const add = (a: Dual, b: Dual): Dual => chain(a.value + b.value, 1, a, 1, b);
export const sub = (a: Dual, b: Dual): Dual => chain(a.value - b.value, 1, a, -1, b);
export const mul = (a: Dual, b: Dual): Dual => chain(a.value * b.value, b.value, a, a.value, b);
export const div = (a: Dual, b: Dual): Dual => {
  const quotient = a.value / b.value;
  return chain(quotient, 1 / b.value, a, -quotient / b.value, b);
};
/** factor·a + offset */
export const affine = (a: Dual, factor: number, offset = 0): Dual => chain(factor * a.value + offset, factor, a, 0, a);
/** √a; its slope at 0, where it has none, is taken as 0. */
export const sqrt = (a: Dual): Dual => {
  const root = Math.sqrt(a.value);
  return chain(root, root > 0 ? 1 / (2 * root) : 0, a, 0, a);
};
/** The angle of (x, y); its slope at the origin, where it has none, is taken as 0. */
export const angle = (y: Dual, x: Dual): Dual => {
  const square = x.value * x.value + y.value * y.value;
  if (square === 0) return constant(0);
  return chain(atan2(y.value, x.value), x.value / square, y, -y.value / square, x);
};
export const sine = (a: Dual): Dual => {
  const { sin, cos } = sinCos(a.value);
  return chain(sin, cos, a, 0, a);
};
export const cosine = (a: Dual): Dual => {
  const { sin, cos } = sinCos(a.value);
  return chain(cos, -sin, a, 0, a);
};
export const exponential = (a: Dual): Dual => {
  const value = exp(a.value);
  return chain(value, value, a, 0, a);
};
