import type { WorkbenchStore } from './workbench-store.ts';

/** One drag, one undo step: the first change is recorded, the others of the gesture only happen. */
export interface UndoGesture {
  /** makes a change that belongs to the gesture */
  change(apply: () => void): void;
  end(): void;
}

export function beginGesture(store: WorkbenchStore): UndoGesture {
  let hasChanged = false;
  return {
    change: (apply) => {
      apply();
      if (hasChanged) return;
      hasChanged = true;
      store.temporal.getState().pause();
    },
    end: () => store.temporal.getState().resume(),
  };
}
