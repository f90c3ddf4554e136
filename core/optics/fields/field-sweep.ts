import { StackwrightError } from '#core/errors.ts';
import { arrangeLayers } from '#core/optics/amplitudes/arrange.ts';
import { crossLayer } from '#core/optics/amplitudes/crossing.ts';
import { writeLayerMatrix } from '#core/optics/amplitudes/layer-matrix.ts';
import { WaveSweep } from '#core/optics/amplitudes/wave-sweep.ts';
import {
  ALPHA_SQUARE,
  AXIAL,
  buildWaveTables,
  INDEX,
  IS_REAL,
  type WaveSetup,
  type WaveTables,
} from '#core/optics/amplitudes/wave-tables.ts';
import { createCoating } from '#core/optics/kernel/coating.ts';
import { exp } from '#core/optics/kernel/elementary.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/** Doubles in a series of order 0, of which all here are. */
const L = 2;

/** A point: the layer counted from the exit (−1 the exit medium, `count` the incident one) and its distance, nm. */
export interface FieldPlace {
  readonly layer: number;
  /** from the layer's interface towards the exit; in the exit medium the depth behind the last interface */
  readonly fromBackNm: number;
}

/** The tangential fields inside a coherent stack at one wavelength after another. */
export class FieldSweep {
  readonly setup: WaveSetup;
  readonly wavelengthCount: number;
  readonly tables: WaveTables;
  readonly coating = createCoating();
  readonly sweep: WaveSweep;
  /** product of the determinants above each interface, i = 0 behind the last layer */
  above = new Float64Array(1);
  /** B and C at the last place asked, then a copy to cross from; scaled so that 2q/D·√`scaleSquare` makes E of them */
  readonly point = new Float64Array(4 * L);
  scaleSquare = 1;
  private readonly matrix = new Float64Array(3 * L);
  private w = 0;
  /** |2q/D|² */
  private unit = 1;

  constructor(setup: WaveSetup) {
    this.setup = { ...setup, order: 0 };
    this.wavelengthCount = setup.wavelengthsNm.length;
    this.tables = buildWaveTables(this.setup);
    this.sweep = new WaveSweep(this.tables, setup.wavelengthsNm, setup.polarization === 'p');
  }

  /** Solves the stack at wavelength w. */
  solve(front: LayerSequence, back: LayerSequence, w: number): void {
    const { coating, sweep, tables, setup } = this;
    arrangeLayers(coating, setup, tables, front, back);
    sweep.up(coating, w);
    this.w = w;
    if (this.above.length <= coating.count) this.above = new Float64Array(coating.count + 9);
    this.above[coating.count] = 1;
    for (let i = coating.count - 1; i >= 0; i--) this.above[i] = this.above[i + 1] * sweep.determinants[i];
    const { ends } = sweep;
    const q = this.incidentAxial();
    this.unit = (4 * q * q) / (ends[0] * ends[0] + ends[1] * ends[1]);
  }

  incidentAxial(): number {
    return this.tables.ends[this.w * 6 * L + 2 * L];
  }

  recordOf(layer: number): number {
    const { mediumCount, recordLength, exit, incident } = this.tables;
    const { count, offsets } = this.coating;
    const base = this.w * mediumCount * recordLength;
    if (layer < 0) return base + exit * recordLength;
    return base + (layer >= count ? incident * recordLength : offsets[layer]);
  }

  /** α²/|N²|², the weight of |C|² beside |B|² in |E|² for p; 0 for s */
  axialWeight(layer: number): number {
    if (this.setup.polarization === 's') return 0;
    const { records } = this.tables;
    const singles = this.recordOf(layer) + 3 * L;
    const n = records[singles + INDEX];
    const k = records[singles + INDEX + 1];
    return records[singles + ALPHA_SQUARE] / ((n * n + k * k) * (n * n + k * k));
  }

  /** k0 Im(N²)/q of the incident light: absorption per nm for |E| = 1 */
  absorptionPerIntensity(layer: number): number {
    const { records } = this.tables;
    const singles = this.recordOf(layer) + 3 * L;
    const imaginary = 2 * records[singles + INDEX] * records[singles + INDEX + 1];
    return ((2 * Math.PI) / this.setup.wavelengthsNm[this.w]) * (imaginary / this.incidentAxial());
  }

  /** |E|²/|E_inc|²; leaves (B, C) in `point`. */
  intensityAt(layer: number, fromBackNm: number): number {
    const { point, above, sweep } = this;
    const isBehind = layer < 0;
    for (let j = 0; j < 2 * L; j++) point[2 * L + j] = sweep.states[(isBehind ? 0 : layer) * 2 * L + j];
    if (isBehind) {
      const k0 = (2 * Math.PI) / this.setup.wavelengthsNm[this.w];
      const decay = this.tables.records[this.recordOf(layer) + 3 * L + AXIAL + 1] * k0 * fromBackNm;
      point.copyWithin(0, 2 * L);
      this.scaleSquare = above[0] * exp(-2 * decay);
    } else {
      const determinant = this.cross(layer, fromBackNm, point);
      const whole = layer < this.coating.count ? sweep.determinants[layer] * above[layer + 1] : 1;
      this.scaleSquare = whole / determinant;
    }
    const square = point[0] * point[0] + point[1] * point[1];
    const magnetic = point[2] * point[2] + point[3] * point[3];
    return this.unit * this.scaleSquare * (square + this.axialWeight(layer) * magnetic);
  }

  /** Carries the state at `states[2L…]` a distance through a layer to `states[0…]`; returns the determinant. */
  cross(layer: number, distanceNm: number, states: Float64Array): number {
    const { matrix, tables, setup } = this;
    const record = this.recordOf(layer);
    const lambda = setup.wavelengthsNm[this.w];
    const determinant = writeLayerMatrix(tables.records, record, distanceNm, lambda, 0, matrix, 0);
    const isReal = tables.records[record + 3 * L + IS_REAL] === 1;
    crossLayer(matrix, 0, isReal, states, 2 * L, 0, 0);
    return determinant;
  }

  /** @throws StackwrightError INVALID */
  placesOf(front: LayerSequence, back: LayerSequence, depthsNm: ArrayLike<number>): FieldPlace[] {
    const { coating, tables, setup } = this;
    arrangeLayers(coating, setup, tables, front, back);
    const { count, thicknessNm } = coating;
    return Array.from(depthsNm, (depthNm) => {
      if (!Number.isFinite(depthNm)) {
        throw new StackwrightError('INVALID', `The depth ${depthNm} is no number; give depths in nm.`);
      }
      if (depthNm <= 0) return { layer: count, fromBackNm: -depthNm };
      let rest = depthNm;
      for (let layer = count - 1; layer >= 0; layer--) {
        if (rest <= thicknessNm[layer]) return { layer, fromBackNm: thicknessNm[layer] - rest };
        rest -= thicknessNm[layer];
      }
      return { layer: -1, fromBackNm: rest };
    });
  }
}
