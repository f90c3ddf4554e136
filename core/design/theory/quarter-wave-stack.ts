import { asin } from '#core/optics/inverse-functions.ts';

/**
 * Half-width Δg of the stop band of a quarter-wave stack in g = λ₀/λ: the band runs from g = 1 − Δg to 1 + Δg.
 *
 * Δg = (2/π) asin((ηH − ηL)/(ηH + ηL)); Macleod, Thin-Film Optical Filters, 4th ed., §6.1.
 * @param high admittance of one material in free-space units (its index at normal incidence)
 * @param low admittance of the other; which of the two is greater does not matter
 */
export function stopBandHalfWidth(high: number, low: number): number {
  return (2 / Math.PI) * asin(Math.abs(high - low) / (high + low));
}

/**
 * Reflectance of lossless quarter-wave layers at their design wavelength: each turns the admittance Y behind it into
 * η²/Y (Macleod, 4th ed., §2.8).
 * @param admittances of the layers in free-space units, incident side first
 */
export function quarterWaveReflectance(ambient: number, admittances: readonly number[], substrate: number): number {
  let Y = substrate;
  for (let i = admittances.length - 1; i >= 0; i--) Y = (admittances[i] * admittances[i]) / Y;
  const r = (ambient - Y) / (ambient + Y);
  return r * r;
}

/** How many contiguous quarter-wave stacks it takes to cover a band, λ from `shortNm` to `longNm`. */
export function stacksToCover(shortNm: number, longNm: number, halfWidth: number): number {
  const ratio = (1 + halfWidth) / (1 - halfWidth);
  let [stacks, reachNm] = [1, shortNm * ratio];
  for (; reachNm < longNm * 0.995 && stacks < 8; stacks++) reachNm *= ratio;
  return stacks;
}

/**
 * Full width at half maximum of an all-dielectric single-cavity filter, relative to its wavelength, to first order:
 * Δλ/λ₀ = (2/π) asin((1 − R)/(2√R)) (nH − nL)/(m(nH − nL) + nL). The last term is the phase dispersion of the mirrors,
 * the same for high and low spacers (Macleod, Thin-Film Optical Filters, 4th ed., §8.2).
 * @param mirrorReflectance R of either mirror, seen from the spacer
 * @param order m of the spacer: its optical thickness is m half waves
 */
export function cavityWidth(mirrorReflectance: number, order: number, high: number, low: number): number {
  const loss = (1 - mirrorReflectance) / (2 * Math.sqrt(mirrorReflectance));
  const contrast = Math.max(high - low, 1e-6);
  return ((2 / Math.PI) * asin(loss) * contrast) / (order * contrast + low);
}
