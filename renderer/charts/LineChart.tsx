import 'uplot/dist/uPlot.min.css';
import './chart-colours.css';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#renderer/controls/Button.tsx';
import type { AxisRange, DataColumns, PlotGeometry } from './chart-types.ts';
import { xToPixel } from './chart-types.ts';
import { DataTable } from './DataTable.tsx';
import styles from './line-chart.module.css';
import { copyPicture, copyText } from './picture.ts';
import { tabSeparated } from './tab-separated.ts';
import { useNavigation } from './useNavigation.ts';
import { type PlotInput, usePlot } from './usePlot.ts';

export interface LineChartProps extends PlotInput {
  /** "Spectrum": the hidden table is then named "Spectrum data" */
  readonly name: string;
  /** what the picture of the chart says below it: the part, the light */
  readonly caption: string;
  readonly columns: DataColumns;
  /** a place on the x axis to mark, here or on another chart */
  readonly hoverX: number | null;
  readonly onHover: (x: number | null) => void;
  /** the person zoomed or panned; null: asked for everything */
  readonly onRange: (range: AxisRange | null) => void;
  /** width of the plotting area, CSS pixels */
  readonly onWidth?: (pixels: number) => void;
  /** a layer over the curves; a gesture it takes must not bubble */
  readonly children?: (geometry: PlotGeometry) => ReactNode;
}

/** Curves that move with the mouse: uPlot, a layer over it, a crosshair, zoom, copies, and a hidden table of the data. */
export function LineChart(props: LineChartProps) {
  const { name, caption, x, y, series, columns, hoverX, onHover, onRange, onWidth, children } = props;
  const chart = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const box = usePlot(host, { x, y, series });
  const [xLow, xHigh] = x.range;
  const [yLow, yHigh] = y.range;
  const geometry = useMemo<PlotGeometry | null>(
    () => (box === null ? null : { ...box, x: [xLow, xHigh], y: [yLow, yHigh] }),
    [box, xLow, xHigh, yLow, yHigh],
  );
  const handlers = useNavigation(surface, { geometry, onHover, onRange });
  const width = box?.width;
  useEffect(() => {
    if (width !== undefined) onWidth?.(width);
  }, [width, onWidth]);
  const crosshair = geometry !== null && hoverX !== null ? xToPixel(geometry, hoverX) : -1;
  return (
    <div ref={chart} className={styles.chart}>
      <div ref={host} className={styles.plot} aria-hidden="true" />
      {geometry === null ? null : (
        <div
          ref={surface}
          className={styles.surface}
          style={{ left: geometry.left, top: geometry.top, width: geometry.width, height: geometry.height }}
          {...handlers}
        >
          {crosshair >= 0 && crosshair <= geometry.width ? (
            <div className={styles.crosshair} style={{ transform: `translateX(${crosshair}px)` }} />
          ) : null}
          {children?.(geometry)}
        </div>
      )}
      <CopyButtons name={name} caption={caption} columns={columns} chart={chart} />
      <DataTable name={`${name} data`} columns={columns} />
    </div>
  );
}

interface CopyProps {
  readonly name: string;
  readonly caption: string;
  readonly columns: DataColumns;
  readonly chart: { readonly current: HTMLDivElement | null };
}

/** What became of a copy is said on the button itself for a moment. */
function CopyButtons({ name, caption, columns, chart }: CopyProps) {
  const [said, setSaid] = useState<{ what: 'data' | 'picture'; outcome: string } | null>(null);
  const copy = async (what: 'data' | 'picture'): Promise<void> => {
    const element = chart.current;
    if (element === null) return;
    const file = name.toLowerCase();
    const outcome = await (what === 'data'
      ? copyText(tabSeparated(columns()), `${file}.tsv`)
      : copyPicture(element, `${name}: ${caption}`, `${file}.png`)
    ).catch(() => 'failed');
    setSaid({ what, outcome: outcome[0].toUpperCase() + outcome.slice(1) });
  };
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 1500);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className={styles.actions}>
      {(['data', 'picture'] as const).map((what) => (
        <Button key={what} className={styles.copy ?? ''} onClick={() => void copy(what)}>
          {said?.what === what ? said.outcome : `Copy ${what}`}
        </Button>
      ))}
    </div>
  );
}
