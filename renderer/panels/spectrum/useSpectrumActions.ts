import { useCallback, useEffect } from 'react';
import { sourceOf } from '#core/targets/quantity.ts';
import type { TargetRow } from '#core/targets/target-rows.ts';
import type { AxisRange } from '#renderer/charts/chart-types.ts';
import { useStores } from '#renderer/state/stores.tsx';
import type { Draft } from './gesture.ts';
import { pointsOutside, shapeWith } from './row-curve.ts';
import { possibleRange, type RangeNm } from './shown-range.ts';

/** What a person does on the chart, as changes of the stores. */
export function useSpectrumActions(row: TargetRow, rangeNm: RangeNm) {
  const { workbench, view } = useStores();
  const onRange = useCallback(
    (range: AxisRange | null) => view.setState({ rangeNm: range === null ? null : possibleRange(range) }),
    [view],
  );
  const onHover = useCallback((hoverNm: number | null) => view.setState({ hoverNm }), [view]);
  const onSelectRow = useCallback((id: string) => view.setState({ selectedRowId: id }), [view]);

  /** one stroke, one undo step; the chart stays where it is under the hand */
  const onDrawn = useCallback(
    (draft: Draft) => {
      const { wish, addRow, drawRow } = workbench.getState();
      const shape = shapeOf(row, draft);
      const isNew = wish.rows.every(({ id }) => id !== row.id);
      if (isNew && draft.pieces.length === 0) return;
      if (view.getState().rangeNm === null) view.setState({ rangeNm });
      if (isNew) addRow({ ...row, shape });
      else drawRow(row.id, shape);
      view.setState({ selectedRowId: row.id });
    },
    [workbench, view, row, rangeNm],
  );

  // A row that is picked to be drawn upon is seen, whatever was hidden.
  const source = sourceOf(row.quantity);
  const { id } = row;
  useEffect(() => {
    const { shown, selectedRowId } = view.getState();
    if (selectedRowId === id && !shown[source]) view.setState({ shown: { ...shown, [source]: true } });
  }, [view, id, source]);
  return { onRange, onHover, onSelectRow, onDrawn };
}

/** Erasing imported points keeps the others as they were measured. */
function shapeOf({ shape }: TargetRow, draft: Draft): TargetRow['shape'] {
  const isErased = !draft.addsPoints && draft.intervalNm !== undefined;
  if (isErased && shape.kind === 'points') return pointsOutside(shape, ...draft.intervalNm);
  return shapeWith(shape, draft.pieces, draft.addsPoints);
}
