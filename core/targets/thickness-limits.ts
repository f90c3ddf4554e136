import { StackwrightError } from '#core/errors.ts';
import type { Material } from '#core/materials/types.ts';
import { formatPath } from '#core/validation.ts';
import type { DesignMedia } from './design-media.ts';
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
