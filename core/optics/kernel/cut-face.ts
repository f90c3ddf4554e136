import { StackwrightError } from '#core/errors.ts';
import type { LayerSequence, NeedlePlace } from '#core/optics/types.ts';

/** Layers in the order of a face's list, each with the number of the needle's place on one side of it. */
export interface CutFace extends LayerSequence {
  /** place on the side that light enters the layer from; −1: none */
  readonly rows: Int32Array;
}

/**
 * A face whose layers are cut at the places, so that each lies on the entrance side of a layer, where a sweep leaves
 * its state. Layers of no thickness stand where two places coincide, or a place has no layer behind it.
 *
 * @param places those of both faces; the ones taken begin at `first`
 * @param isReverse light comes from the end of the list
 * @throws StackwrightError INVALID where the places are not in order or lie in no layer
 */
function cutFace(
  face: LayerSequence,
  places: readonly NeedlePlace[],
  first: number,
  onBack: boolean,
  isReverse: boolean,
): CutFace {
  const media: number[] = [];
  const thicknessNm: number[] = [];
  const before: number[] = []; // place at the side of each layer towards the ambient
  let pending = -1;
  let next = first;
  const push = (medium: number, nm: number): void => {
    media.push(medium);
    thicknessNm.push(nm);
    before.push(pending);
    pending = -1;
  };
  for (let layer = 0; layer <= face.count; layer++) {
    const isEnd = layer === face.count;
    const [medium, nm] = isEnd ? [0, 0] : [face.media[layer], face.thicknessNm[layer]];
    let done = 0;
    for (; next < places.length && places[next].onBack === onBack && places[next].layer === layer; next++) {
      const { fraction } = places[next];
      if (!(fraction >= done && fraction <= (isEnd ? 0 : 1))) throw disorder(places[next]);
      if (fraction > done || pending >= 0) push(medium, nm * (fraction - done));
      pending = next;
      done = fraction;
    }
    if (!isEnd) push(medium, nm * (1 - done));
  }
  if (next < places.length && !(places[next].onBack && !onBack)) throw disorder(places[next]);
  if (pending >= 0) push(0, 0);
  if (isReverse) {
    // the place towards the ambient is on the entrance side of the layer before
    before.push(-1);
    media.unshift(0);
    thicknessNm.unshift(0);
  }
  return {
    count: media.length,
    media: Int32Array.from(media),
    thicknessNm: Float64Array.from(thicknessNm),
    rows: Int32Array.from(before),
  };
}

function disorder({ onBack, layer, fraction }: NeedlePlace): StackwrightError {
  const where = `layer ${layer} of the ${onBack ? 'back' : 'front'}, fraction ${fraction}`;
  return new StackwrightError('INVALID', `A needle's place is out of order or in no layer: ${where}.`);
}

/**
 * Both faces, cut at the places.
 * @param hasBack false: on a half-space there is no back face, and no place on it
 */
export function cutFaces(
  front: LayerSequence,
  back: LayerSequence,
  places: readonly NeedlePlace[],
  isReverse: boolean,
  hasBack: boolean,
): { front: CutFace; back: CutFace } {
  const firstOnBack = places.findIndex(({ onBack }) => onBack);
  if (firstOnBack >= 0 && !hasBack) throw disorder(places[firstOnBack]);
  return {
    front: cutFace(front, places, 0, false, isReverse),
    back: cutFace(back, places, firstOnBack < 0 ? places.length : firstOnBack, true, isReverse),
  };
}
