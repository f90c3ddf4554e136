import { StackwrightError } from '#core/errors.ts';
import type { EvaluatorSetup, MediumTable } from '#core/optics/types.ts';

/** The media of a calculation as indices into its tables: layer media first. */
export interface MediumPlaces {
  readonly ambient: number;
  readonly substrate: number;
  /** −1 on a half-space */
  readonly exit: number;
}

export interface Media {
  readonly wavelengthsNm: Float64Array;
  readonly tables: readonly MediumTable[];
  readonly places: MediumPlaces;
  /** the medium that the light comes from */
  readonly incident: number;
}

/**
 * Lists the media of a calculation and checks that it has a meaning.
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium; INVALID
 */
export function mediaOf(setup: EvaluatorSetup): Media {
  const { layerMedia, slab } = setup;
  const places: MediumPlaces = {
    ambient: layerMedia.length,
    substrate: layerMedia.length + 1,
    exit: slab === undefined ? -1 : layerMedia.length + 2,
  };
  const tables = [...layerMedia, setup.ambient, setup.substrate];
  if (slab !== undefined) tables.push(slab.exit);
  checkGrid(setup, tables);
  const incident = setup.direction === 'reverse' ? tables.length - 1 : places.ambient;
  checkIncidentMedium(setup, tables[incident]);
  return { wavelengthsNm: setup.wavelengthsNm, tables, places, incident };
}

function checkGrid({ wavelengthsNm, angleDeg }: EvaluatorSetup, media: readonly MediumTable[]): void {
  if (!(angleDeg >= 0 && angleDeg < 90)) {
    throw new StackwrightError('INVALID', `The angle must be at least 0 and below 90 degrees, not ${angleDeg}.`, {
      path: 'angleDeg',
    });
  }
  const length = wavelengthsNm.length;
  if (media.some(({ n, k }) => n.length !== length || k.length !== length)) {
    throw new StackwrightError('INVALID', `Every medium needs n and k at each of the ${length} wavelengths.`);
  }
}

function checkIncidentMedium({ direction, slab, wavelengthsNm }: EvaluatorSetup, medium: MediumTable): void {
  const at = medium.k.findIndex((k) => k > 0);
  if (at < 0) return;
  const place = direction === 'forward' ? 'ambient' : slab === undefined ? 'substrate' : 'exit';
  throw new StackwrightError(
    'ABSORBING_AMBIENT',
    `Light cannot come from the ${place}: it absorbs at ${wavelengthsNm[at]} nm, and R is undefined in an absorbing medium.`,
    { path: `stack.${place}` },
  );
}

/** Intensities do not add in a medium that absorbs within a wavelength: incident and reflected light mix there. */
export function strongSlabError(wavelengthNm: number): StackwrightError {
  return new StackwrightError(
    'UNDEFINED_QUANTITY',
    `The slab absorbs too strongly for its small thickness at ${wavelengthNm} nm to be summed incoherently; make it thicker, or coherent.`,
    { path: 'stack.substrate' },
  );
}
