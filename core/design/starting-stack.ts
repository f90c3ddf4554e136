import { StackwrightError } from '#core/errors.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import type { Target } from '#core/targets/target.ts';
import { type Coating, emptyFace, type Face } from './coating.ts';

/**
 * The target as it stands for the refinement of an existing design: the design is its start. Names that the design
 * defines for itself keep their definition; where the target names no materials, the design's own are allowed; where
 * it says nothing of the back, the design's back coating stays as it is.
 */
export function targetForDesign(target: Target, design: Stack): Target {
  const layers = design.layers.map((layer) => selfContained(layer, design, target));
  const backLayers = (design.backLayers ?? []).map((layer) => selfContained(layer, design, target));
  const { stack } = target;
  const named = stack.materials ?? ownMaterials([...layers, ...backLayers]);
  const fixedBack =
    stack.backLayers === undefined && backLayers.length > 0 && stack.substrate.thicknessNm !== undefined;
  return {
    ...target,
    stack: {
      ...stack,
      materials: named,
      ...(fixedBack ? { backLayers } : {}),
      start: {
        layers,
        ...(stack.start?.locked === undefined ? {} : { locked: stack.start.locked }),
        ...(stack.start?.limits === undefined ? {} : { limits: stack.start.limits }),
      },
    },
  };
}

/** The coating to refine, in the space of `targetForDesign`. */
export function startingCoating(target: Target, design: Stack, space: DesignSpace): Coating {
  const front = space.start;
  if (front === undefined || front.media.length === 0) {
    throw new StackwrightError('INVALID', 'The design has no layers to refine.', { path: 'layers' });
  }
  const wantsBack = space.back.mode === 'design';
  return { front, back: wantsBack ? backFace(target, design, space) : emptyFace() };
}

function backFace(target: Target, design: Stack, space: DesignSpace): Face {
  const face = emptyFace();
  (design.backLayers ?? []).forEach((layer, i) => {
    const { medium, thicknessNm } = selfContained(layer, design, target);
    const index = space.layerMedia.findIndex(({ key, definition, material }) =>
      typeof medium === 'string'
        ? key === medium || material.id === medium || material.id.startsWith(`${medium}/`)
        : JSON.stringify(definition) === JSON.stringify(medium),
    );
    if (index < 0) {
      const message = 'A back layer of the design is of a material that the target does not allow; allow it.';
      throw new StackwrightError('INVALID', message, { path: `backLayers[${i}].medium` });
    }
    face.media.push(index);
    face.thicknessNm.push(thicknessNm);
    face.locked.push(false);
  });
  return face;
}

/** The layer with a medium that means the same under the target's names as under the design's. */
function selfContained({ medium, thicknessNm }: Layer, design: Stack, target: Target): Layer {
  if (typeof medium !== 'string' || design.materials === undefined || !Object.hasOwn(design.materials, medium)) {
    return { medium, thicknessNm };
  }
  const definition: Medium = design.materials[medium];
  const { materials } = target.stack;
  const sameName =
    materials !== undefined &&
    !Array.isArray(materials) &&
    Object.hasOwn(materials, medium) &&
    JSON.stringify(materials[medium]) === JSON.stringify(definition);
  return { medium: sameName ? medium : definition, thicknessNm };
}

function ownMaterials(layers: readonly Layer[]): Medium[] {
  const seen = new Map<string, Medium>();
  for (const { medium } of layers) seen.set(JSON.stringify(medium), medium);
  return [...seen.values()];
}
