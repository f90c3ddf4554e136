import { exp, sinCosDeg } from '#core/optics/kernel/elementary.ts';

/**
 * Total integrated scatter of a rough reflecting surface as a fraction of the incident power, in the scalar theory:
 * TIS = R (1 − exp(−(4πσ n₀ cos θ/λ)²)), R being the reflectance of the smooth surface. R − TIS remains specular.
 * For σ well below λ and lateral sizes above it; of a multilayer, for surfaces that all follow the substrate's.
 *
 * @param R reflectance of the smooth surface
 * @param sigmaNm root-mean-square height, nm
 * @param n0 index of the medium that the light comes from
 * @param angleDeg angle of incidence in it
 * @see P. Beckmann, A. Spizzichino, The Scattering of Electromagnetic Waves from Rough Surfaces (1963), §5.3;
 *   C. K. Carniglia, Opt. Eng. 18, 104 (1979)
 */
export function totalIntegratedScatter(R: number, sigmaNm: number, wavelengthNm: number, n0 = 1, angleDeg = 0): number {
  const phase = (4 * Math.PI * sigmaNm * n0 * sinCosDeg(angleDeg).cos) / wavelengthNm;
  return R * (1 - exp(-phase * phase));
}
