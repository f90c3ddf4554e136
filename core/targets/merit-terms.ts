import { z } from 'zod';
import { LIMITS, Medium } from '#core/optics/stack.ts';
import { BEYOND_LIMIT } from '#core/validation.ts';

/** Limits of what a target says beyond its spectra. */
export const TERM_LIMITS = { environments: 100, samples: 256 } as const;

const weight = z.number().min(0);
const tolerance = z.number().gt(0);
const lengthNm = z.number().min(0).max(LIMITS.thicknessNm, BEYOND_LIMIT);

/**
 * Surroundings in which the same coating is judged: other media around it, another temperature. What is not named is as
 * in the target's `stack`.
 */
export const Environment = z.strictObject({
  id: z.string().min(1).max(64),
  ambient: Medium.optional(),
  substrate: Medium.optional(),
  exit: Medium.optional(),
  temperature: z
    .strictObject({
      /** warmer than the design's own temperature by this, K */
      deltaK: z.number().min(-1000).max(10_000),
      /** dn/dT by material, 1/K */
      dnPerK: z.record(z.string().min(1), z.number().min(-1).max(1)).optional(),
      /** linear thermal expansion by material, 1/K: a layer is thicker by that and the temperature */
      expansionPerK: z.record(z.string().min(1), z.number().min(-0.01).max(0.01)).optional(),
    })
    .optional(),
  /** factor of the weights of all that refers to this environment; 1 */
  weight: weight.optional(),
});
export type Environment = z.infer<typeof Environment>;

/** What a coating pays for beside its spectra: excess/tolerance, squared and weighed, is added to the squared merit. */
export const Penalties = z.strictObject({
  /** all layers of the designed faces together */
  totalThickness: z
    .strictObject({ aboveNm: lengthNm.optional(), toleranceNm: tolerance.optional(), weight: weight.optional() })
    .optional(),
  /** steps with the number of layers: it ranks designs, and refinement does not feel it */
  layerCount: z
    .strictObject({
      above: z.int().min(0).optional(),
      tolerance: tolerance.optional(),
      weight: weight.optional(),
    })
    .optional(),
  thinLayers: z
    .strictObject({ belowNm: z.number().gt(0), toleranceNm: tolerance.optional(), weight: weight.optional() })
    .optional(),
  /** Σ stress × thickness over the layers of a face, compressive negative; both faces are judged, each by its own */
  filmForce: z
    .strictObject({
      stressMPa: z.record(z.string().min(1), z.number().min(-1e5).max(1e5)),
      limitNPerM: z.number().min(0),
      toleranceNPerM: tolerance.optional(),
      weight: weight.optional(),
    })
    .optional(),
});
export type Penalties = z.infer<typeof Penalties>;

/** Random errors of manufacture, as standard deviations, independent of one another. */
export const Robust = z.strictObject({
  /** of each layer's thickness, as a fraction of it */
  thicknessRelative: z.number().min(0).max(0.5).optional(),
  /** of each layer's thickness, nm */
  thicknessNm: z.number().min(0).max(1e6).optional(),
  /** of each material's n, as a fraction of it; all layers of a material err alike */
  indexRelative: z.number().min(0).max(0.5).optional(),
  /** what ranks the candidates: the expected merit, or the share of samples that pass the specification */
  objective: z.enum(['expected', 'yield']).optional(),
  /** samples over which the search takes the mean; even */
  samples: z.int().min(2).max(TERM_LIMITS.samples, BEYOND_LIMIT).multipleOf(2).optional(),
});
export type Robust = z.infer<typeof Robust>;
