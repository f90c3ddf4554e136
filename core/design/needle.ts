import type { NeedlePlace } from '#core/optics/types.ts';
import { type Coating, copyCoating, emptyFace, type Face, fillBack, mergedFace, SequenceBuffer } from './coating.ts';
import { openGaps, splitLayer } from './face-edits.ts';
import type { SearchContext } from './search-context.ts';

/** A place where a vanishingly thin layer of `medium` would lower the merit. */
export interface Needle extends NeedlePlace {
  readonly medium: number;
  /** ∂(Σ r²)/∂d of the needle, 1/nm; negative lowers the merit */
  readonly slope: number;
}

const DEPTHS = [0.2, 0.4, 0.6, 0.8] as const;

/**
 * The needle function of every allowed medium: the derivative of the squared merit with respect to the thickness
 * of an infinitely thin layer, at the interfaces and at four depths inside every layer, best first; only those
 * that lower the merit (Tikhonravov, Trubetskov & DeBell, Appl. Opt. 35, 5493 (1996)). Exact, and for all media and
 * depths at once: `CompiledTarget.needleSlopes`.
 */
export function findNeedles(coating: Coating, { target, space }: SearchContext): Needle[] {
  const front = new SequenceBuffer().fill(coating.front);
  const back = fillBack(new SequenceBuffer(), coating, space);
  const isMirror = space.back.mode === 'mirror';
  const onFront = openPlaces(coating.front, false);
  const onBack = isMirror
    ? onFront.map((place) => mirrored(place, front.count)).reverse()
    : space.back.mode === 'design'
      ? openPlaces(coating.back, true)
      : [];
  const places = [...onFront, ...onBack];
  const mediumCount = space.layerMedia.length;
  const slopes = new Float64Array(places.length * mediumCount);
  target.needleSlopes(front, back, places, slopes);
  const needles: Needle[] = [];
  (isMirror ? onFront : places).forEach((place, p) => {
    for (const medium of space.allowed) {
      if (touches(place.onBack ? coating.back : coating.front, place, medium)) continue;
      let slope = slopes[p * mediumCount + medium];
      if (isMirror) slope += slopes[(places.length - 1 - p) * mediumCount + medium];
      if (slope < 0) needles.push({ ...place, medium, slope });
    }
  });
  return needles.sort((a, b) => a.slope - b.slope);
}

/** Where needles may go, from the outer face on: the gaps between layers, and depths inside every unlocked layer. */
function openPlaces(face: Face, onBack: boolean): NeedlePlace[] {
  const gaps = new Set(openGaps(face));
  const places: NeedlePlace[] = [];
  for (let layer = 0; layer <= face.media.length; layer++) {
    if (gaps.has(layer)) places.push({ onBack, layer, fraction: 0 });
    if (layer === face.media.length || face.locked[layer]) continue;
    for (const fraction of DEPTHS) places.push({ onBack, layer, fraction });
  }
  return places;
}

/** The same place on the back of a part whose faces are mirror images. */
function mirrored({ layer, fraction }: NeedlePlace, count: number): NeedlePlace {
  return fraction === 0
    ? { onBack: true, layer: count - layer, fraction }
    : { onBack: true, layer: count - 1 - layer, fraction: 1 - fraction };
}

/** Whether a layer at the place is of this medium, so that a needle would only make it thicker. */
function touches({ media }: Face, { layer, fraction }: NeedlePlace, medium: number): boolean {
  return media[layer] === medium || (fraction === 0 && layer > 0 && media[layer - 1] === medium);
}

/** The coating with the needle put in at `thicknessNm`. */
export function insertNeedle(coating: Coating, needle: Needle, thicknessNm: number): Coating {
  const changed = copyCoating(coating);
  const face = needle.onBack ? changed.back : changed.front;
  if (needle.fraction === 0) {
    face.media.splice(needle.layer, 0, needle.medium);
    face.thicknessNm.splice(needle.layer, 0, thicknessNm);
    face.locked.splice(needle.layer, 0, false);
  } else {
    splitLayer(face, needle.layer, needle.fraction, needle.medium, thicknessNm);
  }
  return changed;
}

/** How many layers the needle adds to its face. */
export function layersAdded(needle: Needle): number {
  return needle.fraction === 0 ? 1 : 2;
}

/** Layers thinner than `thinnestNm` removed, neighbours merged; locked layers stay. */
export function withoutThinLayers(coating: Coating, thinnestNm: number): Coating {
  const clean = (face: Face): Face => {
    const kept = emptyFace();
    for (let layer = 0; layer < face.media.length; layer++) {
      if (!face.locked[layer] && face.thicknessNm[layer] < thinnestNm) continue;
      kept.media.push(face.media[layer]);
      kept.thicknessNm.push(face.thicknessNm[layer]);
      kept.locked.push(face.locked[layer]);
    }
    return mergedFace(kept);
  };
  return { front: clean(coating.front), back: clean(coating.back) };
}
