import { abs, arg, type Complex, conj, mul, scale } from '#core/optics/reference/complex.ts';

/**
 * Ellipsometric angles of a reflection: tan Ψ = |r_p/r_s| and Δ = arg(−r_p/r_s), in degrees, 0 ≤ Ψ ≤ 90,
 * −180 < Δ ≤ 180. Instruments show 180° − Δ (docs/conventions.md). Where a polarization is not reflected at all Δ has
 * no meaning and is given as 0 or 180.
 */
export function ellipsometricAngles(rs: Complex, rp: Complex): { psiDeg: number; deltaDeg: number } {
  const degrees = 180 / Math.PI;
  // arg(a·conj b) = arg(a/b), without a division that could fail
  const delta = arg(scale(mul(rp, conj(rs)), -1)) * degrees;
  return { psiDeg: Math.atan2(abs(rp), abs(rs)) * degrees, deltaDeg: delta <= -180 ? 180 : delta };
}
