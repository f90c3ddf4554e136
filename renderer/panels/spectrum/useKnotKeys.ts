import type { KeyboardEvent } from 'react';
import type { TargetRow } from '#core/targets/target-rows.ts';
import { neighbourOf, outcomeOfKey } from './knot-keys.ts';
import type { useDrawing } from './useDrawing.ts';

/** The drawing by keys alone. Keys that mean nothing here, and Tab at the last point, are left to the window. */
export function useKnotKeys(
  drawing: ReturnType<typeof useDrawing>,
  row: TargetRow,
  rangeNm: readonly [number, number],
) {
  const { frame, pieces, selected, setSelected, finish, cancel, endLine, isBusy } = drawing;
  const take = (event: KeyboardEvent<HTMLElement>): boolean => {
    if (event.key === 'Escape') {
      if (selected === null && !isBusy()) return false;
      cancel();
      setSelected(null);
      return true;
    }
    if (event.key === 'Enter' && endLine(event.altKey)) return true;
    if (event.key === 'Tab') {
      const next = neighbourOf({ pieces, selected }, event.shiftKey ? -1 : 1);
      setSelected(next);
      return next !== null;
    }
    const outcome = outcomeOfKey(event, { row, pieces, selected, frame, rangeNm });
    if (outcome?.draft !== undefined) finish(outcome.draft);
    else if (outcome?.selected !== undefined) setSelected(outcome.selected);
    return outcome !== null;
  };
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || !take(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
