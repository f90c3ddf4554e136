import { Random } from '#core/design/random.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { withIndex } from './environment-space.ts';
import type { Robust } from './merit-terms.ts';

/** The errors of layers deeper than this repeat those of the first ones. */
const LAYERS = 512;

/** One set of manufacturing errors: always the same for the same layer, in units of their standard deviation. */
export class ErrorSample {
  readonly front: LayersWithErrors;
  readonly back: LayersWithErrors;
  /** which of the spaces with errors of n is meant; 0 where n has none */
  readonly spaceIndex: number;

  constructor(robust: Robust, front: Float64Array, back: Float64Array, spaceIndex: number) {
    this.front = new LayersWithErrors(robust, front);
    this.back = new LayersWithErrors(robust, back);
    this.spaceIndex = spaceIndex;
  }
}

/**
 * `count` sets of errors in opposite pairs, so that their mean is 0 exactly. They depend on `seed` and `count` alone.
 * Errors are bell-shaped, of standard deviation 1, and end at ±3.46 (`Random.bell`).
 */
export function errorSamples(robust: Robust, count: number, seed: number, spaces: number): ErrorSample[] {
  const samples: ErrorSample[] = [];
  for (let pair = 0; 2 * pair < count; pair++) {
    const random = new Random(0xe4404, seed, pair);
    const draw = () => Float64Array.from({ length: 2 * LAYERS }, () => random.bell());
    const [front, back] = [draw(), draw()];
    const negative = (errors: Float64Array) => errors.map((error) => -error);
    samples.push(new ErrorSample(robust, front, back, (2 * pair) % spaces));
    samples.push(new ErrorSample(robust, negative(front), negative(back), (2 * pair + 1) % spaces));
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

/** Layers as they come out: thickness d(1 + σ_rel ε₁) + σ_nm ε₂, never below 0. Grows and is used again. */
export class LayersWithErrors implements LayerSequence {
  count = 0;
  media: Int32Array = new Int32Array(0);
  thicknessNm = new Float64Array(0);
  /** ∂ thickness as made/∂ thickness as designed, by layer */
  slopes = new Float64Array(0);
  private readonly relative: number;
  private readonly absoluteNm: number;
  private readonly errors: Float64Array;

  /** @param errors two for each layer */
  constructor({ thicknessRelative = 0, thicknessNm = 0 }: Robust, errors: Float64Array) {
    this.relative = thicknessRelative;
    this.absoluteNm = thicknessNm;
    this.errors = errors;
  }

  /** A layer of no thickness is not made, so it has no error. */
  of(designed: LayerSequence): this {
    if (designed.count > this.thicknessNm.length) {
      this.thicknessNm = new Float64Array(2 * designed.count);
      this.slopes = new Float64Array(2 * designed.count);
    }
    this.count = designed.count;
    this.media = designed.media;
    const places = this.errors.length / 2;
    for (let i = 0; i < designed.count; i++) {
      const place = 2 * (i % places);
      const factor = 1 + this.relative * this.errors[place];
      const wantedNm = designed.thicknessNm[i];
      const madeNm = wantedNm === 0 ? 0 : factor * wantedNm + this.absoluteNm * this.errors[place + 1];
      this.thicknessNm[i] = Math.max(0, madeNm);
      this.slopes[i] = madeNm > 0 || wantedNm === 0 ? factor : 0;
    }
    return this;
  }
}
