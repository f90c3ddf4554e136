import { useMemo } from 'react';
import { useStores, useWorkbench } from '#renderer/state/stores.tsx';

/** The candidates, the one that is in hand or that the design in hand was edited from, and what can be done with them. */
export function useCandidates() {
  const { workbench, view } = useStores();
  const candidates = useWorkbench((state) => state.candidates);
  const design = useWorkbench((state) => state.design);
  const current = design?.fromCandidate ?? null;
  const isEdited = useMemo(() => {
    const source = candidates.find(({ id }) => id === design?.fromCandidate);
    if (source === undefined || source.stack === design?.stack) return false;
    return JSON.stringify(source.stack) !== JSON.stringify(design?.stack);
  }, [candidates, design]);
  const select = (id: string) => view.setState({ selectedCandidateId: id });
  const take = (id: string) => {
    const candidate = workbench.getState().candidates.find((one) => one.id === id);
    if (candidate === undefined) return;
    select(id);
    workbench.getState().takeDesign(candidate.stack, id);
  };
  return { candidates, current, isEdited, select, take };
}
