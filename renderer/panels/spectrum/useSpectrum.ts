import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Stack } from '#core/optics/stack.ts';
import type { Beam } from '#core/targets/illumination.ts';
import { sourceOf } from '#core/targets/quantity.ts';
import { beamOfRow, beamsOfRows, MOST_BEAMS } from '#renderer/physics/beams.ts';
import type { LiveSpectrum } from '#renderer/physics/live-spectrum.ts';
import { type SpectrumNotice, useLiveSpectra } from '#renderer/physics/useLiveSpectra.ts';
import { useStores, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { type RangeNm, usualRangeNm, wishExtentNm } from './shown-range.ts';
import { spectrumColumns, wishPointsNm } from './spectrum-columns.ts';
import { spectrumSeries, valueRange } from './spectrum-series.ts';

/** Until the chart has said how wide it is, px. */
const FIRST_WIDTH = 800;

/** Everything that the Spectrum panel shows, from the stores. `isFitted`: heights as the curves need them. */
export function useSpectrum(isFitted: boolean) {
  const rows = useWorkbench((state) => state.wish.rows);
  const selectedRowId = useView((state) => state.selectedRowId);
  const scale = useView((state) => state.scale);
  const shown = useView((state) => state.shown);
  const [width, setWidth] = useState(FIRST_WIDTH);
  const { stack, ghostStack } = useShownStacks();
  const rangeNm = useShownRange(stack);

  const used = useMemo(() => rows.filter((row) => row.isUsed || row.id === selectedRowId), [rows, selectedRowId]);
  const selectedRow = rows.find(({ id }) => id === selectedRowId) ?? null;
  const asked = beamsOfRows(rows);
  const beams = useSame<readonly Beam[]>(asked.slice(0, MOST_BEAMS));
  const foremost = useSame<Beam>(selectedRow?.isUsed ? beamOfRow(selectedRow) : asked[0]);
  const pointsNm = useMemo(() => wishPointsNm(used), [used]);
  const live = useLiveSpectra({ stack, beams, rangeNm, pixels: width, pointsNm, ghostStack, ghostBeam: foremost });

  const series = useMemo(
    () => spectrumSeries(live.spectra, live.ghost, foremost, shown, scale),
    [live, foremost, shown, scale],
  );
  const visibleRows = useMemo(
    () => used.filter(({ id, quantity }) => id === selectedRowId || shown[sourceOf(quantity)]),
    [used, shown, selectedRowId],
  );
  const yRange = useMemo(
    () => valueRange(series, visibleRows, scale, isFitted),
    [series, visibleRows, scale, isFitted],
  );
  const columns = useCallback(() => spectrumColumns(live.wavelengthsNm, live.spectra, live.ghost, used), [live, used]);
  usePlotted(live.wavelengthsNm, live.spectra[0], foremost);
  const notices = [...live.notices, ...beamNotices(asked.length)];
  return { stack, rows, visibleRows, selectedRow, foremost, live, series, columns, notices, rangeNm, yRange, setWidth };
}

/** Tells the rest of the window what is plotted, as far as the materials have data. */
function usePlotted(wavelengthsNm: Float64Array, spectrum: LiveSpectrum | undefined, beam: Beam): void {
  const { view } = useStores();
  const count = wavelengthsNm.length;
  let [from, to] = [0, spectrum === undefined ? 0 : count];
  while (from < to && Number.isNaN(spectrum?.R[from])) from++;
  while (to > from && Number.isNaN(spectrum?.R[to - 1])) to--;
  useEffect(() => {
    const polarization = beam.angleDeg === 0 ? 'unpolarized' : beam.polarization;
    const plotted =
      from === to ? null : { ...beam, polarization, wavelengthsNm: [...wavelengthsNm.subarray(from, to)] };
    view.setState({ plotted });
  }, [view, wavelengthsNm, from, to, beam]);
}

/** The value of before as long as it says the same. */
function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  return useMemo(() => JSON.parse(text) as T, [text]);
}

/** The design in hand; before there is one, the selected candidate. A candidate that differs from it is its shadow. */
function useShownStacks(): { stack: Stack | null; ghostStack: Stack | null } {
  const design = useWorkbench((state) => state.design);
  const selectedId = useView((state) => state.selectedCandidateId);
  const candidates = useWorkbench((state) => state.candidates);
  const wanted = selectedId ?? design?.fromCandidate;
  const candidate = candidates.find(({ id }) => id === wanted)?.stack ?? null;
  if (design === null) return { stack: candidate, ghostStack: null };
  const isOther = candidate !== null && coatingText(candidate) !== coatingText(design.stack);
  return { stack: design.stack, ghostStack: isOther ? candidate : null };
}

const coatingText = ({ ambient, layers, substrate, backLayers, exit }: Stack): string =>
  JSON.stringify([ambient, layers, substrate, backLayers, exit]);

/** What the person chose, unless the whole wish lies elsewhere; else what the wish and the design ask for. */
function useShownRange(stack: Stack | null): RangeNm {
  const rows = useWorkbench((state) => state.wish.rows);
  const specification = useWorkbench((state) => state.wish.specification);
  const chosen = useView((state) => state.rangeNm);
  const reference = stack?.referenceWavelengthNm;
  return useMemo(() => {
    const wish = { rows, specification };
    if (chosen !== null && !isElsewhere(wishExtentNm(wish), chosen)) return chosen;
    return usualRangeNm(wish, reference);
  }, [rows, specification, chosen, reference]);
}

const isElsewhere = (extent: RangeNm | null, [low, high]: RangeNm): boolean =>
  extent !== null && (extent[1] < low || extent[0] > high);

function beamNotices(count: number): SpectrumNotice[] {
  if (count <= MOST_BEAMS) return [];
  const text = `The wish asks for ${count} lights; the curves of the first ${MOST_BEAMS} are shown.`;
  return [{ tone: 'plain', text }];
}
