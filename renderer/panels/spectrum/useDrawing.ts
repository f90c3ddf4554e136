import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TargetRow } from '#core/targets/target-rows.ts';
import type { PlotGeometry } from '#renderer/charts/chart-types.ts';
import { hitTest } from '#renderer/charts/drawing/hit-test.ts';
import { insertKnot, type KnotPlace, type Pieces } from '#renderer/charts/drawing/pieces.ts';
import type { Spot } from '#renderer/charts/drawing/stroke.ts';
import type { DrawingTool, ValueScale } from '#renderer/state/view-store.ts';
import { chartFrame } from './chart-frame.ts';
import { type Draft, drafted, type Gesture } from './gesture.ts';
import { piecesOf } from './row-curve.ts';

/** How near a pointer must come, px: a finger covers more than a mouse. */
const KNOT_REACH = { mouse: 8, touch: 20 };
const LINE_REACH = { mouse: 6, touch: 14 };
/** A press that wanders less is a click. */
const CLICK_PX = 4;

export interface DrawingInput {
  readonly geometry: PlotGeometry;
  /** the row that is drawn upon */
  readonly row: TargetRow;
  readonly tool: DrawingTool;
  readonly scale: ValueScale;
  /** the end of a stroke */
  readonly onDrawn: (draft: Draft) => void;
  /** a press of the Select tool beside the row's own drawing; true if it found another row */
  readonly onPressBeside: (spot: Spot) => boolean;
}

interface Held {
  readonly pointerId: number;
  readonly gesture: Gesture;
  readonly base: Pieces;
  readonly hasMoved: boolean;
}

/** Strokes on the chart: a draft while the hand is down, one change of the row when it lets go. */
export function useDrawing(input: DrawingInput) {
  const { geometry, row, tool, scale, onDrawn } = input;
  const frame = useMemo(() => chartFrame(geometry, row, scale), [geometry, row, scale]);
  const pieces = useMemo(() => piecesOf(row.shape), [row.shape]);
  const { held, corners, draft, setDraft, selected, setSelected, cancel, finish } = useDraft(row.id, tool, onDrawn);
  const place = selected !== null && pieces[selected.piece]?.[selected.index] !== undefined ? selected : null;
  const spotOf = (event: PointerEvent | MouseEvent): Spot => spotIn(event, surfaceRect.current);
  const surfaceRect = useRef<DOMRect>(new DOMRect());
  const reachOf = ({ pointerType }: PointerEvent) => (pointerType === 'touch' ? 'touch' : 'mouse');

  const begin = (event: PointerEvent, spot: Spot): Gesture | null => {
    if (tool === 'freehand') return { kind: 'freehand', path: [spot] };
    if (tool === 'line') return { kind: 'line', path: [...corners.current, spot] };
    if (tool !== 'select') return { kind: tool, from: spot, to: spot };
    const reach = reachOf(event);
    const hit = hitTest(pieces, frame.spotOf, spot, KNOT_REACH[reach], LINE_REACH[reach]);
    if (hit === null) return null;
    const { kind, piece, index } = hit;
    setSelected({ piece, index });
    return { kind, place: { piece, index }, from: spot, to: spot };
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || held.current !== null) return;
    surfaceRect.current = event.currentTarget.getBoundingClientRect();
    const spot = spotOf(event);
    const gesture = begin(event, spot);
    if (gesture === null) {
      if (input.onPressBeside(spot)) event.stopPropagation();
      else setSelected(null);
      return;
    }
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { pointerId: event.pointerId, gesture, base: pieces, hasMoved: tool === 'point' };
    if (tool === 'point') setDraft(drafted(gesture, pieces, frame, event.altKey, false));
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const now = held.current;
    if (now === null) {
      if (corners.current.length === 0) return;
      surfaceRect.current = event.currentTarget.getBoundingClientRect();
      const path = [...corners.current, spotOf(event)];
      setDraft(drafted({ kind: 'line', path }, pieces, frame, event.altKey, false));
      return;
    }
    if (event.pointerId !== now.pointerId) return;
    const gesture = continued(now.gesture, spotsOf(event, surfaceRect.current), corners.current.length);
    const hasMoved = now.hasMoved || distanceOf(gesture) >= CLICK_PX;
    held.current = { ...now, gesture, hasMoved };
    if (hasMoved) setDraft(drafted(gesture, now.base, frame, event.altKey, event.shiftKey));
  };

  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const now = held.current;
    if (now === null || event.pointerId !== now.pointerId) return;
    const { gesture, base, hasMoved } = now;
    held.current = null;
    if (gesture.kind === 'line' && (!hasMoved || corners.current.length > 0)) {
      corners.current = [...corners.current, gesture.path[gesture.path.length - 1]];
      return;
    }
    finish(hasMoved ? drafted(gesture, base, frame, event.altKey, event.shiftKey) : null);
  };

  /** ends a line drawn by clicks */
  const endLine = (isFree: boolean): boolean => {
    if (corners.current.length === 0) return false;
    finish(drafted({ kind: 'line', path: corners.current }, pieces, frame, isFree, false));
    return true;
  };

  const onDoubleClick = (event: React.MouseEvent<HTMLElement>): void => {
    if (tool !== 'select') {
      event.stopPropagation();
      endLine(event.altKey);
      return;
    }
    surfaceRect.current = event.currentTarget.getBoundingClientRect();
    const spot = spotOf(event.nativeEvent);
    const hit = hitTest(pieces, frame.spotOf, spot, KNOT_REACH.mouse, LINE_REACH.mouse);
    if (hit === null) return;
    event.stopPropagation();
    if (hit.kind === 'knot') return;
    const inserted = insertKnot(pieces, frame.knotAt(spot, true));
    finish({ pieces: inserted.pieces, addsPoints: true, selected: inserted.place });
  };

  const isBusy = (): boolean => held.current !== null || corners.current.length > 0;
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel, onDoubleClick };
  return { frame, pieces, draft, selected: place, setSelected, finish, cancel, endLine, isBusy, handlers };
}

/** What a hand has begun, and the point that is selected. Another tool or row ends what was begun. */
function useDraft(rowId: string, tool: DrawingTool, onDrawn: (draft: Draft) => void) {
  const held = useRef<Held | null>(null);
  /** corners of a line that is drawn by clicks */
  const corners = useRef<Spot[]>([]);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [selected, setSelected] = useState<KnotPlace | null>(null);

  const cancel = useCallback(() => {
    held.current = null;
    corners.current = [];
    setDraft(null);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of tool or row is what ends it
  useEffect(() => cancel, [tool, rowId, cancel]);

  const finish = useCallback(
    (last: Draft | null) => {
      cancel();
      if (last === null) return;
      onDrawn(last);
      if (last.selected !== undefined) setSelected(last.selected);
    },
    [cancel, onDrawn],
  );
  return { held, corners, draft, setDraft, selected, setSelected, cancel, finish };
}

function spotIn({ clientX, clientY }: { clientX: number; clientY: number }, rect: DOMRect): Spot {
  return { x: clientX - rect.left, y: clientY - rect.top };
}

/** Every place that the pointer passed since the last event. */
function spotsOf(event: PointerEvent, rect: DOMRect): Spot[] {
  const passed = event.nativeEvent.getCoalescedEvents?.() ?? [];
  return (passed.length > 0 ? passed : [event.nativeEvent]).map((one) => spotIn(one, rect));
}

function continued(gesture: Gesture, spots: readonly Spot[], corners: number): Gesture {
  const last = spots[spots.length - 1];
  if (!('path' in gesture)) return withEnd(gesture, last);
  const { kind, path } = gesture;
  return { kind, path: kind === 'freehand' ? [...path, ...spots] : [...path.slice(0, Math.max(1, corners)), last] };
}

/** The same gesture with the hand elsewhere. */
function withEnd(gesture: Exclude<Gesture, { path: unknown }>, to: Spot): Gesture {
  return { ...gesture, to };
}

function distanceOf(gesture: Gesture): number {
  const [from, to] =
    'path' in gesture ? [gesture.path[0], gesture.path[gesture.path.length - 1]] : [gesture.from, gesture.to];
  return Math.hypot(to.x - from.x, to.y - from.y);
}
