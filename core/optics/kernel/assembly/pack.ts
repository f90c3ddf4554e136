import { FIELD } from './vector';

/** Moves rows of `blocks` whole blocks together, in place, so that each takes `width` doubles and no more. */
export function pack(address: usize, rows: i32, blocks: i32, width: i32): void {
  const from = <usize>blocks * FIELD;
  const to = <usize>width * 8;
  for (let row: usize = 1; row < <usize>rows; row++) memory.copy(address + row * to, address + row * from, to);
}
