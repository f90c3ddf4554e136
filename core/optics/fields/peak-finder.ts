import { AXIAL, IS_REAL } from '#core/optics/amplitudes/wave-tables.ts';
import type { FieldSweep } from '#core/optics/fields/field-sweep.ts';
import { atan2 } from '#core/optics/inverse-functions.ts';
import type { LayerSequence } from '#core/optics/types.ts';

const L = 2;

/**
 * Which layers count: by their row in the derivatives (front layers, back layers, coherent slab) and the index of their
 * medium in `layerMedia` (−1 for the slab). Without a choice all do, the slab excepted.
 */
export type PeakChoice = (row: number, medium: number) => boolean;

/** Each list has one entry per wavelength. */
export interface PeakIntensity {
  /** |E|²/|E_inc|²; 0 where no layer counts */
  readonly value: Float64Array;
  /** row of the layer in which it is; −1 where no layer counts */
  readonly row: Int32Array;
  /** depth in that layer, nm from the interface at which the light enters it */
  readonly depthNm: Float64Array;
  /** ∂value/∂d, 1/nm, (rows × wavelengths), row-major */
  readonly byThickness: Float64Array;
}

interface Peak {
  value: number;
  layer: number;
  fromBackNm: number;
}

/** Looks for the highest |E|² in the layers of a stack. */
export class PeakFinder {
  private readonly sweep: FieldSweep;
  private readonly left = new Float64Array(4 * L);

  constructor(sweep: FieldSweep) {
    this.sweep = sweep;
  }

  find(front: LayerSequence, back: LayerSequence, choice?: PeakChoice): PeakIntensity {
    const { sweep } = this;
    const count = sweep.wavelengthCount;
    const slabRow = front.count + back.count;
    const rows = slabRow + (sweep.setup.slab === undefined ? 0 : 1);
    const result = {
      value: new Float64Array(count),
      row: new Int32Array(count).fill(-1),
      depthNm: new Float64Array(count),
      byThickness: new Float64Array(rows * count),
    };
    const isCounted = (row: number): boolean => {
      const medium = row === slabRow ? -1 : row < front.count ? front.media[row] : back.media[row - front.count];
      return choice === undefined ? medium >= 0 : choice(row, medium);
    };
    for (let w = 0; w < count; w++) {
      sweep.solve(front, back, w);
      const peak: Peak = { value: 0, layer: -1, fromBackNm: 0 };
      const { coating } = sweep;
      for (let i = coating.count - 1; i >= 0; i--) if (isCounted(coating.rows[i])) this.search(i, w, peak);
      if (peak.layer < 0) continue;
      result.value[w] = peak.value;
      result.row[w] = coating.rows[peak.layer];
      result.depthNm[w] = coating.thicknessNm[peak.layer] - peak.fromBackNm;
      this.differentiate(peak, w, result.byThickness);
    }
    return result;
  }

  private search(layer: number, w: number, peak: Peak): void {
    const { sweep } = this;
    const d = sweep.coating.thicknessNm[layer];
    const offer = (fromBackNm: number): void => {
      const value = sweep.intensityAt(layer, fromBackNm);
      if (value > peak.value) Object.assign(peak, { value, layer, fromBackNm });
    };
    offer(d);
    offer(0);
    const { records } = sweep.tables;
    const singles = sweep.recordOf(layer) + 3 * L;
    const k0 = (2 * Math.PI) / sweep.setup.wavelengthsNm[w];
    const kappa = k0 * records[singles + AXIAL];
    if (records[singles + IS_REAL] === 1) {
      if (records[singles + AXIAL + 1] > 0 || kappa === 0) return; // |E|² is convex in an evanescent wave
      const fromBackNm = this.firstCrest(layer, kappa);
      if (fromBackNm < d) offer(fromBackNm);
      return;
    }
    this.searchAbsorber(layer, kappa, offer);
  }

  /** An absorbing layer has at most a crest in each half wave: all are climbed that may be the highest. */
  private searchAbsorber(layer: number, kappa: number, offer: (fromBackNm: number) => void): void {
    const { sweep } = this;
    const d = sweep.coating.thicknessNm[layer];
    const steps = Math.min(4096, 8 + Math.ceil((16 * kappa * d) / Math.PI));
    const step = d / steps;
    const values = Float64Array.from({ length: steps + 1 }, (_, i) => sweep.intensityAt(layer, i * step));
    const highest = values.reduce((most, value) => Math.max(most, value), 0);
    for (let i = 0; i <= steps; i++) {
      const isCrest = (i === 0 || values[i] >= values[i - 1]) && (i === steps || values[i] > values[i + 1]);
      // between two samples a crest rises above them by less than 2 %
      if (!isCrest || values[i] < 0.96 * highest) continue;
      const crest = this.climb(layer, Math.max(0, (i - 1) * step), Math.min(d, (i + 1) * step));
      if (crest > 1e-6 * step && crest < d - 1e-6 * step) offer(crest); // the ends were offered as what they are
    }
  }

  /**
   * Where a clear layer has its first crest, counted from its back: |E|² is a constant + P cos 2δ + Q sin 2δ there, from
   * |cos δ B − i sin δ/η C|² and, for the axial part of p, |cos δ C − iη sin δ B|².
   */
  private firstCrest(layer: number, kappa: number): number {
    const { sweep } = this;
    const { states } = sweep.sweep;
    const { records } = sweep.tables;
    const record = sweep.recordOf(layer);
    const at = layer * 2 * L;
    const bb = states[at] * states[at] + states[at + 1] * states[at + 1];
    const cc = states[at + 2] * states[at + 2] + states[at + 3] * states[at + 3];
    const cross = states[at + 3] * states[at] - states[at + 2] * states[at + 1]; // Im C B*
    const eta = records[record + 2 * L] / kappa; // κη/κ
    const weight = sweep.axialWeight(layer);
    const P = bb - cc / (eta * eta) + weight * (cc - eta * eta * bb);
    const Q = 2 * (cross / eta - weight * eta * cross);
    const angle = atan2(Q, P);
    return (angle > 0 ? angle : angle + 2 * Math.PI) / (2 * kappa);
  }

  /** Golden section for the maximum between two depths. */
  private climb(layer: number, fromNm: number, toNm: number): number {
    const { sweep } = this;
    const golden = (Math.sqrt(5) - 1) / 2;
    let low = fromNm;
    let high = toNm;
    let a = high - golden * (high - low);
    let b = low + golden * (high - low);
    let fa = sweep.intensityAt(layer, a);
    let fb = sweep.intensityAt(layer, b);
    for (let i = 0; i < 45; i++) {
      if (fa > fb) {
        high = b;
        b = a;
        fb = fa;
        a = high - golden * (high - low);
        fa = sweep.intensityAt(layer, a);
      } else {
        low = a;
        a = b;
        fa = fb;
        b = low + golden * (high - low);
        fb = sweep.intensityAt(layer, b);
      }
    }
    return (low + high) / 2;
  }

  /**
   * With W = C∂B − B∂C of a changed layer: below the place ∂(B/D) = B′W/D² and ∂(C/D) = −C′W/D²; above it
   * ∂(B/D) = −B/D·∂D/D, and C alike. A place on the layer's back stays there when the layer grows: the layer is above it;
   * otherwise the place keeps its depth, and the layer grows below it.
   */
  private differentiate({ value, layer, fromBackNm }: Peak, w: number, out: Float64Array): void {
    const { sweep } = this;
    const { coating, tables, above } = sweep;
    const { states, leftStates, ends } = sweep.sweep;
    const { records } = tables;
    sweep.intensityAt(layer, fromBackNm);
    const point = sweep.point.slice(0, 2 * L);
    const scaleSquare = sweep.scaleSquare;
    if (!(scaleSquare > 0)) return;
    sweep.sweep.down(coating, w);
    for (let j = 0; j < 2 * L; j++) this.left[2 * L + j] = leftStates[(layer + 1) * 2 * L + j];
    const determinant = sweep.cross(layer, coating.thicknessNm[layer] - fromBackNm, this.left);
    const ratio = Math.sqrt(scaleSquare / (above[layer + 1] * determinant)); // of the scales of the two states, mostly 1
    const square = ends[0] * ends[0] + ends[1] * ends[1];
    const q = sweep.incidentAxial();
    // 2 Re(conj(E) ∂E) with E = 2q/D·√scale·B and ∂E = 2q/D²·(A/√scale)·B′W: a factor of W/D
    const factor = ((8 * q * q) / square) * ratio;
    const weight = sweep.axialWeight(layer);
    const [br, bi, cr, ci] = point;
    const [lbr, lbi, lcr, lci] = this.left;
    const gr = br * lbr + bi * lbi - weight * (cr * lcr + ci * lci);
    const gi = br * lbi - bi * lbr - weight * (cr * lci - ci * lcr);
    for (let i = 0; i < coating.count; i++) {
      const record = sweep.recordOf(i);
      const at = (i + 1) * 2 * L;
      const isAbove = i > layer || (i === layer && fromBackNm === 0);
      const other = isAbove ? leftStates : states;
      const sign = isAbove ? 1 : -1;
      // κ/η·C C̃ ± κη·B B̃, B̃ the left-hand state above and the state itself below
      const ccr = states[at + 2] * other[at + 2] - states[at + 3] * other[at + 3];
      const cci = states[at + 2] * other[at + 3] + states[at + 3] * other[at + 2];
      const bbr = states[at] * other[at] - states[at + 1] * other[at + 1];
      const bbi = states[at] * other[at + 1] + states[at + 1] * other[at];
      const y = record + L;
      const z = y + L;
      const kr = records[y] * ccr - records[y + 1] * cci + sign * (records[z] * bbr - records[z + 1] * bbi);
      const ki = records[y] * cci + records[y + 1] * ccr + sign * (records[z] * bbi + records[z + 1] * bbr);
      // k/D; W = −ik, −∂D/D = ik/D
      const dr = (kr * ends[0] + ki * ends[1]) / square;
      const di = (ki * ends[0] - kr * ends[1]) / square;
      out[coating.rows[i] * sweep.wavelengthCount + w] = isAbove
        ? -2 * value * di
        : factor * above[i + 1] * (gr * di + gi * dr);
    }
  }
}
