import { FRINGE_STEPS, groupIndexBound } from '#core/optics/sampling/fringes.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';

/** Most points on which one curve is verified. */
export const MOST_POINTS = 20_001;
/** Neighbouring nodes are never further apart than this ratio, so that dispersion between them is seen. */
const NODE_RATIO = 1.02;

/**
 * How fast a spectrum can oscillate, on fixed nodes: G(λ) = Σ d·max(Re n, |Re n − λ dRe n/dλ|) over the coherent layers,
 * the derivative taken over ±2 %. An incoherent slab does not count.
 */
export class FringeRule {
  readonly nodesNm: Float64Array;
  /** contribution of 1 nm of each layer medium, (media × nodes) row-major */
  private readonly perNm: Float64Array;
  /** contribution of a coherent slab, nm */
  private readonly slabNm: Float64Array;
  /** the largest contribution of 1 nm of any medium */
  readonly largestPerNm: Float64Array;

  constructor(space: DesignSpace, nodesNm: Float64Array) {
    this.nodesNm = nodesNm;
    const count = nodesNm.length;
    this.perNm = new Float64Array(space.layerMedia.length * count);
    space.layerMedia.forEach(({ material }, m) => {
      this.perNm.set(groupIndexBound(material, nodesNm), m * count);
    });
    this.slabNm = new Float64Array(count);
    if (space.slab?.coherent) {
      const thicknessNm = space.slab.thicknessNm;
      this.slabNm = groupIndexBound(space.substrate.material, nodesNm).map((bound) => bound * thicknessNm);
    }
    this.largestPerNm = new Float64Array(count);
    for (let i = 0; i < this.perNm.length; i++) {
      this.largestPerNm[i % count] = Math.max(this.largestPerNm[i % count], this.perNm[i]);
    }
  }

  /** G at every node, nm. */
  opticalThicknessNm(front: LayerSequence, back: LayerSequence): Float64Array {
    const count = this.nodesNm.length;
    const G = Float64Array.from(this.slabNm);
    for (const { count: layers, media, thicknessNm } of [front, back]) {
      for (let layer = 0; layer < layers; layer++) {
        const from = media[layer] * count;
        for (let i = 0; i < count; i++) G[i] += thicknessNm[layer] * this.perNm[from + i];
      }
    }
    return G;
  }

  /** Parts into which the interval from node i to i + 1 must be cut for the optical thickness G (nm at every node). */
  parts(i: number, G: Float64Array, density = 1): number {
    const from = this.nodesNm[i];
    const width = this.nodesNm[i + 1] - from;
    const wanted = (width * FRINGE_STEPS * density * Math.max(G[i], G[i + 1])) / (from * from);
    return Math.max(1, Math.ceil(wanted * (1 - 1e-12)));
  }
}

/** Number of equal parts that keep the nodes of an interval within `NODE_RATIO` of one another. */
export function nodeParts(fromNm: number, toNm: number): number {
  return Math.max(1, Math.ceil((toNm - fromNm) / (fromNm * (NODE_RATIO - 1))));
}
