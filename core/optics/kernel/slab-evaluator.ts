import { appendLayers, type Coating, createCoating, STATE_LENGTH } from '#core/optics/kernel/coating.ts';
import { type CutFace, cutFaces } from '#core/optics/kernel/cut-face.ts';
import { exp2 } from '#core/optics/kernel/elementary.ts';
import { accumulateGradient, createGradientTerms, type GradientTerms } from '#core/optics/kernel/gradient.ts';
import { accumulateIndexGradient } from '#core/optics/kernel/index-gradient.ts';
import {
  createInterference,
  interfere,
  interfereFromExit,
  setBackTerms,
  setFrontTerms,
} from '#core/optics/kernel/interference.ts';
import { type Media, type MediumPlaces, strongSlabError } from '#core/optics/kernel/media.ts';
import { accumulateNeedles } from '#core/optics/kernel/needles.ts';
import { spectraOneByOne } from '#core/optics/kernel/one-by-one.ts';
import { ATTENUATION, ETA, type OpticalTables, POLARIZATION_STRIDE } from '#core/optics/kernel/tables.ts';
import { tracedTransfer } from '#core/optics/kernel/traced-transfer.ts';
import { transfer, transferPair } from '#core/optics/kernel/transfer.ts';
import { complex } from '#core/optics/reference/complex.ts';
import type { Evaluator, IndexDerivatives, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';

const OPAQUE = 1e-290;

/**
 * Called for either coating with a wavelength, the start of its records, the offset of a polarization's fields, the
 * admittance at the coating's entrance, and how R and T depend on the coating.
 */
type Visit = (
  w: number,
  base: number,
  offset: number,
  coating: Coating,
  etaRe: number,
  etaIm: number,
  terms: GradientTerms,
) => void;

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
  private readonly media: Media;
  private readonly places: MediumPlaces;
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

  constructor(tables: OpticalTables, media: Media, thicknessNm: number, isReverse: boolean) {
    this.tables = tables;
    this.media = media;
    this.places = media.places;
    this.thicknessNm = thicknessNm;
    this.isReverse = isReverse;
    this.wavelengthCount = tables.wavelengthCount;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    this.arrange(front, back);
    this.evaluate(R, T, null);
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
    const { tables, wavelengthCount } = this;
    const target = { dR, dT, column: 0, wavelengthCount, weight: 1 / tables.polarizations, isFirst: true };
    this.arrange(front, back);
    this.evaluate(R, T, (w, base, offset, coating, etaRe, etaIm, terms) => {
      target.column = w;
      target.isFirst = offset === 0;
      accumulateGradient(coating, tables.records, base, offset, etaRe, etaIm, terms, target);
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
    const { tables } = this;
    const mediumCount = this.places.ambient;
    slopes.fill(0, 0, places.length * mediumCount);
    if (mediumCount === 0) return;
    const cuts = cutFaces(front, back, places, this.isReverse, true);
    this.arrange(cuts.front, cuts.back, cuts.front, cuts.back);
    const share = 1 / tables.polarizations;
    this.evaluate(null, null, (w, base, offset, coating, etaRe, etaIm, terms) => {
      const target = { slopes, mediumCount, weightR: share * weightR[w], weightT: share * weightT[w] };
      accumulateNeedles(coating, tables, base, offset, etaRe, etaIm, terms, target);
    });
  }

  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void {
    const { tables, media, wavelengthCount, isReverse, places } = this;
    const { records, recordLength } = tables;
    const weight = 1 / tables.polarizations;
    this.arrange(front, back);
    this.evaluate(out.R, out.T, (w, base, offset, coating, etaRe, etaIm, terms) => {
      const target = { out, column: w, wavelengthCount, weight, isFirst: offset === 0 };
      const exit = isReverse ? places.ambient : places.exit;
      const beyond = base + offset + (coating === this.entering ? places.substrate : exit) * recordLength + ETA;
      const etaOut = complex(records[beyond], records[beyond + 1]);
      const isP = tables.isP || offset > 0;
      accumulateIndexGradient(coating, tables, media, base, isP, complex(etaRe, etaIm), etaOut, terms, target);
    });
  }

  private arrange(
    front: LayerSequence,
    back: LayerSequence,
    frontCuts: CutFace | null = null,
    backCuts: CutFace | null = null,
  ): void {
    const { entering, leaving, tables, isReverse } = this;
    const { recordLength } = tables;
    const frontRows = frontCuts?.rows ?? null;
    const backRows = backCuts?.rows ?? null;
    entering.count = 0;
    leaving.count = 0;
    appendLayers(isReverse ? leaving : entering, front, isReverse, recordLength, 0, frontRows);
    appendLayers(isReverse ? entering : leaving, back, isReverse, recordLength, front.count, backRows);
  }

  private evaluate(R: Float64Array | null, T: Float64Array | null, visit: Visit | null): void {
    const { tables, places, wavelengthCount } = this;
    const { records, recordLength, mediumCount, polarizations } = tables;
    const weight = 1 / polarizations;
    for (let w = 0; w < wavelengthCount; w++) {
      const start = w * mediumCount * recordLength;
      const attenuation = records[start + places.substrate * recordLength + ATTENUATION];
      const P = attenuation === 0 ? 1 : exp2(attenuation * this.thicknessNm);
      let sumR = 0;
      let sumT = 0;
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const offset = polarization * POLARIZATION_STRIDE;
        this.sumIntensities(start, offset, P, w, visit !== null);
        sumR += this.reflectance;
        sumT += this.transmittance;
        if (visit !== null) this.visitFaces(w, start, offset, visit);
      }
      if (R !== null) R[w] = weight * sumR;
      if (T !== null) T[w] = weight * sumT;
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
    if (isOpen && P < 1 && (!(rest > 0) || R > 1.001 || T > 1.001)) throw strongSlabError(this.media.wavelengthsNm[w]);
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

  /** After `sumIntensities` of the same polarization: how R and T depend on either coating. */
  private visitFaces(w: number, base: number, offset: number, visit: Visit): void {
    const { entering, leaving, enteringTerms, leavingTerms, tables, places, isReverse } = this;
    const { records, recordLength } = tables;
    const etaIn = records[base + offset + (isReverse ? places.exit : places.ambient) * recordLength + ETA];
    const slabRe = records[base + offset + places.substrate * recordLength + ETA];
    const slabIm = records[base + offset + places.substrate * recordLength + ETA + 1];
    if (entering.count > 0) {
      tracedTransfer(entering, records, base, offset, slabRe, slabIm);
      setFrontTerms(enteringTerms, this.outside, etaIn, 0);
      setBackTerms(enteringTerms, this.inside, slabRe, slabIm);
      visit(w, base, offset, entering, etaIn, 0, enteringTerms);
    }
    if (leaving.count > 0) {
      setFrontTerms(leavingTerms, this.far, slabRe, slabIm);
      visit(w, base, offset, leaving, slabRe, slabIm, leavingTerms);
    }
  }
}
