import type { DataColumn } from './chart-types.ts';
import { cellText } from './tab-separated.ts';

/** Writes the columns into a table's head and body, changing only what differs. */
export function fillTable(table: HTMLTableElement, columns: readonly DataColumn[]): void {
  const head = table.tHead?.rows[0] ?? table.createTHead().insertRow();
  const body = table.tBodies[0] ?? table.createTBody();
  fitCells(head, columns.length, 'th');
  columns.forEach(({ header }, i) => {
    setText(head.cells[i], header);
  });
  const count = columns[0]?.values.length ?? 0;
  while (body.rows.length > count) body.lastElementChild?.remove();
  let row = body.firstElementChild as HTMLTableRowElement | null;
  for (let i = 0; i < count; i++) {
    row ??= body.appendChild(document.createElement('tr'));
    fillRow(row, columns, i);
    row = row.nextElementSibling as HTMLTableRowElement | null;
  }
}

function fillRow(row: HTMLTableRowElement, columns: readonly DataColumn[], at: number): void {
  fitCells(row, columns.length, 'td');
  let cell = row.firstElementChild;
  for (const { values } of columns) {
    setText(cell as Element, cellText(values[at]));
    cell = (cell as Element).nextElementSibling;
  }
}

function fitCells(row: HTMLTableRowElement, count: number, tag: 'td' | 'th'): void {
  while (row.childElementCount > count) row.lastElementChild?.remove();
  while (row.childElementCount < count) {
    const cell = row.appendChild(document.createElement(tag));
    if (tag === 'th') cell.setAttribute('scope', 'col');
    cell.append('');
  }
}

function setText(cell: Element, text: string): void {
  const node = cell.firstChild as Text | null;
  if (node === null) cell.append(text);
  else if (node.data !== text) node.data = text;
}
