/** Reading, writing and stepping the numbers that a person types. */

export interface NumberRange {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isInteger?: boolean | undefined;
  readonly unit?: string | undefined;
}

/** A typed number: a decimal comma, spaces between digits and a unit behind are understood. NaN when it is none. */
export function parseNumber(text: string): number {
  const bare = text.trim().replace(/(\d)\s*(%|°|nm|µm|mm|s|OD|dB)$/, '$1');
  const plain = bare.replaceAll(/[\s\u00a0\u202f]/g, '');
  const dotted = plain.includes('.') ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return dotted === '' ? Number.NaN : Number(dotted.replace('\u2212', '-'));
}

/** Up to five significant digits, and never an exponent where a plain number is readable. */
export function formatNumber(value: number, digits = 5): string {
  return String(Number(value.toPrecision(digits)));
}

/** With a fixed number of decimals, so that a column aligns. */
export function formatFixed(value: number, decimals: number): string {
  return value.toFixed(decimals);
}

/** Why a typed text cannot be taken, as a sentence; null when it can. */
export function numberFault(text: string, range: NumberRange): string | null {
  const value = parseNumber(text);
  if (!Number.isFinite(value)) return 'Type a number.';
  const { min, max, isInteger } = range;
  const unit = range.unit === undefined ? '' : ` ${range.unit}`;
  if (isInteger && !Number.isInteger(value)) return 'Type a whole number.';
  const isTooSmall = min !== undefined && value < min;
  const isTooLarge = max !== undefined && value > max;
  if (!isTooSmall && !isTooLarge) return null;
  if (min !== undefined && max !== undefined) return `Between ${formatNumber(min)} and ${formatNumber(max)}${unit}.`;
  return isTooSmall ? `At least ${formatNumber(min ?? 0)}${unit}.` : `At most ${formatNumber(max ?? 0)}${unit}.`;
}

/** ×10 with Shift, ÷10 with Alt; whole numbers never step by less than 1. */
export function stepOf(
  step: number,
  keys: { readonly shiftKey: boolean; readonly altKey: boolean },
  isInteger = false,
): number {
  const scaled = step * (keys.shiftKey ? 10 : keys.altKey ? 0.1 : 1);
  return isInteger ? Math.max(1, Math.round(scaled)) : scaled;
}

/** value + change, without the dust of binary fractions, inside the range. */
export function stepped(value: number, change: number, { min, max }: NumberRange): number {
  const sum = Number((value + change).toPrecision(12));
  return Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, sum));
}

/** Three significant digits, small ones with an exponent: "0.412", "12.3", "3.1e-5". */
export function figure(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toPrecision(3);
}
