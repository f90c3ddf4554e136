import type { Medium } from '#core/optics/stack.ts';
import type { BuildRules } from '#core/targets/target.ts';
import { mediumName } from '#renderer/materials/medium-name.ts';

/** A material that a design may be built of, by the name that its limits go by. */
export interface AllowedMaterial {
  readonly key: string;
  readonly medium: Medium;
}

type Materials = BuildRules['materials'];

/** The materials of the rules in their order; empty where the defaults hold. */
export function allowedMaterials(materials: Materials): AllowedMaterial[] {
  if (materials === undefined) return [];
  if (Array.isArray(materials)) return materials.map((medium) => ({ key: mediumName(medium), medium }));
  return Object.entries(materials).map(([key, medium]) => ({ key, medium }));
}

/** With one more; the same where it is there already. */
export function withMaterial(materials: Materials, medium: Medium): Materials {
  const key = mediumName(medium);
  if (allowedMaterials(materials).some((allowed) => allowed.key === key)) return materials;
  if (materials === undefined) return [medium];
  return Array.isArray(materials) ? [...materials, medium] : { ...materials, [key]: medium };
}

/** The rules without one material and its limits; without the last, the defaults hold again. */
export function withoutMaterial(rules: BuildRules, key: string): Pick<BuildRules, 'materials' | 'limits'> {
  const kept = allowedMaterials(rules.materials).filter((allowed) => allowed.key !== key);
  const limits = Object.entries(rules.limits ?? {}).filter(([name]) => name !== key);
  const materials = Array.isArray(rules.materials)
    ? kept.map(({ medium }) => medium)
    : Object.fromEntries(kept.map((allowed) => [allowed.key, allowed.medium]));
  return {
    ...(kept.length === 0 ? {} : { materials }),
    ...(limits.length === 0 ? {} : { limits: Object.fromEntries(limits) }),
  };
}

/** The default limits of a layer where nothing is said, nm: what a field starts from. */
export const DEFAULT_LIMITS_NM = { min: 10, max: 500 } as const;

/** One material's own limits with one of them changed; undefined when both are taken away. */
export function withLimit(
  rules: BuildRules,
  key: string,
  which: 'min' | 'max',
  thicknessNm: number | undefined,
): BuildRules['limits'] {
  const { [key]: own, ...others } = rules.limits ?? {};
  const general = rules.thicknessNm ?? DEFAULT_LIMITS_NM;
  const limits =
    thicknessNm === undefined ? others : { ...others, [key]: { ...general, ...own, [which]: thicknessNm } };
  return Object.keys(limits).length === 0 ? undefined : limits;
}
