import type { Knot } from '#core/targets/target-rows.ts';
import {
  drawOver,
  eraseInterval,
  insertKnot,
  type KnotPlace,
  moveKnot,
  moveSegment,
  type Pieces,
} from '#renderer/charts/drawing/pieces.ts';
import { type Spot, strokeKnots } from '#renderer/charts/drawing/stroke.ts';
import type { ChartFrame } from './chart-frame.ts';

/** What a hand is doing on the chart, from where it went down to where it is. */
export type Gesture =
  | { readonly kind: 'freehand' | 'line'; readonly path: readonly Spot[] }
  | { readonly kind: 'band' | 'erase' | 'point'; readonly from: Spot; readonly to: Spot }
  | { readonly kind: 'knot' | 'segment'; readonly place: KnotPlace; readonly from: Spot; readonly to: Spot };

/** What the drawing would be if the hand let go now. */
export interface Draft {
  readonly pieces: Pieces;
  /** the wish has points where it had none */
  readonly addsPoints: boolean;
  /** wavelengths being taken away or laid flat, nm */
  readonly intervalNm?: readonly [number, number];
  readonly selected?: KnotPlace;
}

/** Freehand strokes are simplified to lines that stay this close to the hand, px. */
const HAND_PX = 1.5;

/**
 * @param isFree no snapping to round numbers
 * @param isStraight a knot or a line moves only along the axis on which the hand went further
 */
export function drafted(
  gesture: Gesture,
  base: Pieces,
  frame: ChartFrame,
  isFree: boolean,
  isStraight: boolean,
): Draft | null {
  switch (gesture.kind) {
    case 'freehand':
      return stroked(gesture.path, HAND_PX, base, frame, true);
    case 'line':
      return stroked(gesture.path, 0, base, frame, isFree);
    case 'band': {
      const value = frame.knotAt(gesture.to, isFree)[1];
      const [fromNm, toNm] = interval(gesture, frame, isFree);
      if (fromNm === toNm) return null;
      const level: Knot[] = [
        [fromNm, value],
        [toNm, value],
      ];
      return { pieces: drawOver(base, level, frame.gapNm, frame.isOn), addsPoints: true, intervalNm: [fromNm, toNm] };
    }
    case 'erase': {
      const [fromNm, toNm] = interval(gesture, frame, isFree);
      return { pieces: eraseInterval(base, fromNm, toNm), addsPoints: false, intervalNm: [fromNm, toNm] };
    }
    case 'point': {
      const { pieces, place } = insertKnot(base, frame.knotAt(gesture.to, isFree));
      return { pieces, addsPoints: true, selected: place };
    }
    default:
      return moved(gesture, base, frame, isFree, isStraight);
  }
}

function interval({ from, to }: { from: Spot; to: Spot }, frame: ChartFrame, isFree: boolean): [number, number] {
  const [a, b] = [frame.knotAt(from, isFree)[0], frame.knotAt(to, isFree)[0]];
  return [Math.min(a, b), Math.max(a, b)];
}

function stroked(
  path: readonly Spot[],
  tolerance: number,
  base: Pieces,
  frame: ChartFrame,
  isFree: boolean,
): Draft | null {
  const stroke = strokeKnots(path, tolerance, (spot) => frame.knotAt(spot, isFree));
  if (stroke.length < 2) return null;
  return { pieces: drawOver(base, stroke, frame.gapNm, frame.isOn), addsPoints: true };
}

type Move = Extract<Gesture, { kind: 'knot' | 'segment' }>;

function moved(gesture: Move, base: Pieces, frame: ChartFrame, isFree: boolean, isStraight: boolean): Draft {
  const { kind, place, from, to } = gesture;
  const knot = base[place.piece][place.index];
  let [dx, dy] = [to.x - from.x, to.y - from.y];
  if (isStraight && Math.abs(dx) > Math.abs(dy)) dy = 0;
  else if (isStraight) dx = 0;
  const spot = frame.spotOf(knot);
  const aim = frame.knotAt({ x: spot.x + dx, y: spot.y + dy }, isFree);
  const goal: Knot = [dx === 0 ? knot[0] : aim[0], dy === 0 ? knot[1] : aim[1]];
  const pieces =
    kind === 'knot'
      ? moveKnot(base, place, goal, frame.gapNm)
      : moveSegment(base, place, [goal[0] - knot[0], goal[1] - knot[1]], frame.gapNm, frame.clamp);
  return { pieces, addsPoints: false, selected: place };
}
