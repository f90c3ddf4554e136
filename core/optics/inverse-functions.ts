/**
 * Inverse elementary functions from + − × ÷ √ and the kernel's exp and log, so that every JavaScript engine gives the
 * same bits. Tests hold them to 1e-15 against Math.
 */
import { exp, log } from '#core/optics/kernel/elementary.ts';

/** arctan(k/4), correctly rounded */
const AT_QUARTERS = [0, 0.24497866312686414, 0.4636476090008061, 0.6435011087932844, 0.7853981633974483];

/** Angle of the point (x, y), −π … π, to 5e-16; 0 at the origin, and π on the negative x axis whatever the sign of a zero y. */
export function atan2(y: number, x: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  const larger = Math.max(a, b);
  if (larger === 0) return 0;
  const t = Math.min(a, b) / larger;
  const k = Math.round(4 * t);
  const octant = AT_QUARTERS[k] + arctanNear((t - k / 4) / (1 + (t * k) / 4));
  const quadrant = b > a ? Math.PI / 2 - octant : octant;
  const half = x < 0 ? Math.PI - quadrant : quadrant;
  return y < 0 ? -half : half;
}

/** arctan z for |z| ≤ 1/8, by its Taylor series. */
function arctanNear(z: number): number {
  const s = z * z;
  const beyond = s * (1 / 13 - s * (1 / 15 - s * (1 / 17 - s * (1 / 19))));
  return z - z * (s * (1 / 3 - s * (1 / 5 - s * (1 / 7 - s * (1 / 9 - s * (1 / 11 - beyond))))));
}

/** Arc cosine, 0 … π; arguments beyond ±1 by rounding count as ±1. */
export function acos(x: number): number {
  if (x >= 1) return 0;
  if (x <= -1) return Math.PI;
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

/** Arc sine, −π/2 … π/2; arguments beyond ±1 by rounding count as ±1. */
export function asin(x: number): number {
  if (x >= 1) return Math.PI / 2;
  if (x <= -1) return -Math.PI / 2;
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
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
