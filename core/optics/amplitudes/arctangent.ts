/** Arc tangent from + − × ÷ alone, the same bits on every engine, as the functions of kernel/elementary.ts. */

/** atan(k/4), correctly rounded */
const AT_QUARTERS = [0, 0.24497866312686414, 0.4636476090008061, 0.6435011087932844, 0.7853981633974483];

/** atan z for |z| ≤ 1/8, by its Taylor series. */
function arctangentNear(z: number): number {
  const s = z * z;
  let sum = 0;
  for (let odd = 19; odd >= 3; odd -= 2) sum = s * (1 / odd - sum);
  return z - z * sum;
}

/** Angle of (x, y) in radians, −π < angle ≤ π; 0 for x = y = 0. */
export function arctangent(y: number, x: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  const larger = Math.max(a, b);
  if (larger === 0) return 0;
  const t = Math.min(a, b) / larger;
  const k = Math.round(4 * t);
  const near = arctangentNear((t - k / 4) / (1 + (t * k) / 4));
  const octant = AT_QUARTERS[k] + near;
  const quadrant = b > a ? Math.PI / 2 - octant : octant;
  const half = x < 0 ? Math.PI - quadrant : quadrant;
  return y < 0 ? -half : half;
}
