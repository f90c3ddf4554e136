import type { z } from 'zod';
import type { Direction, Polarization } from '#core/optics/stack.ts';
import type { Quantity, Statistic, TargetKind } from '#core/targets/target.ts';
import type { RowShape, TargetRow } from '#core/targets/target-rows.ts';
import { formatNumber } from '#renderer/controls/number-text.ts';

/** Words for the fields of a target row, and how its values are shown. */

export const QUANTITIES: Readonly<Record<Quantity, string>> = {
  R: 'R',
  T: 'T',
  A: 'A',
  OD: 'OD',
  RdB: 'R, dB',
  TdB: 'T, dB',
};
export const KINDS: Readonly<Record<TargetKind, string>> = { match: 'match', atLeast: 'at least', atMost: 'at most' };
export const STATISTICS: Readonly<Record<Statistic, string>> = {
  each: 'each',
  mean: 'mean',
  min: 'least',
  max: 'greatest',
};
export const POLARIZATIONS: Readonly<Record<z.infer<typeof Polarization>, string>> = {
  unpolarized: 'unpol.',
  s: 's',
  p: 'p',
};
export const DIRECTIONS: Readonly<Record<z.infer<typeof Direction>, string>> = {
  forward: 'front',
  reverse: 'back',
};

/** R, T, A are shown in percent; optical density and decibels as they are. */
export interface ValueUnit {
  readonly unit: string;
  /** shown = value · factor */
  readonly factor: number;
  readonly min?: number;
  readonly max?: number;
  readonly step: number;
}

const PERCENT: ValueUnit = { unit: '%', factor: 100, min: 0, max: 100, step: 1 };
const DENSITY: ValueUnit = { unit: 'OD', factor: 1, min: 0, step: 0.1 };
const DECIBEL: ValueUnit = { unit: 'dB', factor: 1, max: 0, step: 1 };

export function valueUnit(quantity: Quantity): ValueUnit {
  if (quantity === 'OD') return DENSITY;
  return quantity === 'RdB' || quantity === 'TdB' ? DECIBEL : PERCENT;
}

/** "99.5 %", "OD 3", "−20 dB" */
export function valueText(quantity: Quantity, value: number): string {
  const { unit, factor } = valueUnit(quantity);
  const shown = formatNumber(value * factor, 4).replace('-', '\u2212');
  return unit === 'OD' ? `OD ${shown}` : `${shown} ${unit}`;
}

/** Where a shape lies: least and greatest wavelength and value; null when nothing is drawn. */
export function extentOf(shape: RowShape): { rangeNm: [number, number]; values: [number, number] } | null {
  const wavelengths = shape.kind === 'points' ? shape.wavelengthsNm : shape.pieces.flatMap((p) => p.map(([nm]) => nm));
  const values = shape.kind === 'points' ? shape.values : shape.pieces.flatMap((p) => p.map(([, value]) => value));
  if (wavelengths.length === 0) return null;
  return { rangeNm: extremes(wavelengths), values: extremes(values) };
}

function extremes(values: readonly number[]): [number, number] {
  let [least, greatest] = [values[0], values[0]];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

/** What is wished, in one line: "100 %, 500–600 nm". */
export function shapeText(quantity: Quantity, shape: RowShape): string {
  const extent = extentOf(shape);
  if (extent === null) return 'nothing drawn yet';
  const [from, to] = extent.rangeNm.map((nm) => formatNumber(nm));
  const [least, greatest] = extent.values;
  const value =
    least === greatest
      ? valueText(quantity, least)
      : `${valueText(quantity, least).replace(/ (%|dB)$/, '')}–${valueText(quantity, greatest).replace('OD ', '')}`;
  return from === to ? `${value}, ${from} nm` : `${value}, ${from}–${to} nm`;
}

/** Under which light: "0°", "45° s", "0° from the back". */
export function lightText({ angleDeg, polarization, direction }: TargetRow): string {
  const parts = [`${formatNumber(angleDeg)}°`];
  if (polarization !== 'unpolarized') parts.push(polarization);
  if (direction === 'reverse') parts.push('from the back');
  return parts.join(' ');
}

/** "R", "T ≥", "OD ≤" */
export function wishText({ quantity, kind }: TargetRow): string {
  const sign = { match: '', atLeast: ' ≥', atMost: ' ≤' }[kind];
  return `${QUANTITIES[quantity]}${sign}`;
}
