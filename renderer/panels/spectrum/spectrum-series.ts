import { type Beam, beamKey } from '#core/targets/illumination.ts';
import type { TargetRow } from '#core/targets/target-rows.ts';
import type { AxisRange, ChartSeries } from '#renderer/charts/chart-types.ts';
import { beamLabel } from '#renderer/physics/beams.ts';
import type { LiveSpectrum } from '#renderer/physics/live-spectrum.ts';
import type { ValueScale, ViewState } from '#renderer/state/view-store.ts';
import { piecesOf } from './row-curve.ts';
import { fractionOf, SOURCES, type Source, shownValue } from './value-scale.ts';

type Shown = ViewState['shown'];

const WIDTH = { foremost: 2, other: 1.25 } as const;
const OPACITY = { foremost: 1, other: 0.55, ghost: 0.35 } as const;

const shownCurve = (fractions: Float64Array, scale: ValueScale): Float64Array =>
  scale === 'percent' ? fractions.map((x) => x * 100) : fractions.map((x) => shownValue(x, scale));

/** Verified curves, solid: the light of the selected row stands out. The candidate before its edits is a thin shadow. */
export function spectrumSeries(
  spectra: readonly LiveSpectrum[],
  ghost: LiveSpectrum | null,
  foremost: Beam,
  shown: Shown,
  scale: ValueScale,
): ChartSeries[] {
  const front = beamKey(foremost);
  const sources = SOURCES.filter((source) => shown[source]);
  const seriesOf = (spectrum: LiveSpectrum, source: Source, rank: keyof typeof OPACITY): ChartSeries => ({
    key: `${rank === 'ghost' ? 'candidate ' : ''}${source} ${beamLabel(spectrum.beam)}`,
    values: shownCurve(spectrum[source], scale),
    colour: `--sw-${source}`,
    width: rank === 'foremost' ? WIDTH.foremost : WIDTH.other,
    opacity: OPACITY[rank],
    mark: 'solid',
  });
  const isFront = ({ beam }: LiveSpectrum): boolean => beamKey(beam) === front;
  const ordered = [...spectra].sort((a, b) => Number(isFront(a)) - Number(isFront(b)));
  return [
    ...(ghost === null ? [] : sources.map((source) => seriesOf(ghost, source, 'ghost'))),
    ...ordered.flatMap((spectrum) =>
      sources.map((source) => seriesOf(spectrum, source, isFront(spectrum) ? 'foremost' : 'other')),
    ),
  ];
}

/** Room above 100 % and below 0, so that a hand reaches them. */
const PERCENT_RANGE: AxisRange = [-2, 102];
const LEAST_OD = 3;
const MOST_OD = 10;

/** The heights shown: everything that light can be, or only what curves and wish fill. */
export function valueRange(
  series: readonly ChartSeries[],
  rows: readonly TargetRow[],
  scale: ValueScale,
  isFitted: boolean,
): AxisRange {
  if (scale === 'percent' && !isFitted) return PERCENT_RANGE;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const see = (value: number): void => {
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  // Absorption falls to nothing where materials are clear: it would press the other curves against the axis.
  const leading = series.filter(({ colour }) => colour !== '--sw-A');
  for (const { values } of leading.length > 0 ? leading : series) values.forEach(see);
  for (const { shape, quantity } of rows) {
    for (const piece of piecesOf(shape))
      for (const knot of piece) see(shownValue(fractionOf(knot[1], quantity), scale));
  }
  if (isFitted && high > low) return fitted(low, high, scale);
  if (scale === 'opticalDensity') {
    return [-0.1, Math.min(Math.max(Math.ceil(Number.isFinite(high) ? high : 0), LEAST_OD), MOST_OD) + 0.1];
  }
  const floor = Math.floor((Number.isFinite(low) ? low : 0) / 10) * 10;
  return [Math.max(Math.min(floor, -10 * LEAST_OD), -10 * MOST_OD) - 1, 1];
}

function fitted(low: number, high: number, scale: ValueScale): AxisRange {
  const margin = Math.max((high - low) * 0.06, scale === 'percent' ? 0.02 : 0.005);
  return [low - margin, high + margin];
}
