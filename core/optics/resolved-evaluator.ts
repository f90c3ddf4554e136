import type { ResolvedLayer, ResolvedStack } from '#core/optics/reference/simulate.ts';
import type { Evaluator, EvaluatorSetup, LayerSequence, MediumTable } from '#core/optics/types.ts';

/** What an evaluator needs beside the light. */
export type StackSetup = Omit<EvaluatorSetup, 'angleDeg' | 'polarization' | 'direction'>;

/** A resolved stack in the form in which evaluators take it: every medium once, layers by number. */
export interface EvaluatorStack {
  readonly setup: StackSetup;
  readonly front: LayerSequence;
  readonly back: LayerSequence;
}

export function evaluatorStack(stack: ResolvedStack, wavelengthsNm: Float64Array): EvaluatorStack {
  const numbers = new Map<MediumTable, number>();
  const sequence = (layers: readonly ResolvedLayer[]): LayerSequence => {
    const media = Int32Array.from(layers, ({ medium }) => {
      const number = numbers.get(medium) ?? numbers.size;
      numbers.set(medium, number);
      return number;
    });
    return { count: layers.length, media, thicknessNm: Float64Array.from(layers, ({ thicknessNm }) => thicknessNm) };
  };
  const front = sequence(stack.layers);
  const back = sequence(stack.slab?.backLayers ?? []);
  const { ambient, substrate, slab } = stack;
  const half = { wavelengthsNm, ambient, substrate, layerMedia: [...numbers.keys()] };
  if (slab === undefined) return { setup: half, front, back };
  const { thicknessNm, coherent, exit } = slab;
  return { setup: { ...half, slab: { thicknessNm, coherent, exit } }, front, back };
}

/** R, T and A = 1 − R − T of the stack by an evaluator made for its setup. */
export function spectraBy(
  evaluator: Evaluator,
  { front, back }: EvaluatorStack,
): { R: number[]; T: number[]; A: number[] } {
  const R = new Float64Array(evaluator.wavelengthCount);
  const T = new Float64Array(evaluator.wavelengthCount);
  evaluator.spectra(front, back, R, T);
  return { R: [...R], T: [...T], A: Array.from(R, (value, i) => 1 - value - T[i]) };
}
