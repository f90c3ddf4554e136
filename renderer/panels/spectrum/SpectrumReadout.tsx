import type { Beam } from '#core/targets/illumination.ts';
import { beamLabel } from '#renderer/physics/beams.ts';
import type { Readout } from './readout.ts';
import styles from './spectrum.module.css';

interface SpectrumReadoutProps {
  readonly readout: Readout | null;
  readonly beam: Beam | undefined;
}

/** The values under the pointer; without one, which light they would be for. */
export function SpectrumReadout({ readout, beam }: SpectrumReadoutProps) {
  return (
    <div className={styles.readout}>
      {readout === null ? null : (
        <span>
          λ <b>{readout.wavelength}</b>
        </span>
      )}
      {readout?.values.map(({ source, text }) => (
        <span key={source} style={{ color: `var(--sw-${source})` }}>
          {source} <b>{text}</b>
        </span>
      ))}
      {readout?.difference ? (
        <span>
          Δ to target <b>{readout.difference}</b>
        </span>
      ) : null}
      {beam === undefined ? null : <span>at {beamLabel(beam)}, computed exactly for these n, k</span>}
    </div>
  );
}
