import { LEAST_FRACTION, scaleOf, sourceOf } from '#core/targets/quantity.ts';
import type { Quantity } from '#core/targets/target.ts';
import type { RowShape, TargetRow } from '#core/targets/target-rows.ts';
import type { RowChange } from '#renderer/state/workbench-store.ts';

/**
 * What changes when a row speaks of another quantity. Between scales of the same light (T, OD, T in dB) the values are
 * converted; between R, T and A they stay as numbers. A tolerance belongs to its scale and goes back to the default.
 */
export function converted(row: TargetRow, quantity: Quantity): RowChange {
  if (scaleOf(row.quantity) === scaleOf(quantity)) return { quantity };
  const convert = (value: number): number => {
    const fraction = toFraction(row.quantity, value);
    const isSameLight = sourceOf(row.quantity) === sourceOf(quantity);
    return fromFraction(quantity, isSameLight ? fraction : 1 - fraction);
  };
  return { quantity, tolerance: undefined, shape: mapped(row.shape, convert) };
}

function toFraction(quantity: Quantity, value: number): number {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return value;
  return 10 ** (scale === 'opticalDensity' ? -value : value / 10);
}

/** Nothing is asked to be darker than OD 6: no coating that a person draws is. */
const DARKEST = 1e-6;

function fromFraction(quantity: Quantity, fraction: number): number {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return Number(Math.min(1, Math.max(0, fraction)).toPrecision(6));
  const log = Math.log10(Math.max(DARKEST, LEAST_FRACTION, fraction));
  return Number(((scale === 'opticalDensity' ? -1 : 10) * log).toPrecision(6)) + 0;
}

function mapped(shape: RowShape, convert: (value: number) => number): RowShape {
  if (shape.kind === 'points') return { ...shape, values: shape.values.map(convert) };
  return { ...shape, pieces: shape.pieces.map((piece) => piece.map(([nm, value]) => [nm, convert(value)])) };
}
