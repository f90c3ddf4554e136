import { StackwrightError } from '#core/errors.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import type { Layer, Medium } from '#core/optics/stack.ts';
import { formatPath } from '#core/validation.ts';
import { DesignMedia, type DesignMedium, uncovered } from './design-media.ts';
import { environmentSpaces } from './environment-space.ts';
import { measureRangeNm } from './measure.ts';
import type { DesignSpace, SpaceFace } from './space.ts';
import type { BuildRules, Target } from './target.ts';
import { isMetal, type LimitedFace, limitedMedia, thicknessLimits } from './thickness-limits.ts';

/** Used where neither the target nor a pack names materials. */
export const DEFAULT_MATERIALS = ['MgF2', 'SiO2', 'Al2O3', 'HfO2', 'Ta2O5', 'TiO2'] as const;
const DEFAULT_MAX_LAYERS = 20;

export type { DesignSpace, SpaceFace } from './space.ts';

export interface DesignSpaceOptions {
  /** catalogue ids to use where the target names no materials; those that do not cover the target are left out */
  readonly defaultMaterials?: readonly string[];
}

/**
 * Resolves what a target allows to be built.
 * @throws StackwrightError with a path relative to the target, such as `stack.materials[2]`
 */
export function createDesignSpace(
  target: Target,
  catalogue: MaterialCatalogue,
  options: DesignSpaceOptions = {},
): DesignSpace {
  const rules = target.stack;
  const bandNm = targetBandNm(target);
  const own = rules.materials !== undefined && !Array.isArray(rules.materials) ? rules.materials : {};
  const media = new DesignMedia(own, catalogue, bandNm);
  const around = new DesignMedia(own, catalogue, bandNm);
  const surroundings = resolveSurroundings(rules, around);
  const { allowed, excluded } = allowedMedia(rules, media, catalogue, options.defaultMaterials ?? DEFAULT_MATERIALS);
  const outermost = faceOf(rules.fixed?.outermost, media, 'stack.fixed.outermost');
  const innermost = faceOf(rules.fixed?.innermost, media, 'stack.fixed.innermost');
  const placed = startFace(rules, media, outermost, innermost);
  const back = backOf(rules, media);
  const ofMaterials = thicknessLimits(rules, media, allowed, bandNm);
  const { layerMedia, limits, start } = limitedMedia(media.list, ofMaterials, placed);
  const space: DesignSpace = {
    layerMedia,
    allowed,
    minNm: Float64Array.from(limits, ({ min }) => min),
    maxNm: Float64Array.from(limits, ({ max }) => max),
    isMetal: Uint8Array.from(layerMedia, ({ material }) => (isMetal(material, bandNm) ? 1 : 0)),
    maxLayers: maxLayersOf(rules, outermost.media.length + innermost.media.length, start?.media.length ?? 0),
    totalMaxNm: rules.totalThicknessNm?.max ?? Number.POSITIVE_INFINITY,
    outermost,
    innermost,
    ...(start === undefined ? {} : { start }),
    back,
    ...surroundings,
    bandNm,
    excluded,
    rules,
    environments: new Map(),
  };
  checkTotal(space);
  return { ...space, environments: environmentSpaces(target, space, media, around) };
}

/** Shortest and longest vacuum wavelength of which a target or its specification speaks, nm. */
export function targetBandNm(target: Target): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const wavelengths of [
    ...target.spectra.map((e) => e.wavelengthsNm),
    ...(target.specification ?? []).map((r) => r.rangeNm),
    ...(target.measures ?? []).map(measureRangeNm),
  ]) {
    for (const wavelength of wavelengths) {
      if (wavelength < low) low = wavelength;
      if (wavelength > high) high = wavelength;
    }
  }
  return [low, high];
}

function resolveSurroundings(
  rules: BuildRules,
  media: DesignMedia,
): Pick<DesignSpace, 'ambient' | 'substrate' | 'slab'> {
  const get = (medium: Medium, path: string): DesignMedium => media.list[media.index(medium, path)];
  const ambient = get(rules.ambient ?? 'air', 'stack.ambient');
  const substrate = get(rules.substrate.medium, 'stack.substrate.medium');
  const { thicknessNm, coherent } = rules.substrate;
  if (thicknessNm === undefined) return { ambient, substrate };
  const exit = get(rules.exit ?? 'air', 'stack.exit');
  return { ambient, substrate, slab: { thicknessNm, coherent: coherent ?? false, exit } };
}

function allowedMedia(
  rules: BuildRules,
  media: DesignMedia,
  catalogue: MaterialCatalogue,
  defaults: readonly string[],
): { allowed: number[]; excluded: { id: string; reason: string }[] } {
  const { materials } = rules;
  if (Array.isArray(materials)) {
    const indexes = materials.map((medium, i) => media.index(medium, `stack.materials[${i}]`));
    return { allowed: [...new Set(indexes)], excluded: [] };
  }
  if (materials !== undefined) {
    const names = Object.keys(materials);
    return { allowed: names.map((name) => media.index(name, formatPath(['stack', 'materials', name]))), excluded: [] };
  }
  const allowed = new Set<number>();
  const excluded: { id: string; reason: string }[] = [];
  for (const id of defaults) {
    const material: Material | undefined = catalogue.find(id);
    const reason = material === undefined ? `${id} is not in the catalogue.` : uncovered(material, media.bandNm);
    if (reason === undefined) allowed.add(media.index(id, 'stack.materials'));
    else excluded.push({ id: material?.id ?? id, reason });
  }
  if (allowed.size === 0) {
    const reasons = excluded.map(({ reason }) => reason).join(' ');
    throw new StackwrightError(
      'OUT_OF_RANGE',
      `None of the default materials covers the target; name others. ${reasons}`,
      {
        path: 'stack.materials',
      },
    );
  }
  return { allowed: [...allowed], excluded };
}

function faceOf(layers: readonly Layer[] | undefined, media: DesignMedia, path: string): SpaceFace {
  const list = layers ?? [];
  return {
    media: list.map(({ medium }, i) => media.index(medium, `${path}[${i}].medium`)),
    thicknessNm: list.map(({ thicknessNm }) => thicknessNm),
    locked: list.map(() => true),
  };
}

/** The starting front face and its layers' own limits; fixed layers that it does not already have at its ends are put there. */
function startFace(
  rules: BuildRules,
  media: DesignMedia,
  outermost: SpaceFace,
  innermost: SpaceFace,
): LimitedFace | undefined {
  if (rules.start === undefined) return undefined;
  const given = faceOf(rules.start.layers, media, 'stack.start.layers');
  given.media.forEach((_, i) => {
    given.locked[i] = rules.start?.locked?.[i] ?? false;
  });
  const from = beginsWith(given, outermost, 0) ? outermost.media.length : 0;
  const innerAt = given.media.length - innermost.media.length;
  const to = innerAt >= from && beginsWith(given, innermost, innerAt) ? innerAt : given.media.length;
  const limits = given.media.map((_, i) => rules.start?.limits?.[i] ?? null);
  return {
    face: {
      media: [...outermost.media, ...given.media.slice(from, to), ...innermost.media],
      thicknessNm: [...outermost.thicknessNm, ...given.thicknessNm.slice(from, to), ...innermost.thicknessNm],
      locked: [...outermost.locked, ...given.locked.slice(from, to), ...innermost.locked],
    },
    limits: [...outermost.media.map(() => null), ...limits.slice(from, to), ...innermost.media.map(() => null)],
  };
}

function beginsWith(face: SpaceFace, part: SpaceFace, at: number): boolean {
  return part.media.every(
    (medium, i) => face.media[at + i] === medium && face.thicknessNm[at + i] === part.thicknessNm[i],
  );
}

function backOf(rules: BuildRules, media: DesignMedia): DesignSpace['back'] {
  const { backLayers } = rules;
  if (backLayers === 'design' || backLayers === 'mirror') {
    return { mode: backLayers, face: faceOf(undefined, media, 'stack.backLayers') };
  }
  const face = faceOf(backLayers, media, 'stack.backLayers');
  return { mode: face.media.length === 0 ? 'none' : 'fixed', face };
}

function maxLayersOf(rules: BuildRules, fixedCount: number, startCount: number): number {
  const maxLayers = rules.maxLayers ?? Math.max(DEFAULT_MAX_LAYERS, fixedCount, startCount);
  if (startCount > maxLayers) {
    throw new StackwrightError(
      'IMPOSSIBLE',
      `The start has ${startCount} layers with the fixed ones, but only ${maxLayers} are allowed.`,
      { path: 'stack.start.layers' },
    );
  }
  return maxLayers;
}

function checkTotal(space: DesignSpace): void {
  const faces = space.back.mode === 'mirror' ? 2 : 1;
  const fixedNm = sum(space.outermost.thicknessNm) + sum(space.innermost.thicknessNm);
  const lockedNm =
    space.start === undefined ? 0 : sum(space.start.thicknessNm.filter((_, i) => space.start?.locked[i]));
  const thinnestNm = Math.min(...space.allowed.map((m) => space.minNm[m]));
  const leastNm = faces * Math.max(fixedNm, lockedNm, fixedNm === 0 ? thinnestNm : 0);
  if (leastNm <= space.totalMaxNm) return;
  throw new StackwrightError(
    'IMPOSSIBLE',
    `At most ${space.totalMaxNm} nm are allowed in total, but the thinnest possible coating has ${leastNm} nm.`,
    { path: 'stack.totalThicknessNm.max' },
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
