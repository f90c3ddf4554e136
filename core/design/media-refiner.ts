import type { LayerSequence } from '#core/optics/types.ts';
import type { CompiledTarget } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { compileTarget } from '#core/targets/searched-target.ts';
import type { Target } from '#core/targets/target.ts';
import { type Coating, copyCoating, type Face, fillBack, mergedCoating, SequenceBuffer } from './coating.ts';
import { DampedDescent, type DescentOptions, type Problem } from './damped-descent.ts';
import type { Variable } from './local-model.ts';
import { type ChainPlace, mediaChains } from './media-chains.ts';

/** Evaluations of the first fit, and of each after some layers have been settled. */
const FIRST = 20;
const BETWEEN = 6;
/** Layers that are settled at a time. */
const SETTLED = 4;
/** Given up when the merit exceeds the limit by these factors: after so many evaluations of the first fit, at its end, and later. */
const HOPELESS_SOON = [
  { after: 5, factor: 1.5 },
  { after: 9, factor: 1.12 },
] as const;
const HOPELESS_FITTED = 1.03;
const HOPELESS = 1.2;
const TOLERANCE = 1e-3;
/** What an evaluation costs, in evaluations of the plain Jacobian. */
const COST = 2;
/** Layers × points above which the tables of all blends would take too much memory. */
const MOST_TABLED = 150_000;
/** A coordinate this near a medium is that medium. */
const AT_MEDIUM = 1e-9;

type BlendedJacobian = NonNullable<CompiledTarget['blendedJacobian']>;

/** A thickness, or the place of a layer's medium in its chain. */
interface Unknown extends Variable {
  readonly values: Float64Array;
  readonly layer: number;
}

/**
 * Refinement of thicknesses and media together. Every layer whose medium is in a chain (`mediaChains`) may have any
 * index between those of the chain: where it is in the chain, is one more continuous variable. Once that fit has been
 * made, the layers nearest to a medium take it for good, the others are fitted anew, and so on until all have one. With
 * twice as many variables there are far fewer poor minima, and of many media one is never far.
 */
export class MediaRefiner {
  private readonly places: ReadonlyMap<number, ChainPlace>;
  private readonly target: CompiledTarget;
  private readonly jacobian: BlendedJacobian;
  private readonly space: DesignSpace;
  private readonly descent: DampedDescent;
  private readonly front = new SequenceBuffer();
  private readonly back = new SequenceBuffer();
  private readonly layers: BlendedBuffer;
  private work = 0;

  /**
   * Null where it cannot be had: for targets that are not made of R and T alone, with a cap on the total thickness or a
   * designed back, without three media in a chain, or too large.
   */
  static create(wish: Target, target: CompiledTarget, space: DesignSpace): MediaRefiner | null {
    const isCapped = space.totalMaxNm < Number.POSITIVE_INFINITY;
    if (target.blendedJacobian === undefined || isCapped || space.back.mode !== 'none') return null;
    if (space.maxLayers * target.workCount > MOST_TABLED) return null;
    const places = mediaChains(space);
    if (places.size === 0) return null;
    // Squares, whatever the merit: reweighted errors lead a fit from afar astray.
    const squares = target.metric === 'rms' ? target : compileTarget(wish, space, { merit: 'rms' });
    const { blendedJacobian } = squares;
    return blendedJacobian === undefined ? null : new MediaRefiner(squares, blendedJacobian, space, places);
  }

  private constructor(
    target: CompiledTarget,
    jacobian: BlendedJacobian,
    space: DesignSpace,
    places: ReadonlyMap<number, ChainPlace>,
  ) {
    this.target = target;
    this.jacobian = jacobian;
    this.space = space;
    this.places = places;
    this.descent = new DampedDescent(target.residualCount, false, true);
    this.layers = new BlendedBuffer(space.maxLayers);
  }

  /** The merit by which it refines. */
  merit(coating: Coating): number {
    return this.target.merit(this.front.fill(coating.front), fillBack(this.back, coating, this.space));
  }

  /** Work since the last call, in evaluations of the plain Jacobian. */
  takeWork(): number {
    const { work } = this;
    this.work = 0;
    return work;
  }

  /**
   * A refined copy of the coating, of allowed media and within the limits.
   * @param limit merit (see `merit`) that the coating should come near to
   * @returns undefined where it does not, or when it was cancelled
   */
  refine(start: Coating, limit: number, cancelled: () => boolean): Coating | undefined {
    const { layers, space } = this;
    if (start.front.media.length > space.maxLayers) {
      this.work++; // so that a search which counts work ends
      return undefined;
    }
    const coating = copyCoating(start);
    const { front } = coating;
    fillBack(this.back, coating, space);
    layers.begin(front, this.places);
    const isHopeless = (evaluations: number, reached: number) =>
      HOPELESS_SOON.some(({ after, factor }) => evaluations >= after && reached > factor * limit);
    let merit = this.descend(front, FIRST, cancelled, isHopeless);
    for (let factor = HOPELESS_FITTED; ; factor = HOPELESS) {
      if (!(merit <= factor * limit) || cancelled()) return undefined;
      if (!layers.settle(SETTLED)) break;
      if (layers.open.includes(true)) merit = this.descend(front, BETWEEN, cancelled);
    }
    layers.write(front);
    return mergedCoating(coating);
  }

  private descend(
    front: Face,
    iterations: number,
    cancelled: () => boolean,
    isHopeless: DescentOptions['isHopeless'] = () => false,
  ): number {
    const options = { iterations, tolerance: TOLERANCE, cancelled, isHopeless };
    return this.descent.minimise(this.problemOf(front), options).merit;
  }

  private problemOf(front: Face): Problem {
    const { layers, space, back } = this;
    const { count, open, places, thicknessNm, coordinates } = layers;
    const unknowns: Unknown[] = [];
    for (let layer = 0; layer < count; layer++) {
      const medium = front.media[layer];
      if (front.locked[layer]) continue;
      unknowns.push({
        row: layer,
        lower: space.minNm[medium],
        upper: space.maxNm[medium],
        values: thicknessNm,
        layer,
      });
    }
    const firstRow = count + back.count + 1;
    for (let layer = 0; layer < count; layer++) {
      if (!open[layer]) continue;
      const upper = (places[layer] as ChainPlace).chain.length - 1;
      unknowns.push({ row: firstRow + layer, lower: 0, upper, values: coordinates, layer });
    }
    return {
      variables: unknowns,
      rows: firstRow + count,
      read(values) {
        for (let v = 0; v < unknowns.length; v++) values[v] = unknowns[v].values[unknowns[v].layer];
      },
      write(values) {
        for (let v = 0; v < unknowns.length; v++) unknowns[v].values[unknowns[v].layer] = values[v];
      },
      evaluate: (residuals, jacobian) => {
        this.work += COST;
        return this.jacobian(layers.blend(front), back, residuals, jacobian);
      },
    };
  }
}

/** The front face on its way: where each layer's medium is in its chain, and which layers still may move there. */
class BlendedBuffer implements LayerSequence {
  count = 0;
  readonly media: Int32Array;
  readonly seconds: Int32Array;
  readonly shares: Float64Array;
  readonly thicknessNm: Float64Array;
  /** 0 … length of the chain − 1 */
  readonly coordinates: Float64Array;
  /** undefined for layers whose medium cannot change */
  places: (ChainPlace | undefined)[] = [];
  open: boolean[] = [];

  constructor(most: number) {
    this.media = new Int32Array(most);
    this.seconds = new Int32Array(most);
    this.shares = new Float64Array(most);
    this.thicknessNm = new Float64Array(most);
    this.coordinates = new Float64Array(most);
  }

  begin({ media, thicknessNm, locked }: Face, places: ReadonlyMap<number, ChainPlace>): void {
    this.count = media.length;
    this.places = media.map((medium, layer) => (locked[layer] ? undefined : places.get(medium)));
    this.open = this.places.map((place) => place !== undefined);
    this.places.forEach((place, layer) => {
      this.thicknessNm[layer] = thicknessNm[layer];
      this.coordinates[layer] = place?.at ?? 0;
    });
  }

  /** What the solver is to see. */
  blend({ media }: Face): this {
    for (let layer = 0; layer < this.count; layer++) {
      const place = this.places[layer];
      if (place === undefined) {
        this.media[layer] = media[layer];
        this.seconds[layer] = -1;
        continue;
      }
      const { chain } = place;
      const first = Math.min(chain.length - 2, Math.floor(this.coordinates[layer]));
      this.media[layer] = chain[first];
      this.seconds[layer] = chain[first + 1];
      this.shares[layer] = this.coordinates[layer] - first;
    }
    return this;
  }

  /** Gives `most` more layers the medium they are nearest to, for good. @returns false if all have one */
  settle(most: number): boolean {
    const { coordinates, open } = this;
    const distance = (layer: number) => Math.abs(coordinates[layer] - Math.round(coordinates[layer]));
    const waiting = [...open.keys()].filter((layer) => open[layer]);
    waiting.sort((a, b) => distance(a) - distance(b) || a - b);
    let moved = 0;
    for (const layer of waiting) {
      if (distance(layer) > AT_MEDIUM && moved++ >= most) break;
      coordinates[layer] = Math.round(coordinates[layer]);
      open[layer] = false;
    }
    return waiting.length > 0;
  }

  write({ media, thicknessNm }: Face): void {
    this.places.forEach((place, layer) => {
      thicknessNm[layer] = this.thicknessNm[layer];
      if (place !== undefined) media[layer] = place.chain[this.coordinates[layer]];
    });
  }
}
