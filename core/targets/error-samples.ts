import { Random } from '#core/design/random.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { withIndex } from './environment-space.ts';
import type { Robust } from './merit-terms.ts';

/** Layers of both faces; the errors of deeper ones repeat those of the first ones. */
const LAYERS = 512;

/** One set of manufacturing errors: always the same for the same layer, in units of their standard deviation. */
export class ErrorSample {
  readonly front: LayersWithErrors;
  readonly back: LayersWithErrors;
  /** which of the spaces with errors of n is meant; 0 where n has none */
  readonly spaceIndex: number;

  /** @param errors first those of the front layers, those of the back from the middle on */
  constructor(robust: Robust, errors: Float64Array, spaceIndex: number) {
    this.front = new LayersWithErrors(robust, errors.subarray(0, LAYERS / 2));
    this.back = new LayersWithErrors(robust, errors.subarray(LAYERS / 2));
    this.spaceIndex = spaceIndex;
  }
}

/**
 * `count` sets of bell-shaped errors that end at ±3.46 (`Random.bell`), in opposite pairs, so that their mean is 0
 * exactly. They depend on `seed` and `count` alone.
 */
export function errorSamples(robust: Robust, count: number, seed: number, spaces: number): ErrorSample[] {
  const samples: ErrorSample[] = [];
  for (let pair = 0; 2 * pair < count; pair++) {
    const random = new Random(0xe4404, seed, pair);
    const errors = Float64Array.from({ length: LAYERS }, () => random.bell());
    const opposite = errors.map((error) => -error);
    samples.push(new ErrorSample(robust, errors, (2 * pair) % spaces));
    samples.push(new ErrorSample(robust, opposite, (2 * pair + 1) % spaces));
  }
  return samples;
}

/** Spaces in which each material's n errs, in opposite pairs; the space itself alone where n has no error. */
export function spacesWithErrors(space: DesignSpace, robust: Robust, count: number, seed: number): DesignSpace[] {
  const { indexRelative = 0 } = robust;
  if (indexRelative === 0) return [space];
  return Array.from({ length: count }, (_, at) => {
    const random = new Random(0x14de8, seed, at >> 1);
    const sign = at % 2 === 0 ? indexRelative : -indexRelative;
    const byKey = new Map<string, number>();
    for (const { key } of space.layerMedia) if (!byKey.has(key)) byKey.set(key, 1 + sign * random.bell());
    return withFactors(space, byKey);
  });
}

/** The space, and all its environments, with the n of layers multiplied by a factor of their medium. */
function withFactors(space: DesignSpace, byKey: ReadonlyMap<string, number>): DesignSpace {
  return {
    ...space,
    layerMedia: space.layerMedia.map((medium) => {
      const factor = byKey.get(medium.key) ?? 1;
      return { ...medium, material: withIndex(medium.material, factor, 0) };
    }),
    environments: new Map([...space.environments].map(([id, other]) => [id, withFactors(other, byKey)])),
  };
}

/**
 * Layers as they come out: thickness d + σ ε with σ² = (σ_rel d)² + σ_nm², never below 0. Grows and is used again.
 */
export class LayersWithErrors implements LayerSequence {
  count = 0;
  media: Int32Array = new Int32Array(0);
  thicknessNm = new Float64Array(0);
  /** ∂ thickness as made/∂ thickness as designed, by layer */
  slopes = new Float64Array(0);
  private readonly relative: number;
  private readonly absoluteNm: number;
  private readonly errors: Float64Array;

  /** @param errors one for each layer, in standard deviations */
  constructor({ thicknessRelative = 0, thicknessNm = 0 }: Robust, errors: Float64Array) {
    this.relative = thicknessRelative;
    this.absoluteNm = thicknessNm;
    this.errors = errors;
  }

  /** A layer of no thickness is not made, so it has no error. */
  of(designed: LayerSequence): this {
    const { relative, absoluteNm, errors } = this;
    if (designed.count > this.thicknessNm.length) {
      this.thicknessNm = new Float64Array(2 * designed.count);
      this.slopes = new Float64Array(2 * designed.count);
    }
    this.count = designed.count;
    this.media = designed.media;
    for (let i = 0; i < designed.count; i++) {
      const error = errors[i % errors.length];
      const wantedNm = designed.thicknessNm[i];
      const spreadNm = wantedNm * relative;
      const sigmaNm = wantedNm === 0 ? 0 : Math.sqrt(spreadNm * spreadNm + absoluteNm * absoluteNm);
      const madeNm = wantedNm + sigmaNm * error;
      this.thicknessNm[i] = Math.max(0, madeNm);
      this.slopes[i] = madeNm < 0 ? 0 : 1 + (sigmaNm > 0 ? (error * relative * spreadNm) / sigmaNm : 0);
    }
    return this;
  }
}
