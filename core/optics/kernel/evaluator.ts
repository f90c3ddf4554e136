import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { WasmEvaluator } from '#core/optics/kernel/wasm-evaluator.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { Evaluator, EvaluatorSetup } from '#core/optics/types.ts';

/**
 * The exact solver of everything that a person sees: the WebAssembly kernel, or the same in plain TypeScript where the
 * host has no SIMD. The two agree to rounding.
 *
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
 */
export function createEvaluator(setup: EvaluatorSetup): Evaluator {
  const memory = kernelMemory();
  return memory === null ? createPlainEvaluator(setup) : new WasmEvaluator(memory, setup);
}
