import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { AxisRange, ChartSeries, PlotBox } from './chart-types.ts';

export interface PlotInput {
  readonly x: { readonly label: string; readonly values: Float64Array; readonly range: AxisRange };
  readonly y: { readonly label: string; readonly range: AxisRange; readonly tickText: (value: number) => string };
  readonly series: readonly ChartSeries[];
}

const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const AXIS_PX = { x: 22, y: 42, label: 15 };
const SMALLEST_PX = { width: 80, height: 60 };

const colourOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';

/** The uPlot that draws a chart's curves and axes. It is made anew only when the kinds of curves change. */
export function usePlot(host: RefObject<HTMLDivElement | null>, input: PlotInput) {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(input);
  latest.current = input;
  const [box, setBox] = useState<PlotBox | null>(null);
  const kinds = input.series.map(({ key, mark, width, opacity }) => `${key} ${mark} ${width} ${opacity}`).join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of the input reaches the plot by the next effect
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(latest, element, setBox), dataOf(latest.current), element);
    plot.current = made;
    const stop = follow(element, made);
    return () => {
      stop();
      plot.current = null;
      made.destroy();
    };
  }, [kinds, input.x.label, input.y.label]);

  const { values } = input.x;
  const [xLow, xHigh] = input.x.range;
  const [yLow, yHigh] = input.y.range;
  const { series } = input;
  // biome-ignore lint/correctness/useExhaustiveDependencies: data and ranges are what is drawn
  useEffect(() => {
    plot.current?.setData(dataOf(latest.current), true);
  }, [values, series, xLow, xHigh, yLow, yHigh]);
  return box;
}

function dataOf({ x, series }: PlotInput): uPlot.AlignedData {
  return [x.values, ...series.map(({ values }) => withGaps(values))];
}

/** uPlot leaves gaps at null alone. */
function withGaps(values: Float64Array): Float64Array | (number | null)[] {
  return values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
}

type Latest = RefObject<PlotInput>;

function optionsOf(latest: Latest, element: HTMLElement, setBox: (box: PlotBox) => void): uPlot.Options {
  const report = ({ bbox }: uPlot): void => {
    const ratio = devicePixelRatio;
    const { left, top, width, height } = bbox;
    setBox({ left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio });
  };
  return {
    ...sizeOf(element),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [...latest.current.x.range] },
      y: { range: () => [...latest.current.y.range] },
    },
    axes: axesOf(latest),
    series: [{}, ...latest.current.series.map((series) => seriesOf(series, latest))],
    hooks: { ready: [report], setSize: [report] },
  };
}

function axesOf(latest: Latest): uPlot.Axis[] {
  const common: uPlot.Axis = {
    font: FONT,
    labelFont: FONT,
    labelSize: AXIS_PX.label,
    gap: 3,
    stroke: () => colourOf('--sw-dim'),
    grid: { stroke: () => colourOf('--sw-grid'), width: 1 },
    ticks: { stroke: () => colourOf('--sw-grid'), width: 1, size: 4 },
  };
  return [
    { ...common, label: latest.current.x.label, size: AXIS_PX.x, space: 56 },
    {
      ...common,
      label: latest.current.y.label,
      size: AXIS_PX.y,
      space: 28,
      values: (_, ticks) => ticks.map((tick) => latest.current.y.tickText(tick)),
    },
  ];
}

function seriesOf({ key, width, opacity, mark }: ChartSeries, latest: Latest): uPlot.Series {
  const stroke = (): string => colourOf(latest.current.series.find((other) => other.key === key)?.colour ?? '--sw-dim');
  const isDots = mark === 'dots';
  return {
    label: key,
    stroke,
    width,
    alpha: opacity,
    pxAlign: 0,
    points: isDots ? { show: true, size: 5, fill: stroke } : { show: false },
    ...(mark === 'dashed' ? { dash: [6, 4] } : {}),
    ...(isDots ? { paths: () => null } : {}),
  };
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  const { clientWidth, clientHeight } = element;
  return {
    width: Math.max(SMALLEST_PX.width, clientWidth),
    height: Math.max(SMALLEST_PX.height, clientHeight),
  };
}

/** Keeps a plot at its host's size and in the scheme's colours. */
function follow(element: HTMLElement, plot: uPlot): () => void {
  const resized = new ResizeObserver(() => {
    const { width, height } = sizeOf(element);
    if (width !== plot.width || height !== plot.height) plot.setSize({ width, height });
  });
  resized.observe(element);
  const recoloured = new MutationObserver(() => plot.redraw());
  recoloured.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
  return () => {
    resized.disconnect();
    recoloured.disconnect();
  };
}
