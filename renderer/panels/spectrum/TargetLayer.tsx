import { useId, useMemo } from 'react';
import { sourceOf } from '#core/targets/quantity.ts';
import type { TargetRow } from '#core/targets/target-rows.ts';
import type { PlotGeometry } from '#renderer/charts/chart-types.ts';
import type { KnotPlace, Pieces } from '#renderer/charts/drawing/pieces.ts';
import type { ValueScale } from '#renderer/state/view-store.ts';
import type { ChartFrame } from './chart-frame.ts';
import { piecesOf } from './row-curve.ts';
import styles from './spectrum.module.css';
import { targetPaths, visibleKnots } from './target-shapes.ts';

interface RowProps {
  readonly row: TargetRow;
  /** the drawing as it is under the hand */
  readonly pieces?: Pieces | undefined;
  readonly geometry: PlotGeometry;
  readonly scale: ValueScale;
  readonly isSelected: boolean;
}

/** One row of the wish: a translucent band, hatched where it counts on one side only. */
export function TargetShape({ row, pieces, geometry, scale, isSelected }: RowProps) {
  const hatch = useId();
  const drawn = pieces ?? piecesOf(row.shape);
  const paths = useMemo(() => targetPaths(row, drawn, geometry, scale), [row, drawn, geometry, scale]);
  const colour = `var(--sw-${sourceOf(row.quantity)})`;
  return (
    <g className={isSelected ? styles.selectedRow : styles.row} style={{ color: colour }}>
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" stroke={colour} strokeWidth="1.6" />
        </pattern>
      </defs>
      {paths.forbidden === '' ? null : <path d={paths.forbidden} fill={`url(#${hatch})`} fillOpacity="0.6" />}
      {paths.band === '' ? null : <path className={styles.band} d={paths.band} />}
      <path className={styles.wish} d={paths.line} />
    </g>
  );
}

interface KnotsProps {
  readonly pieces: Pieces;
  readonly row: TargetRow;
  readonly frame: ChartFrame;
  readonly geometry: PlotGeometry;
  readonly selected: KnotPlace | null;
}

/** More handles than this hide the curve; the points can still be grabbed. */
const MOST_HANDLES = 150;

/** The points of the selected row that can be dragged. */
export function TargetKnots({ pieces, row, frame, geometry, selected }: KnotsProps) {
  const knots = visibleKnots(pieces, geometry.x);
  const isSelected = (piece: number, index: number): boolean => selected?.piece === piece && selected.index === index;
  const shown = knots.length <= MOST_HANDLES ? knots : knots.filter(({ piece, index }) => isSelected(piece, index));
  return (
    <g style={{ color: `var(--sw-${sourceOf(row.quantity)})` }}>
      {shown.map(({ piece, index, knot }) => {
        const { x, y } = frame.spotOf(knot);
        const on = isSelected(piece, index);
        return (
          <circle
            key={`${piece} ${index}`}
            className={on ? styles.selectedKnot : styles.knot}
            cx={x}
            cy={y}
            r={on ? 5.5 : 4}
          />
        );
      })}
    </g>
  );
}
