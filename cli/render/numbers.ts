/** A number in so many digits, without an exponent where people do not expect one: 0.01234, 12.34, 1234, 1.2e-7. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) return value.toExponential(Math.max(0, digits - 1)).replace('e+', 'e');
  const text = value.toPrecision(digits);
  return text.includes('e') ? String(Math.round(value)) : text;
}

/** 0.01234 → "1.23" */
export const percent = (fraction: number, digits: number): string => significant(100 * fraction, digits);

/** A length in the unit that people use for it: 92.3 nm, 12.4 µm, 1 mm. */
export function lengthText(lengthNm: number): string {
  if (lengthNm >= 1e5) return `${trimmed(lengthNm / 1e6)} mm`;
  if (lengthNm >= 1e4) return `${trimmed(lengthNm / 1e3)} µm`;
  return `${trimmed(lengthNm)} nm`;
}

const trimmed = (value: number): string => String(Number(value.toPrecision(4)));
