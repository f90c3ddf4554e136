import type { DataColumn } from './chart-types.ts';

/** A number in the fewest digits that give it back exactly. */
export const cellText = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** The columns as tab-separated text, for a spreadsheet. */
export function tabSeparated(columns: readonly DataColumn[]): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines = [columns.map(({ header }) => header).join('\t')];
  for (let row = 0; row < rows; row++) lines.push(columns.map(({ values }) => cellText(values[row])).join('\t'));
  return `${lines.join('\n')}\n`;
}
