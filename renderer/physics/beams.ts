import { type Beam, beamKey, beamOf } from '#core/targets/illumination.ts';
import type { TargetRow } from '#core/targets/target-rows.ts';

/** Light at normal incidence: what a spectrum shows where nothing else is asked. */
export const NORMAL_INCIDENCE: Beam = beamOf({});

/** Beams whose curves are computed with every change; more of them would be unreadable in one chart. */
export const MOST_BEAMS = 12;

/** The light of a row, in one spelling for equal lights. */
export function beamOfRow(row: Pick<TargetRow, 'angleDeg' | 'polarization' | 'direction'>): Beam {
  return beamOf(row);
}

/** The beams of the rows in use, each once, in the rows' order; normal incidence where there are none. */
export function beamsOfRows(rows: readonly TargetRow[]): Beam[] {
  const beams = new Map<string, Beam>();
  for (const row of rows) {
    if (!row.isUsed) continue;
    const beam = beamOfRow(row);
    beams.set(beamKey(beam), beam);
  }
  return beams.size === 0 ? [NORMAL_INCIDENCE] : [...beams.values()];
}

/** "0°", "45° s", "45° unpolarized", "10° p reverse"; at normal incidence all polarizations are one. */
export function beamLabel({ angleDeg, polarization, direction }: Beam): string {
  const light = angleDeg === 0 ? '0°' : `${angleDeg}° ${polarization}`;
  return direction === 'forward' ? light : `${light} reverse`;
}
