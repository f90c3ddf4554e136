import { appendFixedLayer, appendLayers, createCoating, STATE_LENGTH } from '#core/optics/kernel/coating.ts';
import { type CutFace, cutFaces } from '#core/optics/kernel/cut-face.ts';
import { accumulateGradient, accumulateLosslessGradient, createGradientTerms } from '#core/optics/kernel/gradient.ts';
import { accumulateIndexGradient } from '#core/optics/kernel/index-gradient.ts';
import { createInterference, interfere, setFrontTerms } from '#core/optics/kernel/interference.ts';
import type { Media, MediumPlaces } from '#core/optics/kernel/media.ts';
import { accumulateNeedles } from '#core/optics/kernel/needles.ts';
import { spectraOneByOne } from '#core/optics/kernel/one-by-one.ts';
import { ETA, type OpticalTables, POLARIZATION_STRIDE } from '#core/optics/kernel/tables.ts';
import { tracedTransfer } from '#core/optics/kernel/traced-transfer.ts';
import { transfer, transferPair } from '#core/optics/kernel/transfer.ts';
import { complex } from '#core/optics/reference/complex.ts';
import type { Evaluator, IndexDerivatives, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';

/** Called with a wavelength, the start of its records, the offset of a polarization's fields, and Re η of the entrance. */
type Visit = (w: number, base: number, offset: number, etaIn: number) => void;

/** A coating on a half-space, or both coatings with a coherent slab between them as one more layer. */
export class CoherentEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly tables: OpticalTables;
  private readonly media: Media;
  private readonly places: MediumPlaces;
  /** records of the media that the light comes from and leaves into, within those of one wavelength */
  private readonly entrance: number;
  private readonly exit: number;
  private readonly slabThicknessNm: number;
  private readonly isReverse: boolean;
  private readonly coating = createCoating();
  private readonly seen = createInterference();
  private readonly terms = createGradientTerms();

  constructor(tables: OpticalTables, media: Media, slabThicknessNm: number, isReverse: boolean) {
    const { places } = media;
    this.tables = tables;
    this.media = media;
    this.places = places;
    this.slabThicknessNm = slabThicknessNm;
    this.isReverse = isReverse;
    this.wavelengthCount = tables.wavelengthCount;
    const far = places.exit >= 0 ? places.exit : places.substrate;
    this.entrance = (isReverse ? far : places.ambient) * tables.recordLength;
    this.exit = (isReverse ? places.ambient : far) * tables.recordLength;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    const { coating, tables, entrance, exit, seen, wavelengthCount } = this;
    const { records, recordLength, mediumCount, polarizations } = tables;
    this.arrange(front, back);
    for (let w = 0; w < wavelengthCount; w++) {
      const base = w * mediumCount * recordLength;
      const inS = base + entrance + ETA;
      const outS = base + exit + ETA;
      if (polarizations === 1) {
        transfer(coating, records, base, 0, records[outS], records[outS + 1]);
        interfere(coating.ends, 0, records[inS], 0, seen);
        R[w] = seen.R;
        T[w] = seen.transmission * records[inS] * records[outS];
        continue;
      }
      const inP = inS + POLARIZATION_STRIDE;
      const outP = outS + POLARIZATION_STRIDE;
      const sRe = records[outS];
      const sIm = records[outS + 1];
      const pRe = records[outP];
      const pIm = records[outP + 1];
      transferPair(coating, records, base, 0, POLARIZATION_STRIDE, sRe, sIm, pRe, pIm, false);
      interfere(coating.ends, 0, records[inS], 0, seen);
      const sumR = seen.R;
      const sumT = seen.transmission * records[inS] * sRe;
      interfere(coating.ends, STATE_LENGTH, records[inP], 0, seen);
      R[w] = 0.5 * (sumR + seen.R);
      T[w] = 0.5 * (sumT + seen.transmission * records[inP] * pRe);
    }
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
    const { coating, tables, exit, terms, wavelengthCount } = this;
    const { records, polarizations } = tables;
    const target = { dR, dT, column: 0, wavelengthCount, weight: 1 / polarizations, isFirst: true };
    this.arrange(front, back);
    this.trace(R, T, (w, base, offset, etaIn) => {
      target.column = w;
      target.isFirst = offset === 0;
      if (coating.isLossless && records[base + offset + exit + ETA + 1] === 0) {
        accumulateLosslessGradient(coating, records, base, offset, terms, target);
      } else {
        accumulateGradient(coating, records, base, offset, etaIn, 0, terms, target);
      }
    });
  }

  needleSlopes(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    weightR: Float64Array,
    weightT: Float64Array,
    slopes: Float64Array,
  ): void {
    const { coating, tables, terms, isReverse } = this;
    const mediumCount = this.places.ambient;
    slopes.fill(0, 0, places.length * mediumCount);
    if (mediumCount === 0) return;
    const cuts = cutFaces(front, back, places, isReverse, this.places.exit >= 0);
    this.arrange(cuts.front, cuts.back, cuts.front, cuts.back);
    const share = 1 / tables.polarizations;
    this.trace(null, null, (w, base, offset, etaIn) => {
      const target = { slopes, mediumCount, weightR: share * weightR[w], weightT: share * weightT[w] };
      accumulateNeedles(coating, tables, base, offset, etaIn, 0, terms, target);
    });
  }

  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void {
    const { coating, tables, media, exit, terms, wavelengthCount } = this;
    const { records, polarizations } = tables;
    const weight = 1 / polarizations;
    this.arrange(front, back);
    this.trace(out.R, out.T, (w, base, offset, etaIn) => {
      const target = { out, column: w, wavelengthCount, weight, isFirst: offset === 0 };
      const isP = tables.isP || offset > 0;
      const beyond = base + offset + exit + ETA;
      const etaOut = complex(records[beyond], records[beyond + 1]);
      accumulateIndexGradient(coating, tables, media, base, isP, complex(etaIn), etaOut, terms, target);
    });
  }

  /** Traces the coating at every wavelength and polarization and says how R and T depend on it, in `this.terms`. */
  private trace(R: Float64Array | null, T: Float64Array | null, visit: Visit): void {
    const { coating, tables, entrance, exit, seen, terms, wavelengthCount } = this;
    const { records, recordLength, mediumCount, polarizations } = tables;
    const weight = 1 / polarizations;
    for (let w = 0; w < wavelengthCount; w++) {
      const base = w * mediumCount * recordLength;
      let sumR = 0;
      let sumT = 0;
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const offset = polarization * POLARIZATION_STRIDE;
        const etaIn = records[base + offset + entrance + ETA];
        const etaOut = records[base + offset + exit + ETA];
        const etaOutIm = records[base + offset + exit + ETA + 1];
        tracedTransfer(coating, records, base, offset, etaOut, etaOutIm);
        interfere(coating.ends, 0, etaIn, 0, seen);
        const transmittance = seen.transmission * etaIn * etaOut;
        sumR += seen.R;
        sumT += transmittance;
        setFrontTerms(terms, seen, etaIn, 0);
        terms.frontR = 1;
        terms.crossT = transmittance;
        visit(w, base, offset, etaIn);
      }
      if (R !== null) R[w] = weight * sumR;
      if (T !== null) T[w] = weight * sumT;
    }
  }

  /** Lists the layers from the side where the light leaves. */
  private arrange(
    front: LayerSequence,
    back: LayerSequence,
    frontCuts: CutFace | null = null,
    backCuts: CutFace | null = null,
  ): void {
    const { coating, tables, places, isReverse } = this;
    const { recordLength } = tables;
    const frontRows = frontCuts?.rows ?? null;
    const backRows = backCuts?.rows ?? null;
    coating.count = 0;
    if (isReverse) appendLayers(coating, front, true, recordLength, 0, frontRows);
    if (places.exit >= 0) {
      if (!isReverse) appendLayers(coating, back, false, recordLength, front.count, backRows);
      appendFixedLayer(coating, places.substrate * recordLength, this.slabThicknessNm);
      if (isReverse) appendLayers(coating, back, true, recordLength, front.count, backRows);
    }
    if (!isReverse) appendLayers(coating, front, false, recordLength, 0, frontRows);
  }
}
