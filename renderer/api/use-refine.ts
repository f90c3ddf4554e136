import { useEffect, useRef, useState } from 'react';
import type { Stack } from '#core/optics/stack.ts';
import type { Target } from '#core/targets/target.ts';
import { targetOfWish } from '#core/targets/target-rows.ts';
import { useStores } from '#renderer/state/stores.tsx';
import type { FoundCandidate } from '#services/contract.ts';
import { useApi } from './engine-context.tsx';
import { failureOf } from './failure.ts';

export interface Refinement {
  readonly isRunning: boolean;
  /** refines the design in hand for the wish and takes the result in its place: one undo step */
  refine(options: { readonly needle: boolean }): Promise<RefineOutcome>;
  cancel(): void;
}

export type RefineOutcome =
  | { readonly kind: 'refined'; readonly from: number; readonly to: number; readonly stack: Stack }
  | { readonly kind: 'refused'; readonly reason: string }
  /** cancelled, or the design was changed meanwhile: the change is kept and the result is not */
  | { readonly kind: 'dropped' };

export function useRefine(): Refinement {
  const { client } = useApi().engine;
  const { workbench } = useStores();
  const [isRunning, setRunning] = useState(false);
  const aborting = useRef<AbortController>(undefined);
  useEffect(() => () => aborting.current?.abort(), []);
  const refine = async ({ needle }: { readonly needle: boolean }): Promise<RefineOutcome> => {
    const { design, wish, name, run } = workbench.getState();
    if (design === null) return { kind: 'dropped' };
    const controller = new AbortController();
    aborting.current = controller;
    setRunning(true);
    try {
      const target = refineTarget(targetOfWish(wish, name), design.stack, design.locked, needle);
      const request = { target, stack: design.stack, needle, cleanNm: 0, seed: run.seed };
      const [best] = await client.design.refine(request, { signal: controller.signal });
      const isStale = controller.signal.aborted || workbench.getState().design !== design;
      if (best === undefined || isStale) return { kind: 'dropped' };
      const stack = inPlaceOf(design.stack, best);
      workbench.getState().editStack(stack, keptLocks(stack, design.stack, design.locked));
      return { kind: 'refined', from: best.provenance.refinedFromMerit, to: best.merit, stack };
    } catch (error) {
      if (controller.signal.aborted) return { kind: 'dropped' };
      return { kind: 'refused', reason: failureOf(error).message };
    } finally {
      setRunning(false);
    }
  };
  return { isRunning, refine, cancel: () => aborting.current?.abort() };
}

/** Locked layers keep their thickness. Without needles no material is chosen, so that the design's own will do. */
export function refineTarget(target: Target, design: Stack, locked: readonly boolean[], needle: boolean): Target {
  const { materials, limits, ...rules } = target.stack;
  const choice = needle && materials !== undefined ? { materials } : {};
  const own = needle && limits !== undefined ? { limits } : {};
  return { ...target, stack: { ...rules, ...choice, ...own, start: { layers: design.layers, locked: [...locked] } } };
}

/** What the person has chosen to refer to stays. */
function inPlaceOf({ referenceWavelengthNm, matchAngleDeg }: Stack, { stack }: FoundCandidate): Stack {
  return {
    ...stack,
    ...(referenceWavelengthNm === undefined ? {} : { referenceWavelengthNm }),
    ...(matchAngleDeg === undefined ? {} : { matchAngleDeg }),
  };
}

/** Locks stay where the layers are the same ones; a design with other layers has none. */
function keptLocks(stack: Stack, before: Stack, locked: readonly boolean[]): readonly boolean[] {
  return stack.layers.length === before.layers.length ? locked : stack.layers.map(() => false);
}
