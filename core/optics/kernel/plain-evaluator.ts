import { CoherentEvaluator } from '#core/optics/kernel/coherent-evaluator.ts';
import { mediaOf } from '#core/optics/kernel/media.ts';
import { SlabEvaluator } from '#core/optics/kernel/slab-evaluator.ts';
import { buildTables } from '#core/optics/kernel/tables.ts';
import type { Evaluator, EvaluatorSetup } from '#core/optics/types.ts';

/**
 * The solver in plain TypeScript: the same formulation as the WebAssembly kernel, for hosts without SIMD.
 * Admittances and phases per nm are tabulated here, once; a call then costs additions and multiplications only.
 *
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
 */
export function createPlainEvaluator(setup: EvaluatorSetup): Evaluator {
  const { slab } = setup;
  const isReverse = setup.direction === 'reverse';
  const media = mediaOf(setup);
  const tables = buildTables(setup.wavelengthsNm, media.tables, media.incident, setup.angleDeg, setup.polarization);
  return slab === undefined || slab.coherent
    ? new CoherentEvaluator(tables, media, slab?.thicknessNm ?? 0, isReverse)
    : new SlabEvaluator(tables, media, slab.thicknessNm, isReverse);
}
