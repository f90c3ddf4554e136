import { StackwrightError } from '#core/errors.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { formatPath } from '#core/validation.ts';
import { mediaCalled } from './design-media.ts';
import type { DesignSpace } from './design-space.ts';
import type { Penalties } from './merit-terms.ts';

/** 1 MPa over 1 nm is this many N/m. */
const NEWTON_PER_METRE = 1e-3;
/** An excess below this counts as this in the weights of an L1 fit. */
const L1_FLOOR = 0.1;

/** One penalty: its excess in units of its tolerance, never negative, and the derivative by each layer, 1/nm. */
interface Term {
  readonly weight: number;
  excess(front: LayerSequence, back: LayerSequence): number;
  /** of the excess last asked for, for a layer of the front or the back coating */
  slope(layers: LayerSequence, layer: number, onBack: boolean): number;
}

/**
 * The penalties of a target as residuals r = √weight · excess/tolerance, so that Σ r² is what they add to the squared
 * merit; for the metric "mae" Σ weight · excess/tolerance is added to the merit, with residuals as in CompiledTarget.
 */
export class PenaltyTerms {
  readonly count: number;
  private readonly terms: readonly Term[];
  private readonly isL1: boolean;

  /** @throws StackwrightError INVALID where a stress is given for no material of the design */
  constructor(penalties: Penalties, space: DesignSpace, metric: 'rms' | 'mae') {
    this.terms = termsOf(penalties, space).filter(({ weight }) => weight > 0);
    this.count = this.terms.length;
    this.isL1 = metric === 'mae';
  }

  /** Residuals into `r` from `at` on. @returns what they add: to the squared merit, or to the mean error for "mae" */
  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array, at: number): number {
    let share = 0;
    this.terms.forEach((term, i) => {
      const excess = term.excess(front, back);
      r[at + i] = this.factor(term, excess) * excess;
      share += term.weight * (this.isL1 ? excess : excess * excess);
    });
    return share;
  }

  /** The same, and their columns of the Jacobian (`rowLength` residuals a layer). */
  jacobian(
    front: LayerSequence,
    back: LayerSequence,
    r: Float64Array,
    J: Float64Array,
    at: number,
    rowLength: number,
  ): number {
    let share = 0;
    this.terms.forEach((term, i) => {
      const excess = term.excess(front, back);
      const factor = this.factor(term, excess);
      r[at + i] = factor * excess;
      share += term.weight * (this.isL1 ? excess : excess * excess);
      const scale = excess > 0 ? factor : 0;
      for (let layer = 0; layer < front.count; layer++) {
        J[layer * rowLength + at + i] = scale === 0 ? 0 : scale * term.slope(front, layer, false);
      }
      for (let layer = 0; layer < back.count; layer++) {
        J[(front.count + layer) * rowLength + at + i] = scale === 0 ? 0 : scale * term.slope(back, layer, true);
      }
    });
    return share;
  }

  private factor({ weight }: Term, excess: number): number {
    return Math.sqrt(weight) / (this.isL1 ? Math.sqrt(2 * Math.max(excess, L1_FLOOR)) : 1);
  }
}

function termsOf({ totalThickness, layerCount, thinLayers, filmForce }: Penalties, space: DesignSpace): Term[] {
  const terms: Term[] = [];
  const isBackDesigned = space.back.mode === 'design' || space.back.mode === 'mirror';
  if (totalThickness !== undefined) {
    const { aboveNm = 0, toleranceNm = 100, weight = 1 } = totalThickness;
    const designed = (onBack: boolean) => isBackDesigned || !onBack;
    terms.push({
      weight,
      excess: (front, back) => {
        const totalNm = thicknessOf(front) + (isBackDesigned ? thicknessOf(back) : 0);
        return Math.max(0, totalNm - aboveNm) / toleranceNm;
      },
      slope: (_layers, _layer, onBack) => (designed(onBack) ? 1 / toleranceNm : 0),
    });
  }
  if (layerCount !== undefined) {
    const { above = 0, tolerance = 1, weight = 1 } = layerCount;
    terms.push({
      weight,
      excess: (front, back) => Math.max(0, layersOf(front) + layersOf(back) - above) / tolerance,
      slope: () => 0,
    });
  }
  if (thinLayers !== undefined) terms.push(thinLayerTerm(thinLayers));
  if (filmForce !== undefined) terms.push(...filmForceTerms(filmForce, space));
  return terms;
}

/** √Σ (shortfall/tolerance)² over the layers that are there at all. */
function thinLayerTerm({ belowNm, toleranceNm = belowNm, weight = 1 }: NonNullable<Penalties['thinLayers']>): Term {
  const shortfall = (thicknessNm: number) => (thicknessNm > 0 ? Math.max(0, belowNm - thicknessNm) / toleranceNm : 0);
  let excess = 0;
  const squares = ({ count, thicknessNm }: LayerSequence) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += shortfall(thicknessNm[i]) * shortfall(thicknessNm[i]);
    return sum;
  };
  return {
    weight,
    excess: (front, back) => {
      excess = Math.sqrt(squares(front) + squares(back));
      return excess;
    },
    slope: ({ thicknessNm }, layer) => (excess > 0 ? -shortfall(thicknessNm[layer]) / (toleranceNm * excess) : 0),
  };
}

/** |Σ stress × thickness| of each face above the limit. */
function filmForceTerms(
  { stressMPa, limitNPerM, toleranceNPerM = 0.1 * limitNPerM || 1, weight = 1 }: NonNullable<Penalties['filmForce']>,
  space: DesignSpace,
): Term[] {
  const stress = stressByMedium(stressMPa, space);
  const faceTerm = (isBack: boolean): Term => {
    let sign = 1;
    return {
      weight,
      excess: (front, back) => {
        const { count, media, thicknessNm } = isBack ? back : front;
        let force = 0;
        for (let i = 0; i < count; i++) force += stress[media[i]] * thicknessNm[i] * NEWTON_PER_METRE;
        sign = force < 0 ? -1 : 1;
        return Math.max(0, Math.abs(force) - limitNPerM) / toleranceNPerM;
      },
      slope: ({ media }, layer, onBack) =>
        onBack === isBack ? (sign * stress[media[layer]] * NEWTON_PER_METRE) / toleranceNPerM : 0,
    };
  };
  return space.slab === undefined ? [faceTerm(false)] : [faceTerm(false), faceTerm(true)];
}

function stressByMedium(stressMPa: Readonly<Record<string, number>>, { layerMedia }: DesignSpace): Float64Array {
  const stress = new Float64Array(layerMedia.length);
  for (const [name, value] of Object.entries(stressMPa)) {
    const media = mediaCalled(layerMedia, name);
    for (const medium of media) stress[medium] = value;
    if (media.length > 0) continue;
    const known = [...new Set(layerMedia.map(({ key }) => key))].join(', ');
    throw new StackwrightError('INVALID', `${name} is not a material of this design; they are: ${known}.`, {
      path: formatPath(['penalties', 'filmForce', 'stressMPa', name]),
    });
  }
  return stress;
}

function thicknessOf({ count, thicknessNm }: LayerSequence): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += thicknessNm[i];
  return sum;
}

/** Layers as they would be deposited: none of zero thickness, equal neighbours as one. */
function layersOf({ count, media, thicknessNm }: LayerSequence): number {
  let layers = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (thicknessNm[i] === 0) continue;
    if (media[i] !== last) layers++;
    last = media[i];
  }
  return layers;
}
