import { inStyle, type Paint, painted, type TerminalStyle } from './terminal-style.ts';

/** A column: its heading, and whether its cells stand left, right, or with their decimal points in line. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right' | 'point';
}

export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

const GAP = '  ';

/** Aligned columns under a line of headings, two blanks between them, no blanks at the ends of lines. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | Cell)[])[],
  style: TerminalStyle,
): string[] {
  const cells = rows.map((row) => columns.map((_, c) => cellOf(row[c], style)));
  const aligned = columns.map(({ align }, c) =>
    alignedColumn(
      cells.map((row) => (row[c] as Cell).text),
      align,
    ),
  );
  const headings = columns.map(({ heading }) => inStyle(heading, style));
  const widths = columns.map((_, c) => Math.max(widthOf(headings[c] ?? ''), ...(aligned[c] ?? []).map(widthOf)));
  const place = (text: string, c: number): string => {
    const blanks = ' '.repeat(Math.max(0, (widths[c] ?? 0) - widthOf(text)));
    return columns[c]?.align === 'left' ? text + blanks : blanks + text;
  };
  const line = (parts: readonly string[]): string => parts.join(GAP).trimEnd();
  const head = painted(line(headings.map(place)), 'bold', style);
  const body = cells.map((row, r) =>
    line(row.map(({ paint }, c) => painted(place(aligned[c]?.[r] ?? '', c), paint, style))),
  );
  return [head, ...body];
}

function cellOf(cell: string | Cell | undefined, style: TerminalStyle): Cell {
  const { text, paint } = typeof cell === 'object' ? cell : { text: cell ?? '', paint: undefined };
  return { text: inStyle(text, style), ...(paint === undefined ? {} : { paint }) };
}

/** Blanks behind shorter fractions bring the points into line. */
function alignedColumn(texts: readonly string[], align: Column['align']): readonly string[] {
  if (align !== 'point') return texts;
  const behind = (text: string): number => {
    const point = text.search(/[.](?=\d)/);
    const digits = text.search(/[^-–\d]|$/);
    return text.length - (point < 0 ? digits : point);
  };
  const most = Math.max(0, ...texts.map(behind));
  return texts.map((text) => text + ' '.repeat(most - behind(text)));
}

/** Code points without combining marks; full-width letters count twice. */
export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (/\p{M}|\p{Cf}/u.test(sign)) continue;
    width += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff00-\uff60]/u.test(sign) ? 2 : 1;
  }
  return width;
}
