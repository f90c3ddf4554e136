import { z } from 'zod';
import { NAMED_ILLUMINANTS } from '#core/optics/colour/standards.ts';
import { AngleDeg, Direction, LIMITS, Polarization } from '#core/optics/stack.ts';
import { BEYOND_LIMIT } from '#core/validation.ts';

const wavelengthNm = z.number().min(LIMITS.wavelengthNm[0], BEYOND_LIMIT).max(LIMITS.wavelengthNm[1], BEYOND_LIMIT);
const rangeNm = z.tuple([wavelengthNm, wavelengthNm]);
const tolerance = z.number().gt(0);
const kind = z.enum(['match', 'atLeast', 'atMost']);

/** Under which light a measure is taken, and how much it counts: as an entry's fields of these names. */
const light = {
  weight: z.number().min(0).optional(),
  angleDeg: AngleDeg.optional(),
  polarization: Polarization.optional(),
  direction: Direction.optional(),
  environment: z.string().optional(),
};

const Illuminant = z.union([
  z.enum(NAMED_ILLUMINANTS),
  z.strictObject({ daylightK: z.number().min(4000).max(25_000) }),
  z.strictObject({ blackbodyK: z.number().min(500).max(1e6) }),
]);

/** The colour of R or T, as its distance ΔE₀₀ from a wished-for colour. */
const ColourMeasure = z.strictObject({
  measure: z.literal('colour'),
  of: z.enum(['R', 'T']),
  space: z.enum(['Lab', 'LCh', 'xyY', 'XYZ']),
  value: z.tuple([z.number(), z.number(), z.number()]),
  illuminant: Illuminant.optional(),
  observer: z.enum(['2', '10']).optional(),
  /** ΔE₀₀; 1 */
  tolerance: tolerance.optional(),
  ...light,
});
export type ColourMeasure = z.infer<typeof ColourMeasure>;

/** The mean of R, T or A over wavelength with a weight. */
const IntegralMeasure = z.strictObject({
  measure: z.literal('integral'),
  of: z.enum(['R', 'T', 'A']),
  weighting: z.union([
    z.enum(['solar', 'solarDirect', 'photopic']),
    z.strictObject({ photopic: Illuminant }),
    z.strictObject({ blackbodyK: z.number().gt(0).max(1e6) }),
    z.strictObject({
      wavelengthsNm: z.array(wavelengthNm).min(2).max(LIMITS.wavelengths),
      values: z.array(z.number().min(0)).min(2).max(LIMITS.wavelengths),
    }),
  ]),
  rangeNm: rangeNm.optional(),
  kind: kind.optional(),
  value: z.number(),
  /** 0.01 */
  tolerance: tolerance.optional(),
  ...light,
});
export type IntegralMeasure = z.infer<typeof IntegralMeasure>;

/** Where a curve has its edge, how wide it is at half of its greatest value, or the middle between those two places. */
const PlaceMeasure = z.strictObject({
  measure: z.enum(['edge', 'fwhm', 'centre']),
  of: z.enum(['R', 'T', 'A']),
  rangeNm,
  kind: kind.optional(),
  /** nm */
  value: z.number().gt(0),
  /** nm; 1 */
  toleranceNm: tolerance.optional(),
  ...light,
});
export type PlaceMeasure = z.infer<typeof PlaceMeasure>;

/** A wish for one number (or one colour) of a whole curve. */
export const Measure = z.union([ColourMeasure, IntegralMeasure, PlaceMeasure]);
export type Measure = z.infer<typeof Measure>;

/** Solar means run from here to there unless a range is given, nm: ISO 9050. */
const SOLAR_RANGE_NM = [300, 2500] as const;

/** Wavelengths of which a measure speaks, nm. */
export function measureRangeNm(measure: Measure): readonly [number, number] {
  if (measure.measure === 'colour') return [380, 780];
  if (measure.measure !== 'integral') return measure.rangeNm;
  const { weighting, rangeNm: own } = measure;
  const whole = wholeRangeNm(weighting);
  return own === undefined ? whole : [Math.max(own[0], whole[0]), Math.min(own[1], whole[1])];
}

function wholeRangeNm(weighting: IntegralMeasure['weighting']): readonly [number, number] {
  if (weighting === 'photopic' || (typeof weighting === 'object' && 'photopic' in weighting)) return [380, 780];
  if (typeof weighting === 'string') return SOLAR_RANGE_NM;
  // λT from 1.1 × 10⁶ to 2 × 10⁷ nm K: 97 % of the power
  if ('blackbodyK' in weighting) return [1.1e6 / weighting.blackbodyK, 2e7 / weighting.blackbodyK];
  return [weighting.wavelengthsNm[0], weighting.wavelengthsNm[weighting.wavelengthsNm.length - 1]];
}
