import type { MediumSeries, MediumTable, SeriesOrder } from '#core/optics/types.ts';

/** Optical constants with a name, a range and a source. Immutable. */
export interface Material {
  /** canonical id: "SiO2/Malitson", never the bare "SiO2" */
  readonly id: string;
  /** vacuum wavelengths for which both n and k are known, nm, inclusive */
  readonly rangeNm: readonly [number, number];
  /**
   * n and k at the wavelengths.
   * @throws StackwrightError OUT_OF_RANGE naming the material, its range and the offending wavelength,
   *   unless `clamp` is set: then the nearest end of the range is used and `clamped` is true in the answer.
   */
  sample(wavelengthsNm: ArrayLike<number>, options?: { clamp?: boolean }): MediumTable & { readonly clamped: boolean };
  /**
   * n and k with their derivatives in ω up to `order`, for group delay and its dispersion: exact from a formula or a
   * spline. Where a wavelength is clamped the derivatives are 0. k up to 1e-6 may be a table of straight lines.
   * @throws StackwrightError UNDEFINED_QUANTITY where the data are joined by straight lines; as `sample`
   */
  series(wavelengthsNm: ArrayLike<number>, order: SeriesOrder, options?: { clamp?: boolean }): MediumSeries;
  /** The same data with every table joined by a spline, so that it has a `series`. */
  asSpline(): Material;
}

/** Looks materials up by id: "SiO2" (the default data) or "SiO2/Malitson" (a named source). */
export interface MaterialCatalogue {
  find(id: string): Material | undefined;
  /** ids close to a misspelt one, best first, for error messages */
  suggest(id: string): string[];
}
