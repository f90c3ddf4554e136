import { useEffect } from 'react';
import type { DesignInHand } from '#core/documents/workbench-document.ts';
import { useStores } from '#renderer/state/stores.tsx';
import type { Workbench, WorkbenchStore } from '#renderer/state/workbench-store.ts';

/**
 * While a search brings better designs, the best is the one in hand, unless the person holds one of their own or
 * takes or edits another meanwhile. All of it is one undo step. Also notes which wish the search was for.
 */
export function useFollowBest(): void {
  const { workbench, run, view } = useStores();
  useEffect(() => {
    /** undefined: nothing is followed */
    let followed: DesignInHand | null | undefined;
    let isFirst = true;
    const stopRun = run.subscribe(({ status }, before) => {
      if (status === before.status || status === 'stopping') return;
      followed = undefined;
      if (status !== 'running') return;
      const work = workbench.getState();
      view.setState({ searchedWish: work.wish });
      if (isUntouched(work)) followed = work.design;
      isFirst = true;
    });
    const stopWork = workbench.subscribe((state, before) => {
      if (followed === undefined) return;
      if (state.design !== followed) followed = undefined;
      else if (state.candidates !== before.candidates) {
        const best = state.candidates.find(({ isPinned }) => !isPinned);
        if (best === undefined || best.id === state.design?.fromCandidate) return;
        followed = { stack: best.stack, locked: best.stack.layers.map(() => false), fromCandidate: best.id };
        take(workbench, followed, isFirst);
        isFirst = false;
        view.setState({ selectedCandidateId: best.id });
      }
    });
    return () => {
      stopRun();
      stopWork();
    };
  }, [workbench, run, view]);
}

/** No design, or a candidate that nobody has changed. */
function isUntouched({ design, candidates }: Workbench): boolean {
  if (design === null) return true;
  const source = candidates.find(({ id }) => id === design.fromCandidate);
  return source !== undefined && JSON.stringify(source.stack) === JSON.stringify(design.stack);
}

function take(workbench: WorkbenchStore, design: DesignInHand, isUndoStep: boolean): void {
  const { isTracking, pause, resume } = workbench.temporal.getState();
  const silently = isTracking && !isUndoStep;
  if (silently) pause();
  workbench.setState({ design });
  if (silently) resume();
}
