import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type { Evaluator, EvaluatorSetup } from '#core/optics/types.ts';

/**
 * The solver of everything that a person sees.
 *
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
 */
export function createEvaluator(setup: EvaluatorSetup): Evaluator {
  return createPlainEvaluator(setup);
}
