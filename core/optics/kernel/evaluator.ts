import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { WasmEvaluator } from '#core/optics/kernel/wasm-evaluator.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { WasmSearchEvaluator } from '#core/optics/kernel/wasm-search-evaluator.ts';
import type { Evaluator, EvaluatorSetup, SearchEvaluator } from '#core/optics/types.ts';

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

/**
 * The solver in single precision, phases apart, to rank many parts that are computed again before anybody sees them:
 * R and T within 3e-6 of `createEvaluator`, 6e-6 in the sharpest resonances of cavities between metals. Where the host has no SIMD it is the plain solver, in double precision.
 *
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
 */
export function createSearchEvaluator(setup: EvaluatorSetup): SearchEvaluator {
  const memory = kernelMemory();
  return memory === null ? createPlainEvaluator(setup) : new WasmSearchEvaluator(memory, setup);
}
