/**
 * Inverse elementary functions from + − × ÷ √ and the kernel's exp and log, so that every JavaScript engine gives the
 * same bits. Tests hold them to 1e-15 against Math.
 */
import { exp, log } from '#core/optics/kernel/elementary.ts';

/** Angle of the point (x, y), −π … π; 0 at the origin. */
export function atan2(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  if (ax === 0 && ay === 0) return 0;
  const angle = ay <= ax ? arctan(ay / ax) : Math.PI / 2 - arctan(ax / ay);
  const upper = x < 0 ? Math.PI - angle : angle;
  return y < 0 ? -upper : upper;
}

/** Arc cosine, 0 … π; arguments beyond ±1 by rounding count as ±1. */
export function acos(x: number): number {
  if (x >= 1) return 0;
  if (x <= -1) return Math.PI;
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

/** arctan t for 0 ≤ t ≤ 1: the angle is quartered, then summed as a series. */
function arctan(t: number): number {
  const half = t / (1 + Math.sqrt(1 + t * t));
  const quarter = half / (1 + Math.sqrt(1 + half * half)); // ≤ tan(π/16)
  const z = quarter * quarter;
  let sum = 0;
  for (let odd = 23; odd >= 3; odd -= 2) sum = z * (1 / odd - sum);
  return 4 * (quarter - quarter * sum);
}

/** Cube root of any real number. */
export function cbrt(x: number): number {
  if (x === 0) return 0;
  const size = Math.abs(x);
  const guess = exp(log(size) / 3);
  const root = guess - (guess * guess * guess - size) / (3 * guess * guess);
  return x < 0 ? -root : root;
}

/** base^exponent for base ≥ 0. */
export function realPower(base: number, exponent: number): number {
  return base === 0 ? (exponent > 0 ? 0 : exponent === 0 ? 1 : Number.POSITIVE_INFINITY) : exp(exponent * log(base));
}
