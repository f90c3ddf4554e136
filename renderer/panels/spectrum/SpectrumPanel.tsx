import { useMemo, useState } from 'react';
import { LineChart } from '#renderer/charts/LineChart.tsx';
import { Note } from '#renderer/controls/Note.tsx';
import { beamLabel } from '#renderer/physics/beams.ts';
import { useView } from '#renderer/state/stores.tsx';
import type { ValueScale, ViewState } from '#renderer/state/view-store.ts';
import { DrawingSurface } from './DrawingSurface.tsx';
import { partLabel } from './part-label.ts';
import { readoutAt } from './readout.ts';
import { newRow } from './row-curve.ts';
import { SpectrumHead } from './SpectrumHead.tsx';
import { SpectrumReadout } from './SpectrumReadout.tsx';
import styles from './spectrum.module.css';
import { useSpectrum } from './useSpectrum.ts';
import { useSpectrumActions } from './useSpectrumActions.ts';
import { SOURCES, scaleLabel } from './value-scale.ts';

/** "R, T (%)", "OD of T" */
function heightLabel(scale: ValueScale, shown: ViewState['shown']): string {
  const sources = SOURCES.filter((source) => shown[source]).join(', ');
  if (scale === 'opticalDensity') return sources === '' ? 'OD' : `OD of ${sources}`;
  return `${sources} (${scaleLabel[scale]})`;
}

/** A tick without the digits that floating point adds. */
const tickText = (value: number): string => String(Number(value.toPrecision(6))).replace('-', '−');

/** The spectrum is the interface: what is wished is drawn here, and what a stack does is seen here at once. */
export function SpectrumPanel() {
  const [isFitted, setFitted] = useState(false);
  const { stack, rows, visibleRows, selectedRow, foremost, live, series, columns, notices, rangeNm, yRange, setWidth } =
    useSpectrum(isFitted);
  const scale = useView((state) => state.scale);
  const tool = useView((state) => state.tool);
  const hoverNm = useView((state) => state.hoverNm);
  const row = useMemo(() => selectedRow ?? newRow(rows, rangeNm), [selectedRow, rows, rangeNm]);
  const { onRange, onHover, onSelectRow, onDrawn } = useSpectrumActions(row, rangeNm);
  const others = useMemo(() => visibleRows.filter(({ id }) => id !== row.id), [visibleRows, row.id]);
  const x = useMemo(
    () => ({ label: 'Wavelength (nm)', values: live.wavelengthsNm, range: rangeNm }),
    [live.wavelengthsNm, rangeNm],
  );
  const label = useView((state) => heightLabel(state.scale, state.shown));
  const y = useMemo(() => ({ label, range: yRange, tickText }), [label, yRange]);
  const spectrum = live.spectra.find(({ beam }) => beam === foremost) ?? live.spectra[0];
  const readout = hoverNm === null ? null : readoutAt(hoverNm, live.wavelengthsNm, spectrum, selectedRow, scale);
  const part = stack === null ? 'target alone' : `${partLabel(stack)}, computed exactly for these n, k`;
  const caption = `${part}; ${live.spectra.map(({ beam }) => beamLabel(beam)).join(', ')}`;
  const isEmpty = stack === null && rows.length === 0;
  return (
    <section className={styles.panel} aria-label="Spectrum">
      <SpectrumHead stack={stack} rangeNm={rangeNm} onRange={onRange} isFitted={isFitted} onFit={setFitted} />
      <div className={styles.chart}>
        <LineChart
          name="Spectrum"
          caption={caption}
          x={x}
          y={y}
          series={series}
          columns={columns}
          hoverX={hoverNm}
          onHover={onHover}
          onRange={onRange}
          onWidth={setWidth}
        >
          {(geometry) => (
            <DrawingSurface
              geometry={geometry}
              row={row}
              others={others}
              tool={tool}
              scale={scale}
              onDrawn={onDrawn}
              onSelectRow={onSelectRow}
            />
          )}
        </LineChart>
        {isEmpty ? (
          <p className={styles.empty}>
            Draw the reflectance you want: drag here, freehand or with another tool above.
            <br />
            Then press Design to find stacks that do it.
          </p>
        ) : null}
      </div>
      <div className={styles.notices} aria-live="polite">
        {notices.map(({ tone, text }) => (
          <Note key={text} tone={tone}>
            {text}
          </Note>
        ))}
      </div>
      <SpectrumReadout readout={readout} beam={spectrum?.beam} />
    </section>
  );
}
