import { useStores, useWorkbench } from '#renderer/state/stores.tsx';

/** The candidates, the one that is in hand, and what can be done with them. */
export function useCandidates() {
  const { workbench, view } = useStores();
  const candidates = useWorkbench((state) => state.candidates);
  const current = useWorkbench((state) => state.design?.fromCandidate ?? null);
  const select = (id: string) => view.setState({ selectedCandidateId: id });
  const take = (id: string) => {
    const candidate = workbench.getState().candidates.find((one) => one.id === id);
    if (candidate === undefined) return;
    select(id);
    workbench.getState().takeDesign(candidate.stack, id);
  };
  return { candidates, current, select, take };
}
