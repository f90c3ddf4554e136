import { LEAST_FRACTION, scaleOf, sourceOf } from '#core/targets/quantity.ts';
import type { Quantity } from '#core/targets/target.ts';
import type { ValueScale } from '#renderer/state/view-store.ts';

export type Source = 'R' | 'T' | 'A';
export const SOURCES: readonly Source[] = ['R', 'T', 'A'];

/** Optical densities and decibels are written to this many digits after the point. */
const DIGITS = { percent: 2, opticalDensity: 3, decibel: 2 } as const;

/** A fraction as the chart shows it: per cent, −log10 x or 10 log10 x. */
export function shownValue(fraction: number, scale: ValueScale): number {
  if (scale === 'percent') return fraction * 100;
  const logarithm = Math.log10(Math.max(fraction, LEAST_FRACTION));
  return scale === 'opticalDensity' ? -logarithm : 10 * logarithm;
}

/** The fraction, 0 … 1, that the chart shows at a height. */
export function fractionShown(value: number, scale: ValueScale): number {
  const fraction = scale === 'percent' ? value / 100 : 10 ** (scale === 'opticalDensity' ? -value : value / 10);
  return Math.min(Math.max(fraction, 0), 1);
}

/** The fraction that a value of a row's quantity stands for. */
export function fractionOf(value: number, quantity: Quantity): number {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return value;
  return 10 ** (scale === 'opticalDensity' ? -value : value / 10);
}

/** A fraction in a row's quantity. */
export function quantityOf(fraction: number, quantity: Quantity): number {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return fraction;
  const logarithm = Math.log10(Math.max(fraction, LEAST_FRACTION));
  return scale === 'opticalDensity' ? -logarithm : 10 * logarithm;
}

/** A value that light can have: 0 … 1 for a fraction, and what that is in OD and dB. */
export function possibleValue(value: number, quantity: Quantity): number {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return Math.min(Math.max(value, 0), 1);
  if (scale === 'opticalDensity') return Math.min(Math.max(value, 0), -Math.log10(LEAST_FRACTION));
  return Math.min(Math.max(value, 10 * Math.log10(LEAST_FRACTION)), 0);
}

/** The scale on which a row's own values are written. */
export function naturalScale(quantity: Quantity): ValueScale {
  const scale = scaleOf(quantity);
  return scale === 'fraction' ? 'percent' : scale;
}

const UNIT: Record<ValueScale, string> = { percent: '%', opticalDensity: '', decibel: 'dB' };

/** "99.32 %", "OD 3.012", "−12.1 dB" */
export function valueText(fraction: number, scale: ValueScale): string {
  const value = shownValue(fraction, scale);
  const digits = value.toFixed(DIGITS[scale]).replace('-', '−');
  return scale === 'opticalDensity' ? `OD ${digits}` : `${digits} ${UNIT[scale]}`;
}

/** A value of a row as it is read aloud: "R 90 %", "T OD 3". */
export function rowValueText(value: number, quantity: Quantity): string {
  const scale = naturalScale(quantity);
  const shown = Number((scale === 'percent' ? value * 100 : value).toPrecision(6));
  const name = sourceOf(quantity);
  if (scale === 'opticalDensity') return `${name} OD ${shown}`;
  return `${name} ${String(shown).replace('-', '−')} ${UNIT[scale]}`;
}

export const scaleLabel: Record<ValueScale, string> = {
  percent: '%',
  opticalDensity: 'OD',
  decibel: 'dB',
};
