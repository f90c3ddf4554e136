import type { DesignSpace } from '#core/targets/design-space.ts';
import type { Face } from '../coating.ts';

/** A layer of a proposed design before limits are seen to. */
export interface SeedLayer {
  readonly medium: number;
  readonly thicknessNm: number;
}

/** Layers, incident side first. */
export type Recipe = readonly SeedLayer[];

/** How many layers a recipe may have: those of one face that are not fixed. */
export function roomForLayers(space: DesignSpace): number {
  return space.maxLayers - space.outermost.media.length - space.innermost.media.length;
}

/** Share of the cap on the total that the layers of one face may use beside the fixed ones, nm. */
function roomNm(space: DesignSpace): number {
  const faces = space.back.mode === 'mirror' || space.back.mode === 'design' ? 2 : 1;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return space.totalMaxNm / faces - sum(space.outermost.thicknessNm) - sum(space.innermost.thicknessNm);
}

/**
 * The recipe as a face that keeps the space's limits, between its fixed layers: too thin layers go or grow to the least
 * thickness, too thick ones shrink to the greatest; of too many layers the thinnest go; above the cap on the total the
 * innermost go.
 * @returns undefined where nothing is left
 */
export function seedFace(recipe: Recipe, space: DesignSpace): Face | undefined {
  let layers = mergedRecipe(withoutTwins(recipe, space));
  const room = roomForLayers(space);
  for (let at = tooThin(layers, space); at >= 0; at = tooThin(layers, space)) layers = without(layers, at);
  while (layers.length > room) layers = without(layers, thinnest(layers));
  const bounded = withoutTwins(layers, space).map(({ medium, thicknessNm }) => ({
    medium,
    thicknessNm: Math.min(Math.max(thicknessNm, space.minNm[medium]), space.maxNm[medium]),
  }));
  const kept = underCap(bounded, space);
  if (kept.length === 0) return undefined;
  return {
    media: [...space.outermost.media, ...kept.map(({ medium }) => medium), ...space.innermost.media],
    thicknessNm: [
      ...space.outermost.thicknessNm,
      ...kept.map(({ thicknessNm }) => thicknessNm),
      ...space.innermost.thicknessNm,
    ],
    locked: [...space.outermost.locked, ...kept.map(() => false), ...space.innermost.locked],
  };
}

/** Zero layers dropped, equal neighbours as one. */
function mergedRecipe(recipe: Recipe): SeedLayer[] {
  const merged: SeedLayer[] = [];
  for (const layer of recipe) {
    if (!(layer.thicknessNm > 0)) continue;
    const last = merged.length - 1;
    if (last >= 0 && merged[last].medium === layer.medium) {
      merged[last] = { medium: layer.medium, thicknessNm: merged[last].thicknessNm + layer.thicknessNm };
    } else merged.push(layer);
  }
  return merged;
}

/** The recipe without end layers of the same medium as the fixed layer beside them. */
function withoutTwins(recipe: Recipe, { outermost, innermost }: DesignSpace): SeedLayer[] {
  const layers = [...recipe];
  const above = outermost.media[outermost.media.length - 1];
  while (layers.length > 0 && layers[0].medium === above) layers.shift();
  while (layers.length > 0 && layers[layers.length - 1].medium === innermost.media[0]) layers.pop();
  return layers;
}

const without = (layers: Recipe, at: number): SeedLayer[] => mergedRecipe(layers.filter((_, i) => i !== at));

/** Position of the thinnest layer of less than half its least thickness; −1 if there is none. */
function tooThin(layers: Recipe, space: DesignSpace): number {
  const at = thinnest(layers);
  return at >= 0 && layers[at].thicknessNm < space.minNm[layers[at].medium] / 2 ? at : -1;
}

function thinnest(layers: Recipe): number {
  let at = layers.length > 0 ? 0 : -1;
  for (let i = 1; i < layers.length; i++) if (layers[i].thicknessNm < layers[at].thicknessNm) at = i;
  return at;
}

/** The outer layers that fit under the cap; the first that does not is thinned where its limit allows. */
function underCap(layers: Recipe, space: DesignSpace): SeedLayer[] {
  let leftNm = roomNm(space) * (1 - 1e-9);
  const kept: SeedLayer[] = [];
  for (const layer of layers) {
    const thicknessNm = Math.min(layer.thicknessNm, leftNm);
    if (thicknessNm < space.minNm[layer.medium]) break;
    kept.push({ medium: layer.medium, thicknessNm });
    leftNm -= thicknessNm;
    if (thicknessNm < layer.thicknessNm) break;
  }
  return withoutTwins(kept, space);
}
