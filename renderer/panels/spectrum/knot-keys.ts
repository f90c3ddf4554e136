import type { Knot, TargetRow } from '#core/targets/target-rows.ts';
import {
  insertKnot,
  type KnotPlace,
  knotPlaces,
  moveKnot,
  type Pieces,
  removeKnot,
  valueAt,
} from '#renderer/charts/drawing/pieces.ts';
import { snapped } from '#renderer/charts/drawing/snapping.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { Draft } from './gesture.ts';
import { naturalScale, possibleValue } from './value-scale.ts';

/** What a key does to the drawing: a change, another selected point, or neither. */
export interface KeyOutcome {
  readonly draft?: Draft;
  readonly selected?: KnotPlace | null;
}

interface KeyInput {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface KeyContext {
  readonly row: TargetRow;
  readonly pieces: Pieces;
  readonly selected: KnotPlace | null;
  readonly frame: ChartFrame;
  /** wavelengths shown, nm */
  readonly rangeNm: readonly [number, number];
}

const VALUE_STEP = { percent: 0.01, opticalDensity: 0.1, decibel: 1 } as const;
/** A first point stands at half height. */
const FIRST_VALUE = { percent: 0.5, opticalDensity: 1, decibel: -3 } as const;
/** The change of a wavelength for one press of an arrow, nm: a power of ten, 1 nm for a chart some 400 nm wide. */
export const arrowStepNm = ([low, high]: readonly [number, number]): number =>
  10 ** Math.round(Math.log10((high - low) / 400));

/** null: the key means nothing here. Shift is ten times the step, Alt a tenth. */
export function outcomeOfKey(input: KeyInput, context: KeyContext): KeyOutcome | null {
  const factor = input.shiftKey ? 10 : input.altKey ? 0.1 : 1;
  const byNm = factor * arrowStepNm(context.rangeNm);
  const byValue = factor * VALUE_STEP[naturalScale(context.row.quantity)];
  switch (input.key) {
    case 'ArrowLeft':
      return moved(context, -byNm, 0);
    case 'ArrowRight':
      return moved(context, byNm, 0);
    case 'ArrowUp':
      return moved(context, 0, byValue);
    case 'ArrowDown':
      return moved(context, 0, -byValue);
    case 'PageDown':
      return neighbour(context, 1);
    case 'PageUp':
      return neighbour(context, -1);
    case 'Home':
      return { selected: knotPlaces(context.pieces)[0] ?? null };
    case 'End':
      return { selected: knotPlaces(context.pieces).at(-1) ?? null };
    case 'Enter':
      return { draft: added(context) };
    case 'Delete':
    case 'Backspace':
      return removed(context);
    default:
      return null;
  }
}

/** The next or the one before; without a selection the first or the last. At the ends null: Tab leaves the chart. */
export function neighbourOf(
  { pieces, selected }: Pick<KeyContext, 'pieces' | 'selected'>,
  by: 1 | -1,
): KnotPlace | null {
  const all = knotPlaces(pieces);
  if (selected === null) return all.at(by === 1 ? 0 : -1) ?? null;
  const at = all.findIndex(({ piece, index }) => piece === selected.piece && index === selected.index) + by;
  return all[at] ?? null;
}

function neighbour(context: KeyContext, by: 1 | -1): KeyOutcome {
  return { selected: neighbourOf(context, by) ?? context.selected };
}

function moved({ pieces, selected, row, frame }: KeyContext, byNm: number, byValue: number): KeyOutcome {
  if (selected === null) return { selected: knotPlaces(pieces)[0] ?? null };
  const [wavelength, value] = pieces[selected.piece][selected.index];
  const to: Knot = [
    Math.max(1, Number((wavelength + byNm).toPrecision(12))),
    possibleValue(Number((value + byValue).toPrecision(12)), row.quantity),
  ];
  return { draft: { pieces: moveKnot(pieces, selected, to, frame.gapNm), addsPoints: false, selected } };
}

/** A new point half way to the next one, or beyond the last; the first one in the middle of the chart. */
function added({ pieces, selected, row, rangeNm, frame }: KeyContext): Draft {
  const all = knotPlaces(pieces);
  const step = arrowStepNm(rangeNm);
  const at = selected ?? all.at(-1) ?? null;
  if (at === null) {
    const middle = snapped((rangeNm[0] + rangeNm[1]) / 2, step);
    return draftOf(insertKnot(pieces, [middle, FIRST_VALUE[naturalScale(row.quantity)]]));
  }
  const [wavelength, value] = pieces[at.piece][at.index];
  const next = neighbourOf({ pieces, selected: at }, 1);
  if (next !== null) {
    const after = pieces[next.piece][next.index][0];
    const middle = Number(((wavelength + after) / 2).toPrecision(12));
    return draftOf(insertKnot(pieces, [middle, valueAt(pieces, middle) ?? value]));
  }
  const beyond = wavelength + Math.max(10 * step, 2 * frame.gapNm);
  const last = pieces[at.piece];
  const extended: Knot[] = [...last, [Number(beyond.toPrecision(12)), value]];
  return draftOf({
    pieces: pieces.map((piece, i) => (i === at.piece ? extended : [...piece])),
    place: { piece: at.piece, index: last.length },
  });
}

const draftOf = ({ pieces, place }: { pieces: Pieces; place: KnotPlace }): Draft => ({
  pieces,
  addsPoints: true,
  selected: place,
});

function removed({ pieces, selected }: KeyContext): KeyOutcome {
  if (selected === null) return {};
  const rest = removeKnot(pieces, selected);
  const all = knotPlaces(pieces);
  const at = all.findIndex(({ piece, index }) => piece === selected.piece && index === selected.index);
  const next = knotPlaces(rest)[Math.min(at, all.length - 2)];
  return { draft: { pieces: rest, addsPoints: false, ...(next === undefined ? {} : { selected: next }) } };
}
