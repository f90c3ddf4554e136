import type { Evaluator, LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { FringeRule, MOST_POINTS } from './fringe-rule.ts';
import type { Beam } from './illumination.ts';
import { spaceEvaluator } from './space-evaluator.ts';

/** R and T on a grid as dense as the fringe rule asks. The arrays are reused by the next sampling. */
export interface DenseCurve {
  readonly wavelengthsNm: Float64Array;
  /** the node at or below each wavelength, and how far it lies towards the next, 0 … 1 */
  readonly node: Int32Array;
  readonly fraction: Float64Array;
  readonly R: Float64Array;
  readonly T: Float64Array;
}

interface Level extends DenseCurve {
  readonly evaluator: Evaluator;
}

const KEPT_LEVELS = 4;

/** Samples coatings between nodes as densely as their fringes need, keeping the grids it has made. */
export class DenseSampler {
  readonly rule: FringeRule;
  private readonly space: DesignSpace;
  private readonly beam: Beam;
  private readonly isGap: Uint8Array;
  private readonly density: number;
  private readonly levels = new Map<number, Level>();

  /**
   * @param nodesNm ascending wavelengths that every grid contains; equal neighbours are allowed
   * @param isGap 1 where nothing is sampled between node i and i + 1
   * @param density how many times denser than the fringe rule asks, where the limit of points allows it
   */
  constructor(space: DesignSpace, beam: Beam, nodesNm: Float64Array, isGap: Uint8Array, density = 1) {
    this.space = space;
    this.beam = beam;
    this.isGap = isGap;
    this.density = density;
    this.rule = new FringeRule(space, nodesNm);
  }

  /** The coating's curve; undefined where the fringe rule asks for more than `MOST_POINTS`. */
  sample(front: LayerSequence, back: LayerSequence): DenseCurve | undefined {
    const level = this.levelFor(this.rule.opticalThicknessNm(front, back));
    level?.evaluator.spectra(front, back, level.R, level.T);
    return level;
  }

  private levelFor(G: Float64Array): Level | undefined {
    const { largestPerNm } = this.rule;
    let thicknessNm = 1;
    for (let i = 0; i < G.length; i++) {
      if (G[i] > 0) thicknessNm = Math.max(thicknessNm, G[i] / largestPerNm[i]);
    }
    let rounded = 1; // up to a power of √2, so that few grids serve all candidates
    while (rounded < thicknessNm) rounded *= Math.SQRT2;
    const known = this.levels.get(rounded);
    if (known !== undefined) return known;
    const bound = largestPerNm.map((perNm) => perNm * rounded);
    for (let density = this.density; density >= 1; density /= 2) {
      if (this.pointCount(bound, density) <= MOST_POINTS) return this.keep(rounded, this.makeLevel(bound, density));
    }
    return this.pointCount(G, 1) <= MOST_POINTS ? this.makeLevel(G, 1) : undefined;
  }

  private keep(key: number, level: Level): Level {
    if (this.levels.size >= KEPT_LEVELS) this.levels.delete(this.levels.keys().next().value as number);
    this.levels.set(key, level);
    return level;
  }

  private pointCount(G: Float64Array, density: number): number {
    let count = 1;
    for (let i = 0; i + 1 < G.length; i++) count += this.isGap[i] ? 1 : this.rule.parts(i, G, density);
    return count;
  }

  private makeLevel(G: Float64Array, density: number): Level {
    const { nodesNm } = this.rule;
    const count = this.pointCount(G, density);
    const wavelengthsNm = new Float64Array(count);
    const node = new Int32Array(count);
    const fraction = new Float64Array(count);
    let at = 0;
    for (let i = 0; i < nodesNm.length; i++) {
      const isLast = i + 1 === nodesNm.length;
      const parts = isLast || this.isGap[i] ? 1 : this.rule.parts(i, G, density);
      for (let part = 0; part < parts; part++) {
        node[at] = i;
        fraction[at] = part / parts;
        wavelengthsNm[at] = part === 0 ? nodesNm[i] : nodesNm[i] + (nodesNm[i + 1] - nodesNm[i]) * fraction[at];
        at++;
      }
    }
    return {
      evaluator: spaceEvaluator(this.space, this.beam, wavelengthsNm),
      wavelengthsNm,
      node,
      fraction,
      R: new Float64Array(count),
      T: new Float64Array(count),
    };
  }
}
