/** A range of an axis, ascending. */
export type AxisRange = readonly [number, number];

/** One curve of a chart. */
export interface ChartSeries {
  readonly key: string;
  /** as the axis shows it; NaN leaves a gap */
  readonly values: Float64Array;
  /** a custom property of CSS: "--sw-R" */
  readonly colour: string;
  readonly width: number;
  readonly opacity: number;
  /** solid: verified; dashed: a network's estimate; dots: measured */
  readonly mark: 'solid' | 'dashed' | 'dots';
}

/** A column of a chart's hidden table: full precision, one value for each row, NaN for none. */
export interface DataColumn {
  readonly header: string;
  readonly values: ArrayLike<number>;
}

/** Made only when they are read; another function stands for other data. */
export type DataColumns = () => readonly DataColumn[];

/** The plotting area, CSS pixels within the chart, and what it shows. */
export interface PlotGeometry {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: AxisRange;
  readonly y: AxisRange;
}

export type PlotBox = Pick<PlotGeometry, 'left' | 'top' | 'width' | 'height'>;

/** Pixels from the plot's left edge. */
export const xToPixel = ({ x, width }: PlotGeometry, value: number): number => ((value - x[0]) / (x[1] - x[0])) * width;
/** Pixels from the plot's upper edge. */
export const yToPixel = ({ y, height }: PlotGeometry, value: number): number =>
  ((y[1] - value) / (y[1] - y[0])) * height;
export const pixelToX = ({ x, width }: PlotGeometry, pixel: number): number => x[0] + (pixel / width) * (x[1] - x[0]);
export const pixelToY = ({ y, height }: PlotGeometry, pixel: number): number => y[1] - (pixel / height) * (y[1] - y[0]);

/** The range after zooming by a factor about a place that stays where it is. */
export function zoomed([low, high]: AxisRange, about: number, factor: number): AxisRange {
  return [about - (about - low) * factor, about + (high - about) * factor];
}
