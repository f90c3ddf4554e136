import { useMemo } from 'react';
import type { Side } from '#core/fabrication/layer-figures.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import type { DragPhase } from '#renderer/controls/number-field-props.ts';
import { useCatalogueState } from '#renderer/physics/catalogue-context.tsx';
import { useStores, useWorkbench } from '#renderer/state/stores.tsx';
import { beginGesture } from '#renderer/state/undo-gesture.ts';
import {
  type FactorsOf,
  inserted,
  layersOf,
  mediaKey,
  middleOfWish,
  moved,
  opticalFactors,
  removed,
  withLayers,
} from './layer-rows.ts';

export interface LayerFigureColumns {
  readonly referenceNm: number;
  readonly matchAngleDeg: number;
  readonly factorsOf: FactorsOf;
  /** why optical thicknesses cannot be told */
  readonly fault: string | null;
}

/** What QWOT and optical thickness refer to, and their factors. */
export function useOpticalColumns(stack: Stack): LayerFigureColumns {
  const { catalogue, status } = useCatalogueState();
  const wish = useWorkbench((state) => state.wish);
  const fallbackNm = useMemo(() => middleOfWish(wish), [wish]);
  const referenceNm = stack.referenceWavelengthNm ?? fallbackNm;
  const matchAngleDeg = stack.matchAngleDeg ?? 0;
  const key = mediaKey(stack);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for all of the stack that matters here
  const { factorsOf, fault } = useMemo(() => {
    const none: FactorsOf = () => undefined;
    if (status !== 'ready') return { factorsOf: none, fault: null };
    try {
      const reference = { wavelengthNm: referenceNm, matchAngleDeg };
      return { factorsOf: opticalFactors(stack, catalogue, reference), fault: null };
    } catch (error) {
      return { factorsOf: none, fault: error instanceof Error ? error.message : String(error) };
    }
  }, [catalogue, status, key, stack.materials, referenceNm, matchAngleDeg]);
  return { referenceNm, matchAngleDeg, factorsOf, fault };
}

/** What can be done with the layers of one side of the design in hand. Each action is one undo step. */
export interface LayerActions {
  setThickness(index: number, thicknessNm: number): void;
  dragThickness(index: number, thicknessNm: number, phase: DragPhase): void;
  setMedium(index: number, medium: Medium): void;
  insert(at: number): void;
  remove(index: number): void;
  move(index: number, by: 1 | -1): void;
  setLocked(index: number, isLocked: boolean): void;
}

export function useLayerActions(side: Side): LayerActions {
  const { workbench, view } = useStores();
  return useMemo(() => {
    let gesture: ReturnType<typeof beginGesture> | null = null;
    const edit = (
      change: (layers: readonly Layer[]) => Layer[],
      changeLocks: (locks: readonly boolean[]) => readonly boolean[] = (locks) => locks,
    ) => {
      const { design, editStack } = workbench.getState();
      if (design === null) return;
      const stack = withLayers(design.stack, side, change(layersOf(design.stack, side)));
      editStack(stack, side === 'front' ? changeLocks(design.locked) : design.locked);
    };
    const select = (index: number) => {
      if (side === 'front') view.setState({ selectedLayer: index });
    };
    const setThickness = (index: number, thicknessNm: number) => {
      if (side === 'front') workbench.getState().setThickness(index, thicknessNm);
      else edit((layers) => layers.map((layer, i) => (i === index ? { ...layer, thicknessNm } : layer)));
    };
    return {
      setThickness,
      dragThickness: (index, thicknessNm, phase) => {
        if (phase === 'start') gesture = beginGesture(workbench);
        gesture?.change(() => setThickness(index, thicknessNm));
        if (phase !== 'end' && phase !== 'cancel') return;
        gesture?.end();
        gesture = null;
      },
      setMedium: (index, medium) =>
        edit((layers) => layers.map((layer, i) => (i === index ? { ...layer, medium } : layer))),
      insert: (at) => {
        const { design } = workbench.getState();
        if (design === null) return;
        const layer = newLayer(layersOf(design.stack, side), at, workbench.getState().wish.rules.materials);
        edit(
          (layers) => inserted(layers, at, layer),
          (locks) => inserted(locks, at, false),
        );
        select(at);
      },
      remove: (index) =>
        edit(
          (layers) => removed(layers, index),
          (locks) => removed(locks, index),
        ),
      move: (index, by) => {
        const { design } = workbench.getState();
        const to = index + by;
        if (design === null || to < 0 || to >= layersOf(design.stack, side).length) return;
        edit(
          (layers) => moved(layers, index, to),
          (locks) => moved(locks, index, to),
        );
        select(to);
      },
      setLocked: (index, isLocked) => workbench.getState().setLocked(index, isLocked),
    };
  }, [side, workbench, view]);
}

const NEW_LAYER_NM = 100;

/** A new layer differs from its neighbours where the design has another material; it is 100 nm thick. */
function newLayer(layers: readonly Layer[], at: number, allowed: unknown): Layer {
  const neighbours = [layers[at - 1]?.medium, layers[at]?.medium].map((medium) => JSON.stringify(medium));
  const own = layers.map(({ medium }) => medium);
  const first = Array.isArray(allowed) ? (allowed as Medium[]) : [];
  const choice = [...own, ...first, 'SiO2', 'TiO2'].find((medium) => !neighbours.includes(JSON.stringify(medium)));
  return { medium: choice ?? 'SiO2', thicknessNm: NEW_LAYER_NM };
}
