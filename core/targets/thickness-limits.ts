import { StackwrightError } from '#core/errors.ts';
import type { Material } from '#core/materials/types.ts';
import { formatPath } from '#core/validation.ts';
import type { DesignMedia, DesignMedium } from './design-media.ts';
import type { BuildRules, ThicknessLimits } from './target.ts';

const DIELECTRIC_NM: ThicknessLimits = { min: 10, max: 500 };
const METAL_NM: ThicknessLimits = { min: 5, max: 200 };

/** True where light only tunnels: Re N² < 0 at the middle of the band. */
export function isMetal(material: Material, bandNm: readonly [number, number]): boolean {
  const { n, k } = material.sample([(bandNm[0] + bandNm[1]) / 2]);
  return n[0] * n[0] - k[0] * k[0] < 0;
}

/**
 * Least and greatest layer thickness of every medium in the list, nm.
 *
 * Without limits in the target: 10 … 500 nm, or up to λmax/(2 n_min) if that is more (a half wave of the lowest index
 * must fit), n_min being the smallest Re n at λmax among the non-metals that may be chosen; metals 5 … 200 nm.
 * @param allowed positions of the media that may be chosen
 */
export function thicknessLimits(
  rules: BuildRules,
  media: DesignMedia,
  allowed: readonly number[],
  bandNm: readonly [number, number],
): ThicknessLimits[] {
  const metals = media.list.map(({ material }) => isMetal(material, bandNm));
  let greatestNm = DIELECTRIC_NM.max;
  for (const m of allowed) {
    if (metals[m]) continue;
    const n = media.list[m].material.sample([bandNm[1]]).n[0];
    if (n > 0) greatestNm = Math.max(greatestNm, bandNm[1] / (2 * n));
  }
  const dielectric = { min: DIELECTRIC_NM.min, max: greatestNm };
  const limits = metals.map((metal) => rules.thicknessNm ?? (metal ? METAL_NM : dielectric));
  for (const [name, own] of Object.entries(rules.limits ?? {})) {
    const index = media.find(name);
    if (index === undefined) {
      const known = media.list.map(({ key }) => key).join(', ');
      throw new StackwrightError('INVALID', `${name} is not a material of this design; they are: ${known}.`, {
        path: formatPath(['stack', 'limits', name]),
      });
    }
    limits[index] = own;
  }
  return limits;
}

/** A face with limits that belong to its layers; null where a layer's medium decides. */
export interface LimitedFace {
  readonly face: { readonly media: number[]; readonly thicknessNm: number[]; readonly locked: boolean[] };
  readonly limits: readonly (ThicknessLimits | null)[];
}

/**
 * The media with one more for every layer that has limits of its own, so that these stay with the layer wherever a
 * search moves it. Such a medium is like its material's in all but the limits, and a search puts it nowhere anew.
 */
export function limitedMedia(
  list: readonly DesignMedium[],
  ofMaterials: readonly ThicknessLimits[],
  start: LimitedFace | undefined,
): { layerMedia: DesignMedium[]; limits: ThicknessLimits[]; start?: LimitedFace['face'] } {
  const [layerMedia, limits] = [[...list], [...ofMaterials]];
  if (start === undefined) return { layerMedia, limits };
  const known = new Map<string, number>();
  const media = start.face.media.map((medium, layer) => {
    const own = start.limits[layer];
    if (own === null || start.face.locked[layer]) return medium;
    const key = `${medium} ${own.min} ${own.max}`;
    const place = known.get(key) ?? layerMedia.push(list[medium]) - 1;
    known.set(key, place);
    limits[place] = own;
    return place;
  });
  return { layerMedia, limits, start: { ...start.face, media } };
}
