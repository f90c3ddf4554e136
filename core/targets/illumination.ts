import { StackwrightError } from '#core/errors.ts';
import type { Direction, EvaluatorSetup, MediumTable, Polarization } from '#core/optics/types.ts';
import type { DesignMedium } from './design-media.ts';
import type { DesignSpace } from './design-space.ts';

/** Light on a part, without its wavelengths. */
export interface Beam {
  readonly angleDeg: number;
  readonly polarization: Polarization;
  readonly direction: Direction;
}

/** The beam of an entry, defaults filled in. At normal incidence all polarizations are one and called s. */
export function beamOf(entry: {
  readonly angleDeg?: number | undefined;
  readonly polarization?: Polarization | undefined;
  readonly direction?: Direction | undefined;
}): Beam {
  const { angleDeg = 0, polarization = 'unpolarized', direction = 'forward' } = entry;
  return { angleDeg, polarization: angleDeg === 0 ? 's' : polarization, direction };
}

export const beamKey = ({ angleDeg, polarization, direction }: Beam): string =>
  `${angleDeg} ${polarization} ${direction}`;

/** One name for all entries that see the same part under the same light. */
export const lightKey = (entry: Parameters<typeof beamOf>[0] & { readonly environment?: string | undefined }): string =>
  `${beamKey(beamOf(entry))} ${entry.environment ?? ''}`;

/**
 * The optical calculation of a design space under a beam.
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium, OUT_OF_RANGE
 */
export function evaluatorSetup(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array): EvaluatorSetup {
  const sample = ({ material }: DesignMedium): MediumTable => material.sample(wavelengthsNm);
  const setup: EvaluatorSetup = {
    wavelengthsNm,
    ...beam,
    ambient: sample(space.ambient),
    layerMedia: space.layerMedia.map(sample),
    substrate: sample(space.substrate),
    ...(space.slab === undefined ? {} : { slab: { ...space.slab, exit: sample(space.slab.exit) } }),
  };
  checkIncidentMedium(setup);
  return setup;
}

function checkIncidentMedium(setup: EvaluatorSetup): void {
  const { direction, slab } = setup;
  const [incident, path] =
    direction === 'forward'
      ? [setup.ambient, 'stack.ambient']
      : slab === undefined
        ? [setup.substrate, 'stack.substrate.medium']
        : [slab.exit, 'stack.exit'];
  const at = incident.k.findIndex((k) => k > 0);
  if (at < 0) return;
  throw new StackwrightError(
    'ABSORBING_AMBIENT',
    `Light comes from a medium that absorbs (k = ${incident.k[at]} at ${setup.wavelengthsNm[at]} nm), so R is undefined.`,
    { path },
  );
}
