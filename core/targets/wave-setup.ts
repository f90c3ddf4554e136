import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import type { MediumSeries, MediumTable, SeriesOrder } from '#core/optics/types.ts';
import type { DesignMedium } from './design-media.ts';
import type { DesignSpace } from './design-space.ts';
import type { Beam } from './illumination.ts';

/**
 * A design space as the solver of complex amplitudes wants it. Where derivatives in ω are wanted, tables are joined by a
 * spline: straight lines have none.
 * @throws StackwrightError OUT_OF_RANGE; UNDEFINED_QUANTITY for a material without derivatives in ω
 */
export function waveSetup(
  space: DesignSpace,
  { angleDeg, direction }: Beam,
  polarization: 's' | 'p',
  wavelengthsNm: Float64Array,
  order: SeriesOrder,
): WaveSetup {
  const sample = ({ material }: DesignMedium): MediumTable | MediumSeries =>
    order === 0 ? material.sample(wavelengthsNm) : material.asSpline().series(wavelengthsNm, order);
  return {
    wavelengthsNm,
    angleDeg,
    polarization,
    direction,
    order,
    ambient: sample(space.ambient),
    layerMedia: space.layerMedia.map(sample),
    substrate: sample(space.substrate),
    ...(space.slab === undefined ? {} : { slab: { ...space.slab, exit: sample(space.slab.exit) } }),
  };
}
