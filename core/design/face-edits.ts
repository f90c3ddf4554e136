import type { Face } from './coating.ts';

/** Gaps where a layer may be put: 0 is above the first layer. None between two locked layers or outside a fixed end. */
export function openGaps(face: Face): number[] {
  const count = face.media.length;
  const gaps: number[] = [];
  for (let gap = 0; gap <= count; gap++) {
    const above = gap === 0 || face.locked[gap - 1];
    const below = gap === count || face.locked[gap];
    if (count === 0 || !(above && below)) gaps.push(gap);
  }
  return gaps;
}

export function insertAt(face: Face, gap: number, medium: number, thicknessNm: number): void {
  replaceLayers(face, gap, 0, [medium], [thicknessNm]);
}

/** Puts new layers, none of them locked, in the place of `count` layers from `first` on. */
export function replaceLayers(
  face: Face,
  first: number,
  count: number,
  media: readonly number[],
  thicknessNm: readonly number[],
): void {
  face.media.splice(first, count, ...media);
  face.thicknessNm.splice(first, count, ...thicknessNm);
  face.locked.splice(first, count, ...media.map(() => false));
}

/** Cuts a layer at `fraction` of its thickness and puts `medium` into the cut. */
export function splitLayer(face: Face, layer: number, fraction: number, medium: number, thicknessNm: number): void {
  const [host, hostNm] = [face.media[layer], face.thicknessNm[layer]];
  face.thicknessNm[layer] = hostNm * fraction;
  insertAt(face, layer + 1, host, hostNm * (1 - fraction));
  insertAt(face, layer + 1, medium, thicknessNm);
}
