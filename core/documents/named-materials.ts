import type { z } from 'zod';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { InlineMedium, Layer, Medium, Stack } from '#core/optics/stack.ts';

type Inline = z.infer<typeof InlineMedium>;

/** A material that a stack calls by name. */
export interface NamedMaterial {
  readonly name: string;
  /** what it stands for: the stack's own definition, or the full id of catalogue data */
  readonly means: { readonly definition: Inline } | { readonly catalogueId: string };
  /** the first place that names it: "stack.layers[2].medium" */
  readonly path: string;
}

/** A stack that says exactly which data each name means. */
export interface NamedStack {
  readonly stack: Stack;
  /** in the order in which light meets them; "air" needs no definition and is not listed */
  readonly materials: readonly NamedMaterial[];
}

/**
 * The same stack with catalogue materials by their full ids ("SiO2" → "SiO2/Malitson"), chains of own names followed to
 * their end, and own materials that nothing uses left out. Two stacks that mean the same are then written the same.
 * @throws StackwrightError UNKNOWN_MATERIAL or INVALID with the place of the medium
 */
export function nameMaterials(stack: Stack, catalogue: MaterialCatalogue): NamedStack {
  const found = new Map<string, NamedMaterial>();
  const own = stack.materials;
  const rename = (medium: Medium, path: string): Medium => {
    if (typeof medium !== 'string') return medium;
    const end = endOfChain(medium, own);
    if (typeof end !== 'string') {
      if (!found.has(medium)) found.set(medium, { name: medium, means: { definition: end }, path });
      return medium;
    }
    const { id } = resolveMedium(medium, { own, catalogue, path });
    if (id === 'air' || id === 'vacuum') return id;
    // An own material that took the name of catalogue data hides the full id; the short one still leads there.
    const isHidden = own !== undefined && typeof endOfChain(id, own) !== 'string';
    const name = isHidden ? end : id;
    if (!found.has(name)) found.set(name, { name, means: { catalogueId: id }, path });
    return name;
  };
  const layers = (list: readonly Layer[], path: string): Layer[] =>
    list.map((layer, i) => ({ ...layer, medium: rename(layer.medium, `${path}[${i}].medium`) }));

  const { materials: _, ambient: around = 'air', backLayers = [], exit, ...rest } = stack;
  const { coherent, ...slab } = stack.substrate;
  const isSlab = slab.thicknessNm !== undefined;
  // In the order in which light meets them, which is the order of `found`. A half-space keeps a surplus exit or
  // coherence as it is, so that the solver can refuse it.
  const ambient = rename(around, 'stack.ambient');
  const front = layers(stack.layers, 'stack.layers');
  const substrate = { ...slab, medium: rename(slab.medium, 'stack.substrate.medium') };
  const back = layers(backLayers, 'stack.backLayers');
  const behind = isSlab ? rename(exit ?? 'air', 'stack.exit') : exit;
  const definitions = [...found.values()].flatMap(({ name, means }): [string, Medium][] =>
    'definition' in means ? [[name, means.definition]] : [],
  );
  return {
    stack: {
      ambient,
      ...rest,
      layers: front,
      substrate: coherent ? { ...substrate, coherent } : substrate,
      ...(back.length === 0 ? {} : { backLayers: back }),
      ...(behind === undefined ? {} : { exit: behind }),
      ...(definitions.length === 0 ? {} : { materials: Object.fromEntries(definitions) }),
    },
    materials: [...found.values()],
  };
}

/** What a name leads to through the stack's own materials: constants, or the name that only the catalogue can know. */
function endOfChain(name: string, own: Readonly<Record<string, Medium>> | undefined): Inline | string {
  const visited = new Set<string>();
  let current = name;
  while (own !== undefined && Object.hasOwn(own, current) && !visited.has(current)) {
    visited.add(current);
    const next = own[current];
    if (typeof next !== 'string') return next;
    current = next;
  }
  return current;
}

/**
 * The stack with the data of its catalogue materials written into it, on exactly these wavelengths: there it gives the
 * same spectra without any catalogue, and elsewhere it refuses.
 * @throws StackwrightError OUT_OF_RANGE with the place of the medium
 */
export function embedMaterials(
  { stack, materials }: NamedStack,
  catalogue: MaterialCatalogue,
  wavelengthsNm: readonly number[],
): Stack {
  const embedded = materials.map(({ name, means, path }): [string, Medium] => {
    if ('definition' in means) return [name, means.definition];
    const { n, k } = resolveMedium(name, { own: stack.materials, catalogue, path }).sample(wavelengthsNm);
    return [name, { wavelengthsNm: [...wavelengthsNm], n: [...n], k: [...k], interpolation: 'linear' }];
  });
  return embedded.length === 0 ? stack : { ...stack, materials: Object.fromEntries(embedded) };
}

/** Difference of n or k up to which embedded data and the catalogue's count as the same. */
const SAME_INDEX = 1e-12;

/**
 * The reverse of `embedMaterials` where this catalogue holds the same numbers: the stack can then be asked at other
 * wavelengths too. Data that the catalogue has not, or has otherwise, stay embedded.
 * @param catalogueIds for each name in the stack's materials that was embedded, the id it came from
 */
export function relinkMaterials(
  stack: Stack,
  catalogueIds: Readonly<Record<string, string>>,
  catalogue: MaterialCatalogue,
): Stack {
  const kept = Object.entries(stack.materials ?? {}).flatMap(([name, medium]): [string, Medium][] => {
    const id = Object.hasOwn(catalogueIds, name) ? catalogueIds[name] : undefined;
    if (id === undefined || !hasSameData(medium, id, catalogue)) return [[name, medium]];
    return name === id ? [] : [[name, id]];
  });
  const { materials: _, ...rest } = stack;
  return kept.length === 0 ? rest : { ...rest, materials: Object.fromEntries(kept) };
}

function hasSameData(medium: Medium, id: string, catalogue: MaterialCatalogue): boolean {
  if (typeof medium === 'string' || !('wavelengthsNm' in medium)) return false;
  const material = catalogue.find(id);
  const { wavelengthsNm } = medium;
  if (material === undefined || material.id !== id) return false;
  const [low, high] = material.rangeNm;
  if (!wavelengthsNm.every((wavelength) => wavelength >= low && wavelength <= high)) return false;
  const { n, k } = material.sample(wavelengthsNm);
  return wavelengthsNm.every(
    (_, i) => Math.abs(n[i] - medium.n[i]) <= SAME_INDEX && Math.abs(k[i] - (medium.k?.[i] ?? 0)) <= SAME_INDEX,
  );
}
