import { z } from 'zod';
import {
  AngleDeg,
  Direction,
  Layer,
  LIMITS,
  Medium,
  Polarization,
  Substrate,
  WavelengthsNm,
} from '#core/optics/stack.ts';
import { BEYOND_LIMIT } from '#core/validation.ts';
import { Measure } from './measure.ts';
import { Environment, Penalties, Robust, TERM_LIMITS } from './merit-terms.ts';

/** Limits of a target beyond those of a stack. */
export const TARGET_LIMITS = {
  entries: 10_000,
  measures: 1000,
  points: 100_000,
  materials: 1000,
  specificationRows: 1000,
} as const;

/** What is wished for. R, T, A are fractions; OD = −log10 T; RdB and TdB = 10 log10, negative for a fraction below 1. */
export const Quantity = z.enum(['R', 'T', 'A', 'OD', 'RdB', 'TdB']);
export type Quantity = z.infer<typeof Quantity>;

/** Differences of s and p polarized light, fractions. They need no polarization of their own. */
export const DIFFERENCES = ['Rs-Rp', 'Ts-Tp'] as const;

/**
 * Of one polarization: phase of r or t in degrees, group delay in fs, group delay dispersion in fs², third order in fs³.
 */
export const PHASES = ['phaseR', 'phaseT', 'GDR', 'GDT', 'GDDR', 'GDDT', 'TODR', 'TODT'] as const;

/** Of p light against s light, in degrees: φ_p − φ_s, and the ellipsometer's Ψ and Δ (docs/conventions.md). */
export const RETARDANCES = ['psPhaseR', 'psPhaseT', 'psi', 'delta'] as const;

/** Everything that an entry may wish for; peakE2 is the largest |E|²/|E_inc|² in the layers, of one polarization. */
export const EntryQuantity = z.enum([...Quantity.options, ...DIFFERENCES, ...PHASES, ...RETARDANCES, 'peakE2']);
export type EntryQuantity = z.infer<typeof EntryQuantity>;

/** `atLeast` and `atMost` count only the shortfall. */
export const TargetKind = z.enum(['match', 'atLeast', 'atMost']);
export type TargetKind = z.infer<typeof TargetKind>;

/** `each` compares point by point; the others compare one number of the curve with the same number of the wish. */
export const Statistic = z.enum(['each', 'mean', 'min', 'max']);
export type Statistic = z.infer<typeof Statistic>;

const wavelengthNm = z.number().min(LIMITS.wavelengthNm[0], BEYOND_LIMIT).max(LIMITS.wavelengthNm[1], BEYOND_LIMIT);
const tolerance = z.number().gt(0);

/** One wished-for curve under one illumination. Wavelengths may come in any order and may repeat. */
export const TargetEntry = z.strictObject({
  quantity: EntryQuantity,
  wavelengthsNm: WavelengthsNm,
  values: z.array(z.number()).min(1).max(LIMITS.wavelengths),
  kind: TargetKind.optional(),
  statistic: Statistic.optional(),
  tolerance: z.union([tolerance, z.array(tolerance).min(1).max(LIMITS.wavelengths)]).optional(),
  weight: z.number().min(0).optional(),
  angleDeg: AngleDeg.optional(),
  polarization: Polarization.optional(),
  direction: Direction.optional(),
  /** id of one of the target's environments; absent: the surroundings of `stack` */
  environment: z.string().optional(),
  /** of peakE2: materials in whose layers the field counts; absent: in all */
  media: z.array(z.string()).min(1).max(TARGET_LIMITS.materials).optional(),
});
export type TargetEntry = z.infer<typeof TargetEntry>;

/** One line of a customer's specification: passed or failed, never traded off against another. */
export const SpecificationRow = z.strictObject({
  quantity: z.enum(['R', 'T', 'A', 'OD']),
  statistic: z.enum(['mean', 'min', 'max', 'edge', 'fwhm', 'centre']),
  rangeNm: z.tuple([wavelengthNm, wavelengthNm]),
  angleDeg: AngleDeg.optional(),
  polarization: Polarization.optional(),
  compare: z.enum(['>=', '<=', '=']),
  value: z.number(),
  tolerance: z.number().min(0).optional(),
  direction: Direction.optional(),
  environment: z.string().optional(),
});
export type SpecificationRow = z.infer<typeof SpecificationRow>;

const thicknessNm = z.number().min(0).max(LIMITS.thicknessNm, BEYOND_LIMIT);
/** Least and greatest physical thickness of a layer, nm. */
export const ThicknessLimits = z.strictObject({ min: thicknessNm, max: thicknessNm });
export type ThicknessLimits = z.infer<typeof ThicknessLimits>;

const layers = z.array(Layer).max(LIMITS.layers);

/** What may be built. `maxLayers` counts one coated side, its fixed layers included. */
export const BuildRules = z.strictObject({
  ambient: Medium.optional(),
  substrate: Substrate,
  exit: Medium.optional(),
  backLayers: z.union([layers, z.enum(['design', 'mirror'])]).optional(),
  materials: z
    .union([z.array(Medium).min(1).max(TARGET_LIMITS.materials), z.record(z.string().min(1), Medium)])
    .optional(),
  maxLayers: z.int().min(0).max(LIMITS.layers, BEYOND_LIMIT).optional(),
  thicknessNm: ThicknessLimits.optional(),
  limits: z.record(z.string(), ThicknessLimits).optional(),
  totalThicknessNm: z.strictObject({ max: z.number().min(0) }).optional(),
  start: z
    .strictObject({
      layers,
      locked: z.array(z.boolean()).max(LIMITS.layers).optional(),
      /** a layer's own limits in place of its material's; null: none */
      limits: z.array(ThicknessLimits.nullable()).max(LIMITS.layers).optional(),
    })
    .optional(),
  fixed: z.strictObject({ outermost: layers.optional(), innermost: layers.optional() }).optional(),
});
export type BuildRules = z.infer<typeof BuildRules>;

/** What a design should do and what it may be built of: the contract of the command line. */
export const Target = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  /** may be empty where there are measures */
  spectra: z.array(TargetEntry).max(TARGET_LIMITS.entries),
  measures: z.array(Measure).max(TARGET_LIMITS.measures).optional(),
  specification: z.array(SpecificationRow).max(TARGET_LIMITS.specificationRows).optional(),
  stack: BuildRules,
  merit: z.enum(['rms', 'mae']).optional(),
  minimize: z
    .array(z.enum(['error', 'totalThickness', 'layerCount', 'sensitivity']))
    .min(1)
    .max(4)
    .optional(),
  environments: z.array(Environment).max(TERM_LIMITS.environments).optional(),
  penalties: Penalties.optional(),
  robust: Robust.optional(),
  /** "between" adds points between the target's own until the thickest coating's fringes are seen; "points" */
  sampling: z.enum(['points', 'between']).optional(),
});
export type Target = z.infer<typeof Target>;

/** The target's entries with the weights of their environments multiplied in. */
export const countedEntries = (target: Target): TargetEntry[] => inEnvironments(target, target.spectra);

/** Its measures likewise. */
export const countedMeasures = (target: Target): Measure[] => inEnvironments(target, target.measures ?? []);

/** Σ of the weights of all wishes, by which the merit divides. */
export const totalWeightOf = (target: Target): number =>
  [...countedEntries(target), ...countedMeasures(target)].reduce((sum, { weight = 1 }) => sum + weight, 0);

function inEnvironments<W extends { environment?: string | undefined; weight?: number | undefined }>(
  { environments = [] }: Target,
  wishes: readonly W[],
): W[] {
  const factors = new Map(environments.map(({ id, weight = 1 }) => [id, weight]));
  return wishes.map((wish) => {
    const factor = wish.environment === undefined ? 1 : (factors.get(wish.environment) ?? 1);
    return factor === 1 ? wish : { ...wish, weight: (wish.weight ?? 1) * factor };
  });
}
