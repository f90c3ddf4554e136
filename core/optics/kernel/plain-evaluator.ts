import { StackwrightError } from '#core/errors.ts';
import { CoherentEvaluator, type MediumPlaces } from '#core/optics/kernel/coherent-evaluator.ts';
import { SlabEvaluator } from '#core/optics/kernel/slab-evaluator.ts';
import { buildTables } from '#core/optics/kernel/tables.ts';
import type { Evaluator, EvaluatorSetup, MediumTable } from '#core/optics/types.ts';

/**
 * The solver in plain TypeScript: the same formulation and layout as the WebAssembly kernel, for hosts without SIMD.
 * Admittances and phases per nm are tabulated here, once; a call then costs additions and multiplications only.
 *
 * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
 */
export function createEvaluator(setup: EvaluatorSetup): Evaluator {
  const { layerMedia, slab, direction } = setup;
  const isReverse = direction === 'reverse';
  const places: MediumPlaces = {
    ambient: layerMedia.length,
    substrate: layerMedia.length + 1,
    exit: slab === undefined ? -1 : layerMedia.length + 2,
  };
  const media: MediumTable[] = [...layerMedia, setup.ambient, setup.substrate];
  if (slab !== undefined) media.push(slab.exit);
  checkGrid(setup, media);
  const incident = isReverse ? media.length - 1 : places.ambient;
  checkIncidentMedium(setup, media[incident]);

  const tables = buildTables(setup.wavelengthsNm, media, incident, setup.angleDeg, setup.polarization);
  return slab === undefined || slab.coherent
    ? new CoherentEvaluator(tables, places, slab?.thicknessNm ?? 0, isReverse)
    : new SlabEvaluator(tables, places, setup.wavelengthsNm, slab.thicknessNm, isReverse);
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
