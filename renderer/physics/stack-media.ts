import { StackwrightError } from '#core/errors.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/** The media of a stack, each once, and where they stand in it. */
export interface StackMedia {
  /** equal for two stacks that differ in thicknesses alone */
  readonly key: string;
  readonly materials: readonly Material[];
  /** index into `materials` by the medium's key */
  readonly places: ReadonlyMap<string, number>;
  readonly ambient: number;
  readonly substrate: number;
  /** −1 on a half-space */
  readonly exit: number;
  /** where all of them have data, nm */
  readonly rangeNm: readonly [number, number];
  /** the materials that end that range */
  readonly limitedBy: readonly [string, string];
}

const identities = new WeakMap<object, number>();
let identitiesGiven = 0;

/** A number that stands for one object as long as it lives. Documents are never changed in place. */
export function identityOf(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, ++identitiesGiven);
  return identitiesGiven;
}

export function mediumKey(medium: Medium): string {
  if (typeof medium === 'string') return medium;
  return 'wavelengthsNm' in medium ? `#${identityOf(medium)}` : `=${medium.n},${medium.k ?? 0}`;
}

/**
 * @throws StackwrightError UNKNOWN_MATERIAL, INVALID with the place in the stack
 */
export function mediaOf(stack: Stack, catalogue: MaterialCatalogue): StackMedia {
  checkSides(stack);
  const indices = new Map<string, number>();
  const materials: Material[] = [];
  const own = stack.materials;
  const place = (medium: Medium, path: string): number => {
    const key = mediumKey(medium);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, materials.length);
    return materials.push(resolveMedium(medium, { own, catalogue, path })) - 1;
  };
  const ambient = place(stack.ambient ?? 'air', 'stack.ambient');
  const substrate = place(stack.substrate.medium, 'stack.substrate.medium');
  const isSlab = stack.substrate.thicknessNm !== undefined;
  const exit = isSlab ? place(stack.exit ?? 'air', 'stack.exit') : -1;
  stack.layers.forEach(({ medium }, i) => {
    place(medium, `stack.layers[${i}].medium`);
  });
  stack.backLayers?.forEach(({ medium }, i) => {
    place(medium, `stack.backLayers[${i}].medium`);
  });
  const names = `${own === undefined ? '' : identityOf(own)}|${[...indices.keys()].join('|')}`;
  const key = `${names}|${ambient},${substrate},${exit}`;
  return { key, materials, places: indices, ambient, substrate, exit, ...common(materials) };
}

function common(materials: readonly Material[]): Pick<StackMedia, 'rangeNm' | 'limitedBy'> {
  let [low, high] = [materials[0], materials[0]];
  for (const material of materials) {
    if (material.rangeNm[0] > low.rangeNm[0]) low = material;
    if (material.rangeNm[1] < high.rangeNm[1]) high = material;
  }
  return { rangeNm: [low.rangeNm[0], high.rangeNm[1]], limitedBy: [low.id, high.id] };
}

/** What the exact solver refuses, the window refuses in the same words. */
function checkSides({ substrate, backLayers = [], exit }: Stack): void {
  if (substrate.thicknessNm !== undefined) return;
  const surplus = backLayers.length > 0 ? 'backLayers' : exit === undefined ? undefined : 'exit';
  if (surplus === undefined) return;
  const message = `The substrate is a half-space with nothing behind it, yet stack.${surplus} is given; give the substrate a thickness, or leave ${surplus} out.`;
  throw new StackwrightError('INVALID', message, { path: `stack.${surplus}` });
}

/** Layers as the solver takes them: `media` counts from 0 over the stack's materials. */
export function sequenceOf(layers: readonly Layer[], places: ReadonlyMap<string, number>): LayerSequence {
  const media = new Int32Array(layers.length);
  const thicknessNm = new Float64Array(layers.length);
  layers.forEach((layer, i) => {
    media[i] = places.get(mediumKey(layer.medium)) ?? 0;
    thicknessNm[i] = layer.thicknessNm;
  });
  return { count: layers.length, media, thicknessNm };
}
