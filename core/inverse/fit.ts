import { StackwrightError } from '#core/errors.ts';
import { nkHash } from '#core/materials/nk-hash.ts';
import type { Material } from '#core/materials/types.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { isPlain, sourceOf } from '#core/targets/quantity.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';
import type { PackManifest, PackMedium } from './manifest.ts';

/** Whether a pack may be asked about a target. `media`: for each material of the pack, its place in `space.layerMedia`. */
export type PackFit =
  | { readonly fits: true; readonly media: readonly number[] }
  | { readonly fits: false; readonly reasons: readonly string[] };

/** At least this share of a target's points must lie on the pack's grid for the pack to know what is asked. */
const LEAST_SHARE_ON_GRID = 0.75;
/** At least this share of the pack's thickness range must be allowed. */
const LEAST_SHARE_OF_RANGE = 0.5;

/**
 * Whether what the target asks for lies in what the pack has learnt. Materials are compared by their n and k on the
 * pack's grid, not by name. Says every reason against, as full sentences.
 */
export function packFits(manifest: PackManifest, target: Target, space: DesignSpace): PackFit {
  const media = manifest.domain.materials.map((medium) => placeOf(medium, manifest, space));
  const reasons = [
    ...mediaReasons(manifest, space, media),
    ...buildReasons(manifest, space, media),
    ...spectrumReasons(manifest, target),
  ];
  return reasons.length === 0 ? { fits: true, media } : { fits: false, reasons };
}

/** Whether a material has the n and k that the pack was trained with. */
export function hasSameNk(material: Material, medium: PackMedium, manifest: PackManifest): boolean {
  try {
    return nkHash(material, manifest.spectrum.wavelengthsNm) === medium.nkHash;
  } catch (error) {
    if (error instanceof StackwrightError && error.code === 'OUT_OF_RANGE') return false;
    throw error;
  }
}

function placeOf(medium: PackMedium, manifest: PackManifest, space: DesignSpace): number {
  return space.allowed.find((m) => hasSameNk(space.layerMedia[m].material, medium, manifest)) ?? -1;
}

function mediaReasons(manifest: PackManifest, space: DesignSpace, media: readonly number[]): string[] {
  const { ambient, substrate, exit, materials } = manifest.domain;
  const reasons: string[] = [];
  materials.forEach(({ id }, i) => {
    if (media[i] < 0) reasons.push(`None of the allowed materials has the n and k of ${id}.`);
  });
  if (!hasSameNk(space.ambient.material, ambient, manifest)) reasons.push(`The incident medium is not ${ambient.id}.`);
  if (!hasSameNk(space.substrate.material, substrate, manifest)) reasons.push(`The substrate is not ${substrate.id}.`);
  if (exit === null && space.slab !== undefined) {
    reasons.push('The pack knows coatings on a half-space, and the substrate has a thickness.');
  }
  if (exit !== null && (space.slab === undefined || !hasSameNk(space.slab.exit.material, exit, manifest))) {
    reasons.push(`The pack knows coatings on a slab with ${exit.id} behind it.`);
  }
  return reasons;
}

function buildReasons({ domain }: PackManifest, space: DesignSpace, media: readonly number[]): string[] {
  const reasons: string[] = [];
  const { layerCount, thicknessNm } = domain;
  if (space.maxLayers < layerCount.min) {
    reasons.push(`At most ${space.maxLayers} layers are allowed, and the pack proposes ${layerCount.min}.`);
  }
  if (space.outermost.media.length + space.innermost.media.length > 0) {
    reasons.push('Some layers are fixed, which the pack cannot take into account.');
  }
  if (space.back.mode !== 'none') reasons.push('The back is coated too, which the pack cannot take into account.');
  const width = thicknessNm.max - thicknessNm.min;
  media.forEach((m, i) => {
    if (m < 0) return;
    const shared = Math.min(space.maxNm[m], thicknessNm.max) - Math.max(space.minNm[m], thicknessNm.min);
    if (shared >= LEAST_SHARE_OF_RANGE * width) return;
    const { id } = domain.materials[i];
    reasons.push(
      `${id} may have ${space.minNm[m]} to ${space.maxNm[m]} nm; the pack proposes ${thicknessNm.min} to ${thicknessNm.max} nm.`,
    );
  });
  const usualNm = (layerCount.min * (thicknessNm.min + thicknessNm.max)) / 2;
  if (space.totalMaxNm < usualNm) {
    reasons.push(`At most ${space.totalMaxNm} nm are allowed in total; the pack's stacks have about ${usualNm} nm.`);
  }
  return reasons;
}

function spectrumReasons(manifest: PackManifest, target: Target): string[] {
  const counted = target.spectra.filter((entry) => entry.weight !== 0);
  const reasons = new Set(counted.flatMap((entry) => entryReasons(manifest, entry)));
  if (target.measures?.some(({ weight }) => weight !== 0)) reasons.add('The target has measures, which no pack knows.');
  const grid = manifest.spectrum.wavelengthsNm;
  const [first, last] = [grid[0], grid[grid.length - 1]];
  const halfStep = (last - first) / (grid.length - 1) / 2;
  let points = 0;
  let inside = 0;
  for (const { wavelengthsNm } of counted) {
    points += wavelengthsNm.length;
    for (const nm of wavelengthsNm) if (nm >= first - halfStep && nm <= last + halfStep) inside++;
  }
  if (inside < LEAST_SHARE_ON_GRID * points) {
    reasons.add(`Only ${inside} of the target's ${points} points lie in the pack's ${first} to ${last} nm.`);
  }
  if (!manifest.acceptsPartialTargets && (points === 0 || !coversGrid(counted, first, last, halfStep))) {
    reasons.add(`The target does not cover the whole of the pack's ${first} to ${last} nm.`);
  }
  return [...reasons];
}

function entryReasons({ domain, spectrum }: PackManifest, entry: TargetEntry): string[] {
  const reasons: string[] = [];
  if (!isPlain(entry.quantity)) return [`The target asks for ${entry.quantity}, which no pack knows.`];
  if (entry.environment !== undefined) reasons.push('The target has other environments, which no pack knows.');
  const source = sourceOf(entry.quantity);
  const isKnown = spectrum.quantities.includes(source) || (domain.lossless && source === 'T');
  if (!isKnown) reasons.push(`The target asks for ${source}; the pack knows ${spectrum.quantities.join(', ')}.`);
  const angleDeg = entry.angleDeg ?? 0;
  if (angleDeg !== spectrum.angleDeg) {
    reasons.push(`The target asks for ${angleDeg}°; the pack knows ${spectrum.angleDeg}°.`);
  }
  const polarization = entry.polarization ?? 'unpolarized';
  if (angleDeg > 0 && polarization !== spectrum.polarization) {
    reasons.push(`The target asks for ${polarization} light; the pack knows ${spectrum.polarization}.`);
  }
  if ((entry.direction ?? 'forward') !== spectrum.direction) {
    reasons.push(`The pack knows ${spectrum.direction} light only.`);
  }
  return reasons;
}

function coversGrid(entries: readonly TargetEntry[], first: number, last: number, halfStep: number): boolean {
  const all = entries.flatMap(({ wavelengthsNm }) => wavelengthsNm);
  return Math.min(...all) <= first + halfStep && Math.max(...all) >= last - halfStep;
}
