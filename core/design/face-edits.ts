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
  face.media.splice(gap, 0, medium);
  face.thicknessNm.splice(gap, 0, thicknessNm);
  face.locked.splice(gap, 0, false);
}

/** Cuts a layer at `fraction` of its thickness and puts `medium` into the cut. */
export function splitLayer(face: Face, layer: number, fraction: number, medium: number, thicknessNm: number): void {
  const [host, hostNm] = [face.media[layer], face.thicknessNm[layer]];
  face.thicknessNm[layer] = hostNm * fraction;
  insertAt(face, layer + 1, host, hostNm * (1 - fraction));
  insertAt(face, layer + 1, medium, thicknessNm);
}
