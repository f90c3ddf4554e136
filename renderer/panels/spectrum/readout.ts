import { sourceOf } from '#core/targets/quantity.ts';
import type { TargetRow } from '#core/targets/target-rows.ts';
import { valueAt } from '#renderer/charts/drawing/pieces.ts';
import type { LiveSpectrum } from '#renderer/physics/live-spectrum.ts';
import type { ValueScale } from '#renderer/state/view-store.ts';
import { piecesOf } from './row-curve.ts';
import { naturalScale, quantityOf, SOURCES, type Source, valueText } from './value-scale.ts';

export interface Readout {
  readonly wavelength: string;
  readonly values: readonly { readonly source: Source; readonly text: string }[];
  /** value − target of the selected row, "+0.42 %"; null without a wish or a design there */
  readonly difference: string | null;
}

/** What the curves say at a wavelength, by straight lines between the points of the grid. */
export function readoutAt(
  wavelengthNm: number,
  grid: Float64Array,
  spectrum: LiveSpectrum | undefined,
  row: TargetRow | null,
  scale: ValueScale,
): Readout {
  const wavelength = `${Number(wavelengthNm.toPrecision(5))} nm`;
  if (spectrum === undefined) return { wavelength, values: [], difference: null };
  const at = (source: Source): number => valueBetween(grid, spectrum[source], wavelengthNm);
  const values = SOURCES.flatMap((source) => {
    const fraction = at(source);
    return Number.isNaN(fraction) ? [] : [{ source, text: valueText(fraction, scale) }];
  });
  return { wavelength, values, difference: row === null ? null : differenceText(row, wavelengthNm, at) };
}

function differenceText(row: TargetRow, wavelengthNm: number, at: (source: Source) => number): string | null {
  const wish = valueAt(piecesOf(row.shape), wavelengthNm);
  const fraction = at(sourceOf(row.quantity));
  if (wish === undefined || Number.isNaN(fraction)) return null;
  const difference = quantityOf(fraction, row.quantity) - wish;
  const own = naturalScale(row.quantity);
  const shown = (own === 'percent' ? difference * 100 : difference).toFixed(2);
  const signed = `${Number(shown) < 0 ? '−' : '+'}${shown.replace('-', '')}`;
  return own === 'percent' ? `${signed} %` : own === 'decibel' ? `${signed} dB` : `${signed} OD`;
}

/** Linear between the points of an ascending grid; NaN outside it. */
export function valueBetween(grid: Float64Array, values: Float64Array, x: number): number {
  const count = grid.length;
  if (count === 0 || !(x >= grid[0] && x <= grid[count - 1])) return Number.NaN;
  let [low, high] = [0, count - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (grid[middle] <= x) low = middle;
    else high = middle;
  }
  if (grid[low] === x || low === high) return values[low];
  return values[low] + ((values[high] - values[low]) * (x - grid[low])) / (grid[high] - grid[low]);
}
