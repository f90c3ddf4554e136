import type { Candidate } from '#core/design/candidate.ts';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { EntrySpectra } from '#core/targets/compiled-target.ts';
import { type Beam, beamKey, beamOf } from '#core/targets/illumination.ts';
import {
  applyScale,
  isPlain,
  isPlainEntry,
  type PlainEntry,
  type Scale,
  scaleOf,
  sourceOf,
} from '#core/targets/quantity.ts';
import type { Quantity, Target, TargetEntry } from '#core/targets/target.ts';
import { significant } from './numbers.ts';
import { type Axis, percentAxis, roundAxis } from './plot-axis.ts';
import { inStyle, type Paint, painted, type TerminalStyle } from './terminal-style.ts';
import { type PlotCurve, type PlotPoints, textPlot } from './text-plot.ts';

export interface CandidatePlotOptions {
  /**
   * With it the solver draws the curve between the target's points too, and not straight lines from one to the next.
   */
  readonly catalogue?: MaterialCatalogue;
  /** further illuminations are counted, not drawn */
  readonly mostPlots?: number;
}

const MOST_PLOTS = 3;
/** Up to this many wavelengths a list says more than a plot. */
const LISTED_WAVELENGTHS = 3;
/** Curve points for one character: finer than braille dots, so that narrow lines are not missed. */
const POINTS_PER_COLUMN = 8;
/** Decibels drawn below the lowest wish. */
const DECIBELS_BELOW = 20;

const UNIT: Record<Scale, string> = { fraction: '%', opticalDensity: 'OD', decibel: 'dB' };
const PAINT: Record<Quantity, Paint> = { R: 'cyan', T: 'green', A: 'magenta', OD: 'green', RdB: 'cyan', TdB: 'green' };
const KIND = { match: '', atLeast: ', at least', atMost: ', at most' } as const;

/** What a target wants under one light and in one unit. */
interface Group {
  readonly beam: Beam;
  readonly scale: Scale;
  readonly entries: { readonly entry: PlainEntry; readonly spectra: EntrySpectra | undefined }[];
}

/** The target and what a candidate really does, a plot for each illumination, as lines of text ending with a newline. */
export function candidatePlots(
  target: Target,
  candidate: Candidate,
  style: TerminalStyle,
  options: CandidatePlotOptions = {},
): string {
  const groups = groupsOf(target, candidate);
  const most = options.mostPlots ?? MOST_PLOTS;
  const parts = groups
    .slice(0, most)
    .map((group) => (isListed(group) ? groupList(group, style) : groupPlot(group, candidate.stack, style, options)));
  const left = groups.length - most;
  if (left > 0)
    parts.push([inStyle(`… and ${left} more ${left === 1 ? 'illumination' : 'illuminations'} of the target`, style)]);
  const others = target.spectra.flatMap((entry, i) =>
    isPlainEntry(entry) ? [] : [inStyle(errorLine(entry, candidate.spectra[i]), style)],
  );
  if (others.length > 0) parts.push(others);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function groupsOf(target: Target, candidate: Candidate): Group[] {
  const groups = new Map<string, Group>();
  for (const [i, entry] of target.spectra.entries()) {
    if (!isPlainEntry(entry)) continue;
    const beam = beamOf(entry);
    const scale = scaleOf(entry.quantity);
    const key = `${beamKey(beam)} ${scale}`;
    const group: Group = groups.get(key) ?? { beam, scale, entries: [] };
    group.entries.push({ entry, spectra: candidate.spectra[i] });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What is not drawn, in one line: how far its values are from the wish. */
function errorLine({ quantity, values, angleDeg = 0, environment }: TargetEntry, spectra?: EntrySpectra): string {
  const plain = isPlain(quantity) ? inUnits(quantity, spectra?.[sourceOf(quantity)] ?? []) : undefined;
  const scale = isPlain(quantity) && scaleOf(quantity) === 'fraction' ? 100 : 1;
  const verified = plain ?? spectra?.values ?? [];
  const errors = verified.map((value, i) => Math.abs(value - scale * (values[i] ?? Number.NaN)));
  const where = environment === undefined ? '' : ` in ${environment}`;
  return `${quantity} at ${angleDeg}°${where}: at most ${significant(greatest(errors), 4)}${scale === 100 ? ' %' : ''} from the wish`;
}

function isListed({ entries }: Group): boolean {
  return new Set(entries.flatMap(({ entry }) => entry.wavelengthsNm)).size <= LISTED_WAVELENGTHS;
}

function groupPlot(group: Group, stack: Stack, style: TerminalStyle, { catalogue }: CandidatePlotOptions): string[] {
  const wavelengths = group.entries.flatMap(({ entry }) => entry.wavelengthsNm);
  const rangeNm: [number, number] = [least(wavelengths), greatest(wavelengths)];
  const curves = (catalogue && solvedCurves(group, stack, catalogue, rangeNm, style.columns)) ?? pointCurves(group);
  const points = group.entries.map(({ entry }) => pointsOf(entry));
  return textPlot(
    {
      title: titleOf(group),
      unit: UNIT[group.scale],
      axis: axisOf(group.scale, curves, points),
      rangeNm,
      curves,
      points,
    },
    style,
  );
}

/** "R, T at 45°, p polarization, from behind" */
function titleOf({ beam, entries }: Group): string {
  const quantities = [...new Set(entries.map(({ entry }) => entry.quantity.replace('dB', '')))].join(', ');
  const polarization =
    beam.angleDeg === 0
      ? ''
      : beam.polarization === 'unpolarized'
        ? ', unpolarized'
        : `, ${beam.polarization} polarization`;
  const direction = beam.direction === 'reverse' ? ', from behind' : '';
  return `${quantities} at ${beam.angleDeg}°${polarization}${direction}`;
}

function axisOf(scale: Scale, curves: readonly PlotCurve[], points: readonly PlotPoints[]): Axis {
  const wishes = points.flatMap(({ values }) => values);
  const all = [...wishes, ...curves.flatMap(({ values }) => values)];
  if (scale === 'fraction') return percentAxis(least(all), greatest(all), 6);
  if (scale === 'opticalDensity') return roundAxis(Math.min(0, least(all)), Math.max(1, greatest(all)), 6);
  return roundAxis(Math.max(least(all), least(wishes) - DECIBELS_BELOW), greatest(all), 6);
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const greatest = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

/** The wish in the unit of the axis. A statistic's wish is drawn as the level that it asks for. */
function pointsOf(entry: PlainEntry): PlotPoints {
  const { quantity, kind = 'match', statistic = 'each', wavelengthsNm, values } = entry;
  const unit = scaleOf(quantity) === 'fraction' ? 100 : 1;
  const which = statistic === 'each' ? '' : `, ${statistic}`;
  return {
    legend: `${quantity} wished for${KIND[kind]}${which}`,
    kind,
    wavelengthsNm,
    values: values.map((value) => unit * value),
    paint: 'yellow',
  };
}

/** The curves at every wavelength of the plot; undefined where some material has no data between the points. */
function solvedCurves(
  { beam, entries }: Group,
  stack: Stack,
  catalogue: MaterialCatalogue,
  [low, high]: readonly [number, number],
  columns: number,
): PlotCurve[] | undefined {
  const count = POINTS_PER_COLUMN * columns;
  const wavelengthsNm = Array.from({ length: count + 1 }, (_, i) =>
    i === count ? high : low + ((high - low) * i) / count,
  );
  try {
    const spectra = simulateRequest({ stack, illumination: { wavelengthsNm, ...beam } }, catalogue);
    const quantities = [...new Set(entries.map(({ entry }) => entry.quantity))];
    return quantities.map((quantity) => curveOf(quantity, wavelengthsNm, spectra));
  } catch (error) {
    if (error instanceof StackwrightError) return undefined;
    throw error;
  }
}

/** The curves from the candidate's own spectra, which are known at the target's points alone. */
function pointCurves({ entries }: Group): PlotCurve[] {
  const known = entries.filter(({ spectra }) => spectra !== undefined);
  return [...new Set(known.map(({ entry }) => entry.quantity))].map((quantity) => {
    const rows = known
      .filter(({ entry }) => entry.quantity === quantity)
      .flatMap(({ entry, spectra }) =>
        entry.wavelengthsNm.map((wavelengthNm, i) => ({
          wavelengthNm,
          fraction: spectra?.[sourceOf(quantity)][i] ?? Number.NaN,
        })),
      )
      .sort((a, b) => a.wavelengthNm - b.wavelengthNm);
    const fractions = rows.map(({ fraction }) => fraction);
    return curveOf(
      quantity,
      rows.map(({ wavelengthNm }) => wavelengthNm),
      { R: fractions, T: fractions, A: fractions },
    );
  });
}

function curveOf(quantity: Quantity, wavelengthsNm: readonly number[], spectra: EntrySpectra): PlotCurve {
  const values = inUnits(quantity, spectra[sourceOf(quantity)]);
  return {
    name: quantity.replace('dB', ''),
    legend: `${quantity} verified`,
    wavelengthsNm,
    values,
    paint: PAINT[quantity],
  };
}

/** Fractions as the axis shows them: percent, OD or dB. */
function inUnits(quantity: Quantity, fractions: readonly number[]): number[] {
  const scale = scaleOf(quantity);
  if (scale === 'fraction') return fractions.map((fraction) => 100 * fraction);
  const values = Float64Array.from(fractions);
  applyScale(scale, values.length, values);
  return [...values];
}

/** A line for each point of a target with few wavelengths. */
function groupList(group: Group, style: TerminalStyle): string[] {
  const unit = UNIT[group.scale];
  const lines = group.entries.flatMap(({ entry, spectra }) => {
    const { quantity, kind = 'match', statistic = 'each' } = entry;
    const verified = spectra && inUnits(quantity, spectra[sourceOf(quantity)]);
    const wishes = pointsOf(entry).values;
    return entry.wavelengthsNm.map((wavelengthNm, i) => {
      const is = verified === undefined ? 'unknown' : `${significant(verified[i] ?? Number.NaN, 4)} ${unit}`;
      const wish = `${Number((wishes[i] ?? Number.NaN).toPrecision(6))} ${unit}${KIND[kind]}${statistic === 'each' ? '' : `, ${statistic}`}`;
      return `  ${quantity.replace('dB', '')} at ${wavelengthNm} nm: ${is} (wished for: ${wish})`;
    });
  });
  return [painted(inStyle(titleOf(group), style), 'bold', style), ...lines.map((line) => inStyle(line, style))];
}
