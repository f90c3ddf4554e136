import { type Coating, copyCoating, emptyFace, type Face, fillBack, mergedFace, SequenceBuffer } from './coating.ts';
import { openGaps, splitLayer } from './face-edits.ts';
import { dot } from './normal-equations.ts';
import type { SearchContext } from './search-context.ts';

/** A place where a vanishingly thin layer of `medium` would lower the merit. */
export interface Needle {
  readonly onBack: boolean;
  readonly layer: number;
  /** depth inside the layer as a fraction of its thickness; 0 is its outer face */
  readonly fraction: number;
  readonly medium: number;
  /** ∂(Σ r²)/∂d of the needle, 1/nm; negative lowers the merit */
  readonly slope: number;
}

const FRACTIONS = [0, 0.2, 0.4, 0.6, 0.8] as const;

/**
 * The needle function of every allowed medium: the derivative of the squared merit with respect to the thickness
 * of an infinitely thin layer, at the interfaces and at four depths inside every layer, best first; only those
 * that lower the merit (Tikhonravov, Trubetskov & DeBell, Appl. Opt. 35, 5493 (1996)).
 * Computed exactly: each host layer is cut at these depths, layers of zero thickness are put into the cuts, and
 * the analytic Jacobian is asked for their derivatives.
 */
export function findNeedles(coating: Coating, context: SearchContext, cancelled = () => false): Needle[] {
  const needles: Needle[] = [];
  const faces: [Face, boolean][] = [[coating.front, false]];
  if (context.space.back.mode === 'design') faces.push([coating.back, true]);
  for (const [face, onBack] of faces) {
    for (const medium of context.space.allowed) {
      if (cancelled()) break;
      needles.push(...needlesOfMedium(coating, face, onBack, medium, context));
    }
  }
  return needles.filter((needle) => needle.slope < 0).sort((a, b) => a.slope - b.slope);
}

function needlesOfMedium(
  coating: Coating,
  face: Face,
  onBack: boolean,
  medium: number,
  context: SearchContext,
): Needle[] {
  const { target, space } = context;
  const { sliced, places } = sliceFace(face, medium);
  if (places.length === 0) return [];
  const probe: Coating = onBack ? { front: coating.front, back: sliced } : { front: sliced, back: coating.back };
  const front = new SequenceBuffer().fill(probe.front);
  const back = fillBack(new SequenceBuffer(), probe, space);
  const residuals = new Float64Array(target.residualCount);
  const jacobian = new Float64Array((front.count + back.count) * target.residualCount);
  target.jacobian(front, back, residuals, jacobian);
  const firstRow = onBack ? front.count : 0;
  const count = target.residualCount;
  return places.map(({ row, layer, fraction }) => {
    let slope = 2 * dot(jacobian, (firstRow + row) * count, residuals, 0, count);
    if (space.back.mode === 'mirror') {
      slope += 2 * dot(jacobian, (2 * front.count - 1 - row) * count, residuals, 0, count);
    }
    return { onBack, layer, fraction, medium, slope };
  });
}

/** The face with zero-thickness layers of `medium` at all places where a needle could go, and where they stand. */
function sliceFace(
  face: Face,
  medium: number,
): { sliced: Face; places: { row: number; layer: number; fraction: number }[] } {
  const sliced = emptyFace();
  const places: { row: number; layer: number; fraction: number }[] = [];
  const push = (what: number, thicknessNm: number): void => {
    sliced.media.push(what);
    sliced.thicknessNm.push(thicknessNm);
    sliced.locked.push(false);
  };
  const gaps = new Set(openGaps(face));
  for (let layer = 0; layer < face.media.length; layer++) {
    const host = face.media[layer];
    const fractions = face.locked[layer] || host === medium ? [] : FRACTIONS.slice(1);
    const above = layer > 0 ? face.media[layer - 1] : -1;
    if (gaps.has(layer) && medium !== host && medium !== above) {
      places.push({ row: sliced.media.length, layer, fraction: 0 });
      push(medium, 0);
    }
    let done = 0;
    for (const fraction of fractions) {
      push(host, face.thicknessNm[layer] * (fraction - done));
      places.push({ row: sliced.media.length, layer, fraction });
      push(medium, 0);
      done = fraction;
    }
    push(host, face.thicknessNm[layer] * (1 - done));
  }
  const last = face.media.length - 1;
  if (gaps.has(face.media.length) && (last < 0 || face.media[last] !== medium)) {
    places.push({ row: sliced.media.length, layer: face.media.length, fraction: 0 });
    push(medium, 0);
  }
  return { sliced, places };
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
