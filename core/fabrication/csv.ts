/**
 * One cell of a CSV (RFC 4180), for readers that take "#" lines as comments.
 *
 * Spreadsheets run a cell that begins with = + - or @ as a formula, so a text that begins so gets an apostrophe before
 * it. Numbers are written as they are, in the shortest form that reads back as the same float64.
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@]|^[\t\r]/.test(value) ? `'${value}` : value;
  return /[",#\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvRow(cells: readonly (string | number | undefined)[]): string {
  return cells.map(csvCell).join(',');
}

/**
 * A line "# key: value" above a table. Spreadsheets split it at commas like any other line: what would begin a formula
 * after one gets its apostrophe, and line breaks and tabs become blanks.
 */
export function csvHeaderLine(key: string, value: string | number): string {
  const text = String(value)
    .replace(/\s+/g, ' ')
    .replace(/([,;]\s*"?)(?=[=+\-@])/g, "$1'");
  return `# ${key}: ${text}`;
}

/** Header lines, the names of the columns and the rows, with newlines as Unix has them and one at the end. */
export function csvText(
  header: readonly (readonly [key: string, value: string | number])[],
  columns: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string {
  const lines = [...header.map(([key, value]) => csvHeaderLine(key, value)), csvRow(columns), ...rows.map(csvRow)];
  return `${lines.join('\n')}\n`;
}
