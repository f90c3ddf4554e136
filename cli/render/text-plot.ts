import { type Axis, wavelengthAxis } from './plot-axis.ts';
import { PlotCanvas } from './plot-canvas.ts';
import { inStyle, type Paint, painted, type TerminalStyle } from './terminal-style.ts';
import { widthOf } from './text-table.ts';

/** A continuous curve, given densely enough to be drawn by joining its points. */
export interface PlotCurve {
  /** one or two letters, written at the curve's right end */
  readonly name: string;
  readonly legend: string;
  readonly wavelengthsNm: readonly number[];
  readonly values: readonly number[];
  readonly paint: Paint;
}

/** Points that stand for themselves: what is wished for. */
export interface PlotPoints {
  readonly legend: string;
  readonly kind: 'match' | 'atLeast' | 'atMost';
  readonly wavelengthsNm: readonly number[];
  readonly values: readonly number[];
  readonly paint: Paint;
}

export interface TextPlot {
  readonly title: string;
  /** "%", "OD" or "dB", written above the axis */
  readonly unit: string;
  readonly axis: Axis;
  readonly rangeNm: readonly [number, number];
  readonly curves: readonly PlotCurve[];
  readonly points: readonly PlotPoints[];
}

const ROWS = 13;
const LEAST_COLUMNS = 20;
/** Right of the field: half a number, a blank and the unit of the wavelengths. */
const UNIT_COLUMNS = 5;
/** Columns from one mark of a limit to the next. */
const MARK_EVERY = 4;
const MARKS = {
  unicode: { match: '○', atLeast: '△', atMost: '▽', line: '┄' },
  ascii: { match: 'o', atLeast: '^', atMost: 'v', line: '~' },
} as const;
const FRAME = {
  unicode: { side: '│', tick: '┤', corner: '└', floor: '─', floorTick: '┬', curve: '⠒⠒' },
  ascii: { side: '|', tick: '+', corner: '+', floor: '-', floorTick: '+', curve: '--' },
} as const;

/** A plot of spectra in characters: value axis on the left, wavelengths below, and a legend. */
export function textPlot(plot: TextPlot, style: TerminalStyle): string[] {
  const frame = FRAME[style.ascii ? 'ascii' : 'unicode'];
  const labels = plot.axis.ticks.map((tick) => plot.axis.label(tick));
  const gutter = Math.max(widthOf(plot.unit), ...labels.map(widthOf)) + 1;
  const names = plot.curves.reduce((sum, { name }) => sum + name.length, 1);
  const columns = Math.max(LEAST_COLUMNS, style.columns - gutter - 1 - Math.max(names, UNIT_COLUMNS));
  const field = new Field(plot, columns, style);
  for (const curve of plot.curves) field.drawCurve(curve);
  for (const points of plot.points) field.drawPoints(points);

  const body = field.lines().map((line, row) => {
    const label = labels[plot.axis.ticks.findIndex((tick) => field.rowOf(tick) === row)];
    const left =
      label === undefined ? `${' '.repeat(gutter)}${frame.side}` : `${label.padStart(gutter - 1)} ${frame.tick}`;
    const name = field.namesAt(row);
    const blanks = ' '.repeat(name === '' ? 0 : Math.max(1, columns - field.drawnWidth(row) + 1));
    return `${inStyle(left, style)}${line}${blanks}${name}`;
  });
  return [
    painted(inStyle(plot.title, style), 'bold', style),
    `${plot.unit.padStart(gutter - 1)} ${frame.side}`,
    ...body,
    ...wavelengthLines(plot.rangeNm, columns, gutter, field, style),
    ...legendLines(plot, gutter, style),
  ];
}

/** The drawing field with its two scales. */
class Field {
  private readonly canvas: PlotCanvas;
  private readonly plot: TextPlot;
  private readonly style: TerminalStyle;
  private readonly names = new Map<number, string>();
  private drawn: string[] = [];

  constructor(plot: TextPlot, columns: number, style: TerminalStyle) {
    this.plot = plot;
    this.style = style;
    this.canvas = new PlotCanvas(columns, ROWS, style);
  }

  /**
   * In every column of dots from the least to the greatest value that the curve has there, and on to where it is in the
   * next: fringes finer than a dot show as a band and never as a line that is not there.
   */
  drawCurve({ wavelengthsNm, values, paint, name }: PlotCurve): void {
    let before: { x: number; y: number } | undefined;
    for (const [i, wavelengthNm] of wavelengthsNm.entries()) {
      const here = { x: this.dotX(wavelengthNm), y: this.dotY(values[i] ?? Number.NaN) };
      if (!Number.isFinite(here.y)) before = undefined;
      else {
        this.join(before ?? here, here, paint);
        before = here;
      }
    }
    if (before === undefined) return;
    const row = this.canvas.rowOf(Math.min(Math.max(before.y, 0), this.canvas.dotsDown - 1));
    this.names.set(row, (this.names.get(row) ?? '') + painted(name, paint, this.style));
  }

  /** Few points are marks on top; many would hide the curve, so they become a line, or marks now and then, behind it. */
  drawPoints({ wavelengthsNm, values, paint, kind }: PlotPoints): void {
    const marks = MARKS[this.style.ascii ? 'ascii' : 'unicode'];
    const places = wavelengthsNm
      .map((wavelengthNm, i) => ({ x: this.dotX(wavelengthNm), y: this.dotY(values[i] ?? Number.NaN) }))
      .filter(({ y }) => Number.isFinite(y))
      .sort((a, b) => a.x - b.x);
    if (!isDenseOn(wavelengthsNm, this.canvas.columns)) {
      for (const { x, y } of places) this.canvas.mark(x, y, marks[kind], paint);
    } else if (kind === 'match') {
      for (const [i, place] of places.entries()) this.joinBehind(places[i - 1] ?? place, place, marks.line, paint);
    } else {
      let free = 0;
      for (const { x, y } of places) {
        if (this.canvas.columnOf(x) < free) continue;
        this.canvas.markBehind(x, y, marks[kind], paint);
        free = this.canvas.columnOf(x) + MARK_EVERY;
      }
    }
  }

  /** Marks from one point to its neighbour where that is at most a few columns away; a wider gap stays one. */
  private joinBehind(a: { x: number; y: number }, b: { x: number; y: number }, mark: string, paint: Paint): void {
    const isNear = this.canvas.columnOf(b.x) - this.canvas.columnOf(a.x) <= MARK_EVERY;
    for (let x = isNear ? a.x + 1 : b.x; x < b.x; x++) {
      this.canvas.markBehind(x, Math.round(a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x)), mark, paint);
    }
    this.canvas.markBehind(b.x, b.y, mark, paint);
  }

  /** The row, from the top, of a value on the axis. */
  rowOf(value: number): number {
    return this.canvas.rowOf(this.dotY(value));
  }

  columnOf(wavelengthNm: number): number {
    return this.canvas.columnOf(this.dotX(wavelengthNm));
  }

  namesAt(row: number): string {
    return this.names.get(row) ?? '';
  }

  lines(): string[] {
    this.drawn = this.canvas.lines();
    return this.drawn;
  }

  /** Characters of a row without its colours. */
  drawnWidth(row: number): number {
    const line = this.drawn[row] ?? '';
    return (this.style.color ? line.replaceAll(new RegExp(`${'\x1b'}\\[\\d+m`, 'g'), '') : line).length;
  }

  private join(a: { x: number; y: number }, b: { x: number; y: number }, paint: Paint): void {
    if (a.x === b.x) this.canvas.upright(a.x, a.y, b.y, paint);
    let y = a.y;
    for (let x = a.x + 1; x <= b.x; x++) {
      const next = Math.round(a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x));
      // the rise is shared by the two columns, so that a steep flank is one stroke and no staircase
      const middle = y + Math.trunc((next - y) / 2);
      this.canvas.upright(x - 1, y, middle, paint);
      this.canvas.upright(x, middle + Math.sign(next - y), next, paint);
      y = next;
    }
  }

  private dotX(wavelengthNm: number): number {
    const [low, high] = this.plot.rangeNm;
    return Math.round(((wavelengthNm - low) / (high - low)) * (this.canvas.dotsAcross - 1));
  }

  /** One dot outside the field where the value lies off the axis, so that flanks are cut off and not bent. */
  private dotY(value: number): number {
    const { low, high } = this.plot.axis;
    const top = this.canvas.dotsDown - 1;
    if (Number.isNaN(value)) return value;
    return Math.min(Math.max(Math.round(((value - low) / (high - low)) * top), -1), top + 1);
  }
}

/** Whether points lie so close that their marks would touch. */
function isDenseOn(wavelengthsNm: readonly number[], columns: number): boolean {
  return wavelengthsNm.length > columns / 3;
}

function wavelengthLines(
  [low, high]: readonly [number, number],
  columns: number,
  gutter: number,
  field: Field,
  style: TerminalStyle,
): string[] {
  const frame = FRAME[style.ascii ? 'ascii' : 'unicode'];
  const axis = wavelengthAxis(low, high, Math.max(2, Math.floor(columns / 11)));
  const floor = new Array<string>(columns).fill(frame.floor);
  const labels = new Array<string>(columns + gutter + 8).fill(' ');
  const unit = inStyle(axis.unit, style);
  const unitAt = gutter + 1 + columns + UNIT_COLUMNS - 1 - unit.length;
  for (const tick of axis.ticks) {
    const column = field.columnOf(tick);
    floor[column] = frame.floorTick;
    const text = axis.label(tick);
    const start = gutter + 1 + column - Math.floor(text.length / 2);
    if (start + text.length >= unitAt) continue;
    for (const [i, sign] of [...text].entries()) labels[start + i] = sign;
  }
  for (const [i, sign] of [...unit].entries()) labels[unitAt + i] = sign;
  return [`${' '.repeat(gutter)}${frame.corner}${floor.join('')}`, labels.join('').trimEnd()];
}

function legendLines({ curves, points }: TextPlot, gutter: number, style: TerminalStyle): string[] {
  const marks = MARKS[style.ascii ? 'ascii' : 'unicode'];
  const columns = style.columns - gutter;
  const dense = (wavelengthsNm: readonly number[]) => isDenseOn(wavelengthsNm, columns);
  const entries = [
    ...curves.map(({ legend, paint }) => [FRAME[style.ascii ? 'ascii' : 'unicode'].curve, legend, paint] as const),
    ...points.map(({ legend, paint, kind, wavelengthsNm }) => {
      const mark = kind === 'match' && dense(wavelengthsNm) ? marks.line.repeat(2) : marks[kind];
      return [mark, legend, paint] as const;
    }),
  ];
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const [mark, legend, paint] of entries) {
    const text = `${mark} ${inStyle(legend, style)}`;
    if (width > 0 && gutter + width + 3 + text.length > style.columns) {
      lines.push(line);
      [line, width] = ['', 0];
    }
    line += `${width > 0 ? '   ' : ''}${painted(mark, paint, style)} ${inStyle(legend, style)}`;
    width += (width > 0 ? 3 : 0) + text.length;
  }
  return [...lines, line].filter((text) => text !== '').map((text) => ' '.repeat(gutter + 1) + text);
}
