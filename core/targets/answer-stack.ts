import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import type { DesignMedium } from './design-media.ts';
import type { DesignSpace } from './design-space.ts';

/** Layers from the incident side on: a `LayerSequence` or plain arrays. */
export interface Layers {
  readonly count?: number;
  readonly media: ArrayLike<number>;
  readonly thicknessNm: ArrayLike<number>;
}

/**
 * The stack that an answer carries: it re-simulates by itself beside the catalogue. Layers name their medium by its
 * key, and `materials` defines every key that is no catalogue id.
 * @param back the coating on the slab's far side as it is, a mirrored one written out; ignored on a half-space
 */
export function toStack(space: DesignSpace, front: Layers, back: Layers = { media: [], thicknessNm: [] }): Stack {
  const materials: Record<string, Medium> = {};
  const name = ({ key, definition }: DesignMedium): string => {
    if (definition !== undefined) materials[key] = definition;
    return key;
  };
  const list = ({ count, media, thicknessNm }: Layers): Layer[] =>
    Array.from({ length: count ?? media.length }, (_, i) => ({
      medium: name(space.layerMedia[media[i]]),
      thicknessNm: thicknessNm[i],
    }));
  /** Surroundings given inline stay inline; named ones are called as layers are. */
  const around = (written: Medium, medium: DesignMedium): Medium =>
    typeof written === 'string' ? name(medium) : written;

  const { rules, slab } = space;
  const layers = list(front);
  const backLayers = slab === undefined ? [] : list(back);
  return {
    ...(rules.ambient === undefined ? {} : { ambient: around(rules.ambient, space.ambient) }),
    layers,
    substrate: { ...rules.substrate, medium: around(rules.substrate.medium, space.substrate) },
    ...(backLayers.length === 0 ? {} : { backLayers }),
    ...(slab === undefined || rules.exit === undefined ? {} : { exit: around(rules.exit, slab.exit) }),
    ...(Object.keys(materials).length === 0 ? {} : { materials }),
  };
}
