import { z } from 'zod';
import { MIXING_RULES } from '#core/materials/mixtures.ts';
import { NAMED_ILLUMINANTS } from '#core/optics/colour/standards.ts';
import { boundedArray, LIMITS, Medium, WavelengthsNm } from '#core/optics/stack.ts';

/** What a simulation may be asked for beside R, T and A. */
export const Want = z.enum([
  'spectra',
  'amplitudes',
  'layerAbsorption',
  'ellipsometry',
  'phase',
  'groupDelay',
  'fields',
  'colour',
]);
export type Want = z.infer<typeof Want>;

const share = z.number().min(0).max(1);
const positive = z.number().positive();

/** @see Illuminant */
const IlluminantName = z.union([
  z.enum(NAMED_ILLUMINANTS),
  z.strictObject({ daylightK: z.number().min(4000).max(25_000) }),
  z.strictObject({ blackbodyK: z.number().min(500).max(1e6) }),
]);

const Mixture = z.strictObject({
  rule: z.enum(MIXING_RULES),
  parts: boundedArray(z.strictObject({ medium: Medium, fraction: share }), 20).refine(
    (parts) => parts.length > 1,
    'needs at least two parts',
  ),
});

const GradedProfile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear') }),
  z.strictObject({ kind: z.literal('quintic') }),
  z.strictObject({
    kind: z.literal('rugate'),
    periodNm: positive,
    mean: share.optional(),
    amplitude: share.optional(),
    phaseDeg: z.number().min(-360).max(360).optional(),
    apodisation: z.enum(['none', 'sine', 'gaussian', 'quintic']).optional(),
  }),
  z.strictObject({
    kind: z.literal('table'),
    positions: boundedArray(share, 10_000),
    fractions: boundedArray(share, 10_000),
  }),
]);

const Graded = z.strictObject({
  /** which layer of the stack; its own medium is the first one of the profile */
  layer: z.int().min(0),
  to: Medium,
  rule: z.enum(MIXING_RULES).optional(),
  profile: GradedProfile,
  /** a fixed number of sublayers; otherwise they are doubled until R and T change by less than the tolerance */
  sublayers: z.int().min(1).max(LIMITS.layers).optional(),
});

const Weight = z.union([
  z.enum(['AM1.5G', 'AM1.5D', 'photopic']),
  z.strictObject({ blackbodyK: positive }),
  z.strictObject({ wavelengthsNm: WavelengthsNm, values: boundedArray(z.number().min(0), LIMITS.wavelengths) }),
]);

const Integral = z.strictObject({
  weight: Weight,
  /** of `photopic`; D65 by default */
  illuminant: IlluminantName.optional(),
  /** count photons in place of energy */
  photons: z.boolean().optional(),
  rangeNm: z.tuple([positive, positive]).optional(),
  outside: z.enum(['error', 'hold', 'overlap']).optional(),
});
export type Integral = z.infer<typeof Integral>;

/** Models of the stack and summaries of its spectra that a simulation may ask for; docs/physics.md. */
export const SimulateOptions = z.strictObject({
  /** names for mixed media, used in the stack like any other; a mixture may use those before it */
  mixtures: z.record(z.string().min(1).max(200), Mixture).optional(),
  graded: boundedArray(Graded, 100).optional(),
  /** of `graded` without a number of sublayers; 1e-4 by default */
  gradedTolerance: z.number().min(1e-8).max(0.1).optional(),
  roughness: boundedArray(
    z.strictObject({ interface: z.int().min(0), sigmaNm: z.number().min(0).max(1000) }),
    LIMITS.layers,
  ).optional(),
  /** rms height of a surface whose scatter is wanted */
  scatterSigmaNm: z.number().min(0).max(1000).optional(),
  /** about the angle of the illumination */
  cone: z
    .strictObject({
      halfAngleDeg: z.number().min(0).lt(90),
      profile: z.enum(['uniform', 'cosine', 'gaussian']).optional(),
      polarizationModel: z.enum(['beam', 'local']).optional(),
      nodeCount: z.int().min(1).max(200).optional(),
    })
    .optional(),
  bandwidth: z
    .strictObject({
      fwhmNm: positive,
      shape: z.enum(['triangular', 'rectangular', 'gaussian']).optional(),
      nodesPerHalf: z.int().min(1).max(200).optional(),
    })
    .optional(),
  colour: z
    .strictObject({
      illuminant: IlluminantName.optional(),
      observer: z.enum(['2', '10']).optional(),
      outside: z.enum(['error', 'hold']).optional(),
    })
    .optional(),
  integrals: boundedArray(Integral, 100).optional(),
});
export type SimulateOptions = z.infer<typeof SimulateOptions>;
