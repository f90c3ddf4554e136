import { pointsOf, type TargetRow } from '#core/targets/target-rows.ts';
import type { DataColumn } from '#renderer/charts/chart-types.ts';
import { beamLabel, beamOfRow } from '#renderer/physics/beams.ts';
import type { LiveSpectrum } from '#renderer/physics/live-spectrum.ts';
import { SOURCES } from './value-scale.ts';

/** So many of a wish's points are on the chart's grid; a measurement may have far more than can be seen. */
const MOST_WISH_POINTS = 4001;

/** The wavelengths at which rows have points, ascending, each once; of very many an even selection. */
export function wishPointsNm(rows: readonly TargetRow[]): number[] {
  const all = rows.flatMap((row) => pointsOf(row.shape).wavelengthsNm);
  const points = [...new Set(all)].sort((a, b) => a - b);
  const every = Math.ceil(points.length / MOST_WISH_POINTS);
  return every <= 1 ? points : points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/**
 * The chart's table: the wavelength, R, T and A of the design under every light as fractions, then for each row what is
 * wished at its points, in the row's own quantity. A header says quantity, angle and polarization: "R 45° s".
 */
export function spectrumColumns(
  wavelengthsNm: Float64Array,
  spectra: readonly LiveSpectrum[],
  ghost: LiveSpectrum | null,
  rows: readonly TargetRow[],
): DataColumn[] {
  const ofSpectrum = (spectrum: LiveSpectrum, prefix: string): DataColumn[] =>
    SOURCES.map((source) => ({
      header: `${prefix}${source} ${beamLabel(spectrum.beam)}`,
      values: spectrum[source],
    }));
  return [
    { header: 'Wavelength (nm)', values: wavelengthsNm },
    ...spectra.flatMap((spectrum) => ofSpectrum(spectrum, '')),
    ...numbered(rows.map((row) => targetColumn(row, wavelengthsNm))),
    ...(ghost === null ? [] : ofSpectrum(ghost, 'candidate ')),
  ];
}

const KIND = { match: '', atLeast: ' at least', atMost: ' at most' } as const;

function targetColumn(row: TargetRow, wavelengthsNm: Float64Array): DataColumn {
  const points = pointsOf(row.shape);
  const wishes = new Map<number, number>();
  points.wavelengthsNm.forEach((wavelength, i) => {
    if (!wishes.has(wavelength)) wishes.set(wavelength, points.values[i]);
  });
  const statistic = row.statistic === 'each' ? '' : ` ${row.statistic}`;
  return {
    header: `target ${row.quantity} ${beamLabel(beamOfRow(row))}${KIND[row.kind]}${statistic}`,
    values: wavelengthsNm.map((wavelength) => wishes.get(wavelength) ?? Number.NaN),
  };
}

/** Equal headers get a number. */
function numbered(columns: readonly DataColumn[]): DataColumn[] {
  const seen = new Map<string, number>();
  return columns.map(({ header, values }) => {
    const count = (seen.get(header) ?? 0) + 1;
    seen.set(header, count);
    return { header: count === 1 ? header : `${header} (${count})`, values };
  });
}
