import type { Cone } from '#core/optics/averaging/cone.ts';
import { createConeEvaluator } from '#core/optics/averaging/cone-evaluator.ts';
import { type Slit, slitQuadrature } from '#core/optics/averaging/slit.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { ResolvedIllumination, ResolvedStack } from '#core/optics/reference/simulate.ts';
import { evaluatorStack, spectraBy } from '#core/optics/resolved-evaluator.ts';

/** How a measured or used spectrum is averaged; the cone's axis is the angle of the illumination. */
export interface Averages {
  readonly cone?: Omit<Cone, 'axisAngleDeg'> | undefined;
  readonly bandwidth?: Slit | undefined;
}

/** The wavelengths at which a spectrum must be known to be averaged over a slit at others, and the sum that does it. */
export interface SlitGrid {
  readonly wavelengthsNm: Float64Array;
  combine(spectrum: readonly number[]): number[];
}

/** @throws StackwrightError INVALID where the slit would reach below 0 nm */
export function slitGrid(centresNm: ArrayLike<number>, slit: Slit | undefined): SlitGrid {
  if (slit === undefined) {
    return { wavelengthsNm: Float64Array.from(centresNm), combine: (spectrum) => [...spectrum] };
  }
  const slits = Array.from(centresNm, (centre) => slitQuadrature(centre, slit));
  return {
    wavelengthsNm: Float64Array.from(slits.flatMap(({ wavelengthsNm }) => [...wavelengthsNm])),
    combine(spectrum) {
      let at = 0;
      return slits.map(({ weights }) => weights.reduce((sum, weight) => sum + weight * spectrum[at++], 0));
    },
  };
}

/** R, T and A of a stack in parallel or converging light, at the stack's own wavelengths. */
export function spectraInLight(
  stack: ResolvedStack,
  illumination: ResolvedIllumination,
  cone?: Averages['cone'],
): { R: number[]; T: number[]; A: number[] } {
  const { wavelengthsNm, angleDeg, polarization, direction } = illumination;
  const parts = evaluatorStack(stack, wavelengthsNm);
  const setup = { ...parts.setup, polarization, direction };
  const evaluator =
    cone === undefined
      ? createEvaluator({ ...setup, angleDeg })
      : createConeEvaluator(setup, { ...cone, axisAngleDeg: angleDeg });
  return spectraBy(evaluator, parts);
}
