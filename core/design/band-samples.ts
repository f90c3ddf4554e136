import type { MediumTable } from '#core/optics/types.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';

/** Wavelengths at which the band of a target is looked at where a rough view of its media will do. */
export const BAND_SAMPLES = 9;

/** The shortest and the longest wavelength that the target speaks of, nm. */
export function bandOf({ bandNm }: DesignSpace): readonly [number, number] {
  return [Math.min(...bandNm), Math.max(...bandNm)];
}

/** The i-th of the sampled wavelengths: equal steps of wavelength, ends included. */
export function bandWavelengthNm(bandNm: readonly [number, number], i: number): number {
  return bandNm[0] + ((bandNm[1] - bandNm[0]) * i) / (BAND_SAMPLES - 1);
}

/** n and k of every layer medium at the sampled wavelengths; beyond a medium's data, those at their end. */
export function bandCurves(space: DesignSpace): readonly MediumTable[] {
  const bandNm = bandOf(space);
  const grid = Float64Array.from({ length: BAND_SAMPLES }, (_, i) => bandWavelengthNm(bandNm, i));
  return space.layerMedia.map(({ material }) => material.sample(grid, { clamp: true }));
}
