import { accumulateGradient, accumulateLosslessGradient, createGradientTerms } from '#core/optics/kernel/gradient.ts';
import { createInterference, interfere, setFrontTerms } from '#core/optics/kernel/interference.ts';
import { appendFixedLayer, appendLayers, createCoating, fillPhases } from '#core/optics/kernel/phase.ts';
import { sweep } from '#core/optics/kernel/sweep.ts';
import { ETA, type OpticalTables, POLARIZATION_STRIDE } from '#core/optics/kernel/tables.ts';
import type { Evaluator, LayerSequence } from '#core/optics/types.ts';

const NOTHING = new Float64Array(0);

/** The media of a calculation as indices into its tables. */
export interface MediumPlaces {
  readonly ambient: number;
  readonly substrate: number;
  /** −1 on a half-space */
  readonly exit: number;
}

/** A coating on a half-space, or both coatings with a coherent slab between them as one more layer. */
export class CoherentEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly tables: OpticalTables;
  private readonly places: MediumPlaces;
  private readonly slabThicknessNm: number;
  private readonly isReverse: boolean;
  private readonly coating = createCoating();
  private readonly seen = createInterference();
  private readonly terms = createGradientTerms();

  constructor(tables: OpticalTables, places: MediumPlaces, slabThicknessNm: number, isReverse: boolean) {
    this.tables = tables;
    this.places = places;
    this.slabThicknessNm = slabThicknessNm;
    this.isReverse = isReverse;
    this.wavelengthCount = tables.wavelengthCount;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    this.evaluate(front, back, R, T, NOTHING, NOTHING, false);
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

  /** Lists the layers from the side where the light leaves. */
  private arrange(front: LayerSequence, back: LayerSequence): void {
    const { coating, tables, places, isReverse } = this;
    const { recordLength } = tables;
    coating.count = 0;
    if (isReverse) appendLayers(coating, front, true, recordLength, 0);
    if (places.exit >= 0) {
      if (!isReverse) appendLayers(coating, back, false, recordLength, front.count);
      appendFixedLayer(coating, places.substrate * recordLength, this.slabThicknessNm);
      if (isReverse) appendLayers(coating, back, true, recordLength, front.count);
    }
    if (!isReverse) appendLayers(coating, front, false, recordLength, 0);
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
    const { coating, tables, places, seen, isReverse, wavelengthCount } = this;
    const { records, recordLength, mediumCount, polarizations } = tables;
    const far = places.exit >= 0 ? places.exit : places.substrate;
    const entrance = (isReverse ? far : places.ambient) * recordLength;
    const exit = (isReverse ? places.ambient : far) * recordLength;
    const weight = 1 / polarizations;
    this.arrange(front, back);
    for (let w = 0; w < wavelengthCount; w++) {
      const start = w * mediumCount * recordLength;
      fillPhases(coating, tables, start);
      let sumR = 0;
      let sumT = 0;
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const base = start + polarization * POLARIZATION_STRIDE;
        const etaIn = records[base + entrance + ETA];
        const etaOut = records[base + exit + ETA];
        const etaOutIm = records[base + exit + ETA + 1];
        sweep(coating, records, base, etaOut, etaOutIm, false);
        interfere(coating.up, coating.count, etaIn, 0, seen);
        const transmittance = seen.transmission * etaIn * etaOut;
        sumR += seen.R;
        sumT += transmittance;
        if (wantsDerivatives) this.differentiate(base, etaIn, transmittance, polarization, weight, w, dR, dT);
      }
      R[w] = weight * sumR;
      T[w] = weight * sumT;
    }
  }

  private differentiate(
    base: number,
    etaIn: number,
    transmittance: number,
    polarization: number,
    weight: number,
    w: number,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    const { coating, terms, tables, wavelengthCount } = this;
    const { records } = tables;
    setFrontTerms(terms, this.seen, etaIn, 0);
    const isFirst = polarization === 0;
    // C = η of the exit at interface 0
    if (coating.isLossless && coating.up[3] === 0) {
      accumulateLosslessGradient(coating, records, base, terms, weight, isFirst, w, wavelengthCount, dR, dT);
      return;
    }
    terms.frontR = 1;
    terms.crossT = transmittance;
    sweep(coating, records, base, etaIn, 0, true);
    accumulateGradient(coating, records, base, terms, weight, isFirst, w, wavelengthCount, dR, dT);
  }
}
