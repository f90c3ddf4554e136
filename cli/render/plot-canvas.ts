import { type Paint, painted, type TerminalStyle } from './terminal-style.ts';

/** Dots of a braille character by row and column, as bits above U+2800. */
const BRAILLE_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BRAILLE_BLANK = 0x2800;
const DOTS_ACROSS = 2;
const DOTS_DOWN = 4;

interface PlotCell {
  dots: number;
  mark: string | undefined;
  paint: Paint | undefined;
}

/**
 * A field of characters on which curves are drawn finer than the characters: braille has 2 × 4 dots in each. Plain ASCII
 * has one dot across and three down, shown as ' - . by height. Dots count from the left and from the bottom.
 */
export class PlotCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly dotsAcross: number;
  readonly dotsDown: number;
  private readonly cells: PlotCell[];
  private readonly style: TerminalStyle;

  constructor(columns: number, rows: number, style: TerminalStyle) {
    this.columns = columns;
    this.rows = rows;
    this.style = style;
    this.dotsAcross = columns * (style.ascii ? 1 : DOTS_ACROSS);
    this.dotsDown = rows * (style.ascii ? 3 : DOTS_DOWN);
    this.cells = Array.from({ length: columns * rows }, () => ({ dots: 0, mark: undefined, paint: undefined }));
  }

  /** A line of dots up or down in one column of dots, both ends included; what lies outside is cut off. */
  upright(dotX: number, fromDotY: number, toDotY: number, paint: Paint): void {
    const low = Math.max(0, Math.min(fromDotY, toDotY));
    const high = Math.min(this.dotsDown - 1, Math.max(fromDotY, toDotY));
    for (let dotY = low; dotY <= high; dotY++) this.dot(dotX, dotY, paint);
  }

  /** A character of its own; dots that are drawn there afterwards or before do not show. */
  mark(dotX: number, dotY: number, mark: string, paint: Paint): void {
    const cell = this.cellAt(dotX, dotY);
    if (cell === undefined) return;
    cell.mark = mark;
    cell.paint = paint;
  }

  /** The same, but only where nothing is drawn. */
  markBehind(dotX: number, dotY: number, mark: string, paint: Paint): void {
    const cell = this.cellAt(dotX, dotY);
    if (cell !== undefined && cell.dots === 0 && cell.mark === undefined) this.mark(dotX, dotY, mark, paint);
  }

  /** Which row, from the top, shows a dot. */
  rowOf(dotY: number): number {
    return this.rows - 1 - Math.floor((dotY * this.rows) / this.dotsDown);
  }

  columnOf(dotX: number): number {
    return Math.floor((dotX * this.columns) / this.dotsAcross);
  }

  /** Rows of text from the top, without blanks at their ends. */
  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      const cells = this.cells.slice(row * this.columns, (row + 1) * this.columns);
      const last = cells.findLastIndex(({ dots, mark }) => dots !== 0 || mark !== undefined);
      return cells
        .slice(0, last + 1)
        .map((cell) => this.text(cell))
        .join('');
    });
  }

  private dot(dotX: number, dotY: number, paint: Paint): void {
    const cell = this.cellAt(dotX, dotY);
    if (cell === undefined) return;
    const down = this.dotsDown - 1 - dotY; // from the top
    cell.dots |= this.style.ascii ? 1 << (down % 3) : (BRAILLE_BITS[down % DOTS_DOWN]?.[dotX % DOTS_ACROSS] ?? 0);
    if (cell.mark === undefined) cell.paint = paint;
  }

  private cellAt(dotX: number, dotY: number): PlotCell | undefined {
    if (!(dotX >= 0 && dotX < this.dotsAcross && dotY >= 0 && dotY < this.dotsDown)) return undefined;
    return this.cells[this.rowOf(dotY) * this.columns + this.columnOf(dotX)];
  }

  private text({ dots, mark, paint }: PlotCell): string {
    if (mark === undefined && dots === 0) return ' ';
    return painted(
      mark ?? (this.style.ascii ? asciiDots(dots) : String.fromCharCode(BRAILLE_BLANK + dots)),
      paint,
      this.style,
    );
  }
}

/** bits: 1 top, 2 middle, 4 bottom */
function asciiDots(dots: number): string {
  if (dots === 1 || dots === 3) return "'";
  if (dots === 2) return '-';
  return dots === 4 || dots === 6 ? '.' : '|';
}
