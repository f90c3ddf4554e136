import { sinCos } from '#core/optics/kernel/elementary.ts';

const HALF_PI = Math.PI / 2;

/** Angle in (−π/2, π/2) whose tangent is x, to about 1e-15: Newton's method on x cos y − sin y. */
export function arctangent(x: number): number {
  if (Math.abs(x) > 1) return Math.sign(x) * HALF_PI - arctangent(1 / x);
  let angle = x / (1 + 0.28 * x * x);
  for (let step = 0; step < 4; step++) {
    const { sin, cos } = sinCos(angle);
    angle += (x * cos - sin) / (x * sin + cos);
  }
  return angle;
}

/** Angle in (−π, π] of the direction (x, y). */
export function directionAngle(y: number, x: number): number {
  if (x > 0) return arctangent(y / x);
  if (x < 0) return arctangent(y / x) + (y < 0 ? -Math.PI : Math.PI);
  return Math.sign(y) * HALF_PI;
}

/** Angle in [−π/2, π/2] whose sine is x; x beyond ±1 counts as ±1. */
export function arcsine(x: number): number {
  const bounded = Math.min(1, Math.max(-1, x));
  return directionAngle(bounded, Math.sqrt((1 - bounded) * (1 + bounded)));
}
