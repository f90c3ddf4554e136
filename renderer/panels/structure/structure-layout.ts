import { type Structure, type StructureLayer, thicknessOf } from './structure-model.ts';

/** A layer as a box: its lower and upper face on the vertical axis, in scene units. */
export interface LayerBox {
  readonly layer: StructureLayer;
  readonly bottom: number;
  readonly top: number;
}

/** A piece of the substrate; the slab between its pieces is cut out and marked as broken. */
export interface SubstratePiece {
  readonly bottom: number;
  readonly top: number;
  /** which faces are the jagged cut */
  readonly cut: 'bottom' | 'top';
}

export interface StructureLayout {
  readonly boxes: readonly LayerBox[];
  readonly substrate: readonly SubstratePiece[];
  readonly top: number;
  readonly bottom: number;
  /** 0 where there is nothing to scale */
  readonly unitsPerNm: number;
}

/** All coatings together are this high; the footprint of the piece is about as wide. */
const COATING_UNITS = 1.8;
const SUBSTRATE_UNITS = 0.34;
const GAP_UNITS = 0.1;

/**
 * The structure to scale, light coming from above, the upper face of the substrate at 0. Only the substrate, a million
 * times thicker, is cut.
 */
export function layOut(structure: Structure): StructureLayout {
  const totalNm = thicknessOf(structure.front) + thicknessOf(structure.back);
  const unitsPerNm = totalNm > 0 ? COATING_UNITS / totalNm : 0;
  const frontTop = thicknessOf(structure.front) * unitsPerNm;
  const front = stackDown(structure.front, frontTop, unitsPerNm);
  const isSlab = structure.substrate.thicknessNm !== null || structure.back.length > 0;
  const upper: SubstratePiece = { top: 0, bottom: -SUBSTRATE_UNITS, cut: 'bottom' };
  if (!isSlab) return { boxes: front, substrate: [upper], top: frontTop, bottom: upper.bottom, unitsPerNm };
  const lowerTop = upper.bottom - GAP_UNITS;
  const lower: SubstratePiece = { top: lowerTop, bottom: lowerTop - SUBSTRATE_UNITS, cut: 'top' };
  const back = stackDown(structure.back, lower.bottom, unitsPerNm);
  return {
    boxes: [...front, ...back],
    substrate: [upper, lower],
    top: frontTop,
    bottom: back.at(-1)?.bottom ?? lower.bottom,
    unitsPerNm,
  };
}

function stackDown(layers: readonly StructureLayer[], from: number, unitsPerNm: number): LayerBox[] {
  let top = from;
  return layers.map((layer) => {
    const bottom = top - layer.thicknessNm * unitsPerNm;
    const box = { layer, bottom, top };
    top = bottom;
    return box;
  });
}

/** A round length (1, 2 or 5 times a power of ten) of about a third of the given one, for a scale bar; both nm. */
export function scaleBarNm(totalNm: number): number {
  if (!(totalNm > 0)) return 0;
  const wanted = totalNm / 3;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  const step = [5, 2, 1].find((factor) => factor * decade <= wanted) ?? 1;
  return step * decade;
}

/** The lower or upper outline of a cut: points from left to right, a zigzag about `y`. */
export function zigzag(left: number, right: number, y: number, depth: number, teeth: number): [number, number][] {
  return Array.from({ length: 2 * teeth + 1 }, (_, i) => [
    left + ((right - left) * i) / (2 * teeth),
    y + (i % 2 === 0 ? 0 : depth),
  ]);
}
