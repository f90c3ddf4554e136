/** Which rows of a long table are in sight, and a few more on either side. */
export interface RowWindow {
  readonly from: number;
  /** exclusive */
  readonly to: number;
}

const SPARE_ROWS = 12;
/** Shorter tables are drawn whole. */
const WHOLE_UP_TO = 200;

export function rowWindow(count: number, scrollTop: number, height: number, rowHeight: number): RowWindow {
  if (count <= WHOLE_UP_TO) return { from: 0, to: count };
  const first = Math.floor(scrollTop / rowHeight) - SPARE_ROWS;
  const last = Math.ceil((scrollTop + height) / rowHeight) + SPARE_ROWS;
  const to = Math.max(0, Math.min(count, last));
  return { from: Math.max(0, Math.min(first, to)), to };
}
