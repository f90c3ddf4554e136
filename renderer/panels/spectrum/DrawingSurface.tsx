import { useId } from 'react';
import type { TargetRow } from '#core/targets/target-rows.ts';
import { type PlotGeometry, xToPixel } from '#renderer/charts/chart-types.ts';
import { hitTest } from '#renderer/charts/drawing/hit-test.ts';
import { knotPlaces } from '#renderer/charts/drawing/pieces.ts';
import type { Spot } from '#renderer/charts/drawing/stroke.ts';
import type { DrawingTool, ValueScale } from '#renderer/state/view-store.ts';
import { chartFrame } from './chart-frame.ts';
import type { Draft } from './gesture.ts';
import { piecesOf } from './row-curve.ts';
import styles from './spectrum.module.css';
import { TargetKnots, TargetShape } from './TargetLayer.tsx';
import { useDrawing } from './useDrawing.ts';
import { useKnotKeys } from './useKnotKeys.ts';
import { rowValueText } from './value-scale.ts';

export interface DrawingSurfaceProps {
  readonly geometry: PlotGeometry;
  /** the row that is drawn upon; one that is not in the wish yet is made by its first stroke */
  readonly row: TargetRow;
  /** the others that are shown */
  readonly others: readonly TargetRow[];
  readonly tool: DrawingTool;
  readonly scale: ValueScale;
  readonly onDrawn: (draft: Draft) => void;
  readonly onSelectRow: (id: string) => void;
}

const PRESS_REACH_PX = 7;

/** The layer on which a person draws the light that is wanted, by hand or by keys. */
export function DrawingSurface(props: DrawingSurfaceProps) {
  const { geometry, row, others, tool, scale, onDrawn, onSelectRow } = props;
  const help = useId();
  const onPressBeside = (spot: Spot): boolean => {
    const found = others.find((other) => {
      const { spotOf } = chartFrame(geometry, other, scale);
      return hitTest(piecesOf(other.shape), spotOf, spot, PRESS_REACH_PX, PRESS_REACH_PX) !== null;
    });
    if (found !== undefined) onSelectRow(found.id);
    return found !== undefined;
  };
  const drawing = useDrawing({ geometry, row, tool, scale, onDrawn, onPressBeside });
  const { frame, draft, selected } = drawing;
  const pieces = draft?.pieces ?? drawing.pieces;
  const place = draft?.selected ?? selected;
  const onKeyDown = useKnotKeys(drawing, row, geometry.x);
  return (
    <>
      <div
        className={styles.surface}
        data-tool={tool}
        data-drafting={draft === null ? undefined : ''}
        role="application"
        aria-label="Target spectrum"
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
        tabIndex={0}
        {...drawing.handlers}
        onKeyDown={onKeyDown}
      >
        <svg
          className={styles.layer}
          data-in-picture=""
          width={geometry.width}
          height={geometry.height}
          aria-hidden="true"
        >
          {draft?.intervalNm === undefined ? null : (
            <Interval geometry={geometry} intervalNm={draft.intervalNm} tool={tool} />
          )}
          {others.map((other) => (
            <TargetShape key={other.id} row={other} geometry={geometry} scale={scale} isSelected={false} />
          ))}
          <TargetShape row={row} pieces={pieces} geometry={geometry} scale={scale} isSelected />
          <TargetKnots pieces={pieces} row={row} frame={frame} geometry={geometry} selected={place} />
        </svg>
      </div>
      <span id={help} className="sw-hidden">
        Arrow keys move the selected point, with Shift ten times as far, with Alt a tenth. Tab, Page Up and Page Down
        choose a point, Enter adds one, Delete removes it.
      </span>
      <output className="sw-hidden">{spoken(row, pieces, place)}</output>
    </>
  );
}

function spoken(row: TargetRow, pieces: Draft['pieces'], place: Draft['selected'] | null): string {
  if (place === null || place === undefined) return '';
  const knot = pieces[place.piece]?.[place.index];
  if (knot === undefined) return '';
  const all = knotPlaces(pieces);
  const at = all.findIndex(({ piece, index }) => piece === place.piece && index === place.index);
  return `Point ${at + 1} of ${all.length}: ${Number(knot[0].toPrecision(8))} nm, ${rowValueText(knot[1], row.quantity)}`;
}

function Interval({
  geometry,
  intervalNm,
  tool,
}: {
  geometry: PlotGeometry;
  intervalNm: readonly [number, number];
  tool: DrawingTool;
}) {
  const [from, to] = intervalNm.map((wavelength) => xToPixel(geometry, wavelength));
  return (
    <rect
      className={tool === 'erase' ? styles.erased : styles.level}
      x={from}
      y={0}
      width={to - from}
      height={geometry.height}
    />
  );
}
