import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace, SpaceFace } from '#core/targets/design-space.ts';

/** One coated face while it is being designed. A locked layer also keeps its neighbours' order. */
export type Face = SpaceFace;

/** What the search varies: the front face, and the back face where the target asks to design it too. */
export interface Coating {
  readonly front: Face;
  readonly back: Face;
}

export function emptyFace(): Face {
  return { media: [], thicknessNm: [], locked: [] };
}

export function copyFace(face: Face): Face {
  return { media: [...face.media], thicknessNm: [...face.thicknessNm], locked: [...face.locked] };
}

export function copyCoating(coating: Coating): Coating {
  return { front: copyFace(coating.front), back: copyFace(coating.back) };
}

/** Number of layers that a person would count: the designed faces, a mirrored back counted once. */
export function layerCount(coating: Coating): number {
  return coating.front.media.length + coating.back.media.length;
}

/** Physical thickness of the designed faces together, nm. */
export function totalThicknessNm(coating: Coating): number {
  let total = 0;
  for (const d of coating.front.thicknessNm) total += d;
  for (const d of coating.back.thicknessNm) total += d;
  return total;
}

/** The face with zero layers dropped and equal neighbours merged; locked layers stay as they are. */
export function mergedFace(face: Face): Face {
  const merged = emptyFace();
  for (let i = 0; i < face.media.length; i++) {
    if (face.thicknessNm[i] === 0 && !face.locked[i]) continue;
    const last = merged.media.length - 1;
    const isTwin = last >= 0 && merged.media[last] === face.media[i] && !merged.locked[last] && !face.locked[i];
    if (isTwin) {
      merged.thicknessNm[last] += face.thicknessNm[i];
    } else {
      merged.media.push(face.media[i]);
      merged.thicknessNm.push(face.thicknessNm[i]);
      merged.locked.push(face.locked[i]);
    }
  }
  return merged;
}

/** Thickness of the thinnest layer that is not locked, nm; Infinity without one. */
export function thinnestUnlockedNm(coating: Coating): number {
  let thinnest = Number.POSITIVE_INFINITY;
  for (const face of [coating.front, coating.back]) {
    face.thicknessNm.forEach((thicknessNm, layer) => {
      if (!face.locked[layer]) thinnest = Math.min(thinnest, thicknessNm);
    });
  }
  return thinnest;
}

/** Both faces as they would be deposited. */
export function mergedCoating({ front, back }: Coating): Coating {
  return { front: mergedFace(front), back: mergedFace(back) };
}

/** The face without unlocked layers beside a locked one of the same medium: they would only make it thicker. */
export function withoutLockedTwins(face: Face): Face {
  const kept = emptyFace();
  for (let i = 0; i < face.media.length; i++) {
    const isTwin = (other: number) => face.locked[other] === true && face.media[other] === face.media[i];
    if (!face.locked[i] && (isTwin(i - 1) || isTwin(i + 1))) continue;
    kept.media.push(face.media[i]);
    kept.thicknessNm.push(face.thicknessNm[i]);
    kept.locked.push(face.locked[i]);
  }
  return kept;
}

/** Thicknesses that differ by less than this share of the total, all in all, are variations of one design. */
const VARIATION = 0.03;

/**
 * How two faces of equal media differ: the largest difference of a thickness in units of max(1 nm, 1 %), and the sum of
 * all differences, nm. Undefined where the media differ.
 */
function difference(a: Face, b: Face): { largest: number; sumNm: number } | undefined {
  if (a.media.length !== b.media.length) return undefined;
  let [largest, sumNm] = [0, 0];
  for (let i = 0; i < a.media.length; i++) {
    if (a.media[i] !== b.media[i]) return undefined;
    const [d, e] = [a.thicknessNm[i], b.thicknessNm[i]];
    const apart = Math.abs(d - e);
    sumNm += apart;
    largest = Math.max(largest, apart / Math.max(1, 0.01 * Math.max(d, e)));
  }
  return { largest, sumNm };
}

/** Two merged coatings count as one design when materials agree and every thickness does within max(1 nm, 1 %). */
export function sameDesign(a: Coating, b: Coating): boolean {
  const front = difference(a.front, b.front);
  const back = difference(a.back, b.back);
  return front !== undefined && back !== undefined && front.largest <= 1 && back.largest <= 1;
}

/** The same, or so close that a person would not call it another design: all differences together within 3 %. */
export function nearlySameDesign(a: Coating, b: Coating): boolean {
  const front = difference(a.front, b.front);
  const back = difference(a.back, b.back);
  if (front === undefined || back === undefined) return false;
  if (front.largest <= 1 && back.largest <= 1) return true;
  return front.sumNm + back.sumNm <= VARIATION * Math.max(totalThicknessNm(a), totalThicknessNm(b));
}

/** A `LayerSequence` that can be refilled without allocating once it has grown. */
export class SequenceBuffer implements LayerSequence {
  count = 0;
  media = new Int32Array(32);
  thicknessNm = new Float64Array(32);

  fill(face: Face): this {
    this.reserve(face.media.length);
    for (let i = 0; i < this.count; i++) {
      this.media[i] = face.media[i];
      this.thicknessNm[i] = face.thicknessNm[i];
    }
    return this;
  }

  /** The face seen from behind: the back coating of a part whose faces are mirror images. */
  fillReversed(face: Face): this {
    this.reserve(face.media.length);
    for (let i = 0; i < this.count; i++) {
      this.media[i] = face.media[this.count - 1 - i];
      this.thicknessNm[i] = face.thicknessNm[this.count - 1 - i];
    }
    return this;
  }

  private reserve(count: number): void {
    if (count > this.media.length) {
      this.media = new Int32Array(2 * count);
      this.thicknessNm = new Float64Array(2 * count);
    }
    this.count = count;
  }
}

/** The back face that a coating really has: designed, mirrored or given by the target. */
export function fillBack(buffer: SequenceBuffer, coating: Coating, space: DesignSpace): SequenceBuffer {
  if (space.back.mode === 'mirror') return buffer.fillReversed(coating.front);
  return buffer.fill(space.back.mode === 'design' ? coating.back : space.back.face);
}
