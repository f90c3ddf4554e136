import { appendLayers, createCoating, STATE_LENGTH } from '#core/optics/kernel/coating.ts';
import { exp2 } from '#core/optics/kernel/elementary.ts';
import { accumulateGradient, createGradientTerms, type GradientTarget } from '#core/optics/kernel/gradient.ts';
import {
  createInterference,
  interfere,
  interfereFromExit,
  setBackTerms,
  setFrontTerms,
} from '#core/optics/kernel/interference.ts';
import { type MediumPlaces, strongSlabError } from '#core/optics/kernel/media.ts';
import { spectraOneByOne } from '#core/optics/kernel/one-by-one.ts';
import { ATTENUATION, ETA, type OpticalTables, POLARIZATION_STRIDE } from '#core/optics/kernel/tables.ts';
import { tracedTransfer } from '#core/optics/kernel/traced-transfer.ts';
import { transfer, transferPair } from '#core/optics/kernel/transfer.ts';
import type { Evaluator, LayerSequence, PartLayers } from '#core/optics/types.ts';

const NOTHING = new Float64Array(0);
const OPAQUE = 1e-290;

/**
 * Coatings on both faces of a slab much thicker than the coherence length: inside the slab only intensities add, for
 * each polarization separately.
 *
 * With A the coating where light enters (reflectance a, from inside a′, transmittance t, back t′), B the other one (b,
 * τ), and P the share of intensity left after one crossing: R = a + t t′ b P²/(1 − a′b P²), T = t τ P/(1 − a′b P²).
 *
 * @see arXiv:1603.02720 §6, with one incoherent layer
 */
export class SlabEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly tables: OpticalTables;
  private readonly places: MediumPlaces;
  private readonly wavelengthsNm: Float64Array;
  private readonly thicknessNm: number;
  private readonly isReverse: boolean;
  private readonly entering = createCoating();
  private readonly leaving = createCoating();
  private readonly outside = createInterference();
  private readonly inside = createInterference();
  private readonly far = createInterference();
  private readonly enteringTerms = createGradientTerms();
  private readonly leavingTerms = createGradientTerms();
  private reflectance = 0;
  private transmittance = 0;

  constructor(
    tables: OpticalTables,
    places: MediumPlaces,
    wavelengthsNm: Float64Array,
    thicknessNm: number,
    isReverse: boolean,
  ) {
    this.tables = tables;
    this.places = places;
    this.wavelengthsNm = wavelengthsNm;
    this.thicknessNm = thicknessNm;
    this.isReverse = isReverse;
    this.wavelengthCount = tables.wavelengthCount;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    this.evaluate(front, back, R, T, NOTHING, NOTHING, false);
  }

  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void {
    spectraOneByOne(this, parts, R, T);
  }

  derivatives(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    this.evaluate(front, back, R, T, dR, dT, true);
  }

  private evaluate(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
    wantsDerivatives: boolean,
  ): void {
    const { entering, leaving, tables, places, isReverse, wavelengthCount } = this;
    const { records, recordLength, mediumCount, polarizations } = tables;
    entering.count = 0;
    leaving.count = 0;
    appendLayers(isReverse ? leaving : entering, front, isReverse, recordLength, 0);
    appendLayers(isReverse ? entering : leaving, back, isReverse, recordLength, front.count);
    const weight = 1 / polarizations;
    const target = { dR, dT, column: 0, wavelengthCount, weight, isFirst: true };
    for (let w = 0; w < wavelengthCount; w++) {
      const start = w * mediumCount * recordLength;
      const attenuation = records[start + places.substrate * recordLength + ATTENUATION];
      const P = attenuation === 0 ? 1 : exp2(attenuation * this.thicknessNm);
      let sumR = 0;
      let sumT = 0;
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const offset = polarization * POLARIZATION_STRIDE;
        this.sumIntensities(start, offset, P, w, wantsDerivatives);
        sumR += this.reflectance;
        sumT += this.transmittance;
        if (!wantsDerivatives) continue;
        target.column = w;
        target.isFirst = polarization === 0;
        this.differentiate(start, offset, target);
      }
      R[w] = weight * sumR;
      T[w] = weight * sumT;
    }
  }

  /** R and T of one polarization, and the weights with which the coatings' own derivatives enter theirs. */
  private sumIntensities(base: number, offset: number, P: number, w: number, wantsTrace: boolean): void {
    const { entering, leaving, outside, inside, far, tables, places, isReverse } = this;
    const { records, recordLength } = tables;
    const etaIn = records[base + offset + (isReverse ? places.exit : places.ambient) * recordLength + ETA];
    const slabRe = records[base + offset + places.substrate * recordLength + ETA];
    const slabIm = records[base + offset + places.substrate * recordLength + ETA + 1];
    const exit = base + offset + (isReverse ? places.ambient : places.exit) * recordLength + ETA;

    transferPair(entering, records, base, offset, offset, slabRe, slabIm, -slabRe, -slabIm, true);
    interfere(entering.ends, 0, etaIn, 0, outside);
    interfereFromExit(entering.ends, STATE_LENGTH, etaIn, outside, inside);
    if (wantsTrace) tracedTransfer(leaving, records, base, offset, records[exit], records[exit + 1]);
    else transfer(leaving, records, base, offset, records[exit], records[exit + 1]);
    interfere(leaving.ends, 0, slabRe, slabIm, far);

    const t = outside.transmission * etaIn * slabRe;
    const unit = slabRe > 0 ? (slabRe * slabRe + slabIm * slabIm) / slabRe : 0; // |η|²/Re η of the slab
    const back = outside.transmission * unit * etaIn;
    const isOpen = Math.min(t, back) > OPAQUE; // not at total reflection: there the far side is not seen
    const tau = far.transmission * unit * records[exit];
    const echo = far.R * P * P; // what comes back to the first coating
    let rest = isOpen ? 1 - inside.R * echo : 1;
    if (rest < 1e-12 && P === 1) rest = Math.max(rest, back); // a′ ≤ 1 − t′ in a clear slab; the difference has no digits left
    const q = isOpen ? t * (back / rest) * echo : 0;
    const T = isOpen ? (t / rest) * tau * P : 0;
    const R = outside.R + q;
    if (isOpen && P < 1 && (!(rest > 0) || R > 1.001 || T > 1.001)) throw strongSlabError(this.wavelengthsNm[w]);
    this.reflectance = R;
    this.transmittance = T;

    const { enteringTerms, leavingTerms } = this;
    enteringTerms.frontR = 1;
    enteringTerms.crossR = 2 * q; // t and t′ both
    enteringTerms.backR = (q * echo) / rest;
    enteringTerms.crossT = T;
    enteringTerms.backT = (T * echo) / rest;
    leavingTerms.frontR = isOpen ? (t / rest) * (back / rest) * P * P : 0;
    leavingTerms.frontT = (T * inside.R * P * P) / rest;
    leavingTerms.crossT = T;
  }

  /** After `sumIntensities` of the same polarization. */
  private differentiate(base: number, offset: number, target: GradientTarget): void {
    const { entering, leaving, enteringTerms, leavingTerms, tables, places, isReverse } = this;
    const { records, recordLength } = tables;
    const etaIn = records[base + offset + (isReverse ? places.exit : places.ambient) * recordLength + ETA];
    const slabRe = records[base + offset + places.substrate * recordLength + ETA];
    const slabIm = records[base + offset + places.substrate * recordLength + ETA + 1];
    if (entering.count > 0) {
      tracedTransfer(entering, records, base, offset, slabRe, slabIm);
      setFrontTerms(enteringTerms, this.outside, etaIn, 0);
      setBackTerms(enteringTerms, this.inside, slabRe, slabIm);
      accumulateGradient(entering, records, base, offset, etaIn, 0, enteringTerms, target);
    }
    if (leaving.count > 0) {
      setFrontTerms(leavingTerms, this.far, slabRe, slabIm);
      accumulateGradient(leaving, records, base, offset, slabRe, slabIm, leavingTerms, target);
    }
  }
}
