import type { Medium } from '#core/optics/stack.ts';

/** How the window names a medium: its id or name, "n2.35" for constants, "table n1.46" for data in the stack itself. */
export function mediumName(medium: Medium): string {
  if (typeof medium === 'string') return medium;
  if ('wavelengthsNm' in medium) return `table n${rounded(medium.n[Math.floor(medium.n.length / 2)])}`;
  const k = medium.k ?? 0;
  return k === 0 ? `n${rounded(medium.n)}` : `n${rounded(medium.n)}+${rounded(k)}i`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));
