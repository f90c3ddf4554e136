import { completeLogarithm, divide, multiply, multiplyAdd } from '#core/optics/amplitudes/complex-series.ts';
import { crossLayer } from '#core/optics/amplitudes/crossing.ts';
import { writeLayerMatrix } from '#core/optics/amplitudes/layer-matrix.ts';
import { IS_REAL, type WaveTables } from '#core/optics/amplitudes/wave-tables.ts';
import type { Coating } from '#core/optics/kernel/coating.ts';
import { exp, log } from '#core/optics/kernel/elementary.ts';

const LARGE = 1e100;

/**
 * One wavelength's way through a coherent stack. `up` carries (B, C) from the exit to the entrance, `down` the left-hand
 * state (B′, C′) back. Layers are counted from the exit. All numbers are series in ω; states carry a constant scale, so
 * that neither a thick absorber nor a long stack overflows.
 */
export class WaveSweep {
  readonly tables: WaveTables;
  readonly wavelengthsNm: Float64Array;
  readonly isP: boolean;
  /** (B, C) at interface i, i = 0 behind the last layer */
  states = new Float64Array(0);
  /** (B′, C′) at interface i */
  leftStates = new Float64Array(0);
  matrices = new Float64Array(0);
  /** square of the scale that the state took on in each layer */
  determinants = new Float64Array(0);
  /** by which the matrix of each layer was multiplied to keep the state in range, mostly 1 */
  scales = new Float64Array(0);
  /** D = γB + βC; ±(γB − βC) = rD; r; t; ln r; ln t, whose first coefficients are not set */
  readonly ends: Float64Array;
  /** B and C at the entrance are true but for this factor: ln of it */
  logScale = 0;

  constructor(tables: WaveTables, wavelengthsNm: Float64Array, isP: boolean) {
    this.tables = tables;
    this.wavelengthsNm = wavelengthsNm;
    this.isP = isP;
    this.ends = new Float64Array(6 * tables.seriesLength);
  }

  /** Fills `states`, `matrices`, `determinants` and `ends` at wavelength w. */
  up(coating: Coating, w: number): void {
    const { tables, wavelengthsNm } = this;
    const { order, seriesLength, recordLength, mediumCount, records } = tables;
    const { count, offsets, thicknessNm } = coating;
    this.reserve(count);
    const { states, matrices, determinants, scales } = this;
    const base = w * mediumCount * recordLength;
    const lambda = wavelengthsNm[w];
    const stateLength = 2 * seriesLength;
    const exit = (w * 6 + 3) * seriesLength;
    for (let j = 0; j < stateLength; j++) states[j] = tables.ends[exit + j];
    this.logScale = 0;
    for (let i = 0; i < count; i++) {
      const record = base + offsets[i];
      const matrix = i * 3 * seriesLength;
      let determinant = writeLayerMatrix(records, record, thicknessNm[i], lambda, order, matrices, matrix);
      const to = (i + 1) * stateLength;
      const isReal = records[record + 3 * seriesLength + IS_REAL] === 1;
      crossLayer(matrices, matrix, isReal, states, to - stateLength, to, order);
      const size = Math.abs(states[to]) + Math.abs(states[to + 1]) + sizeAt(states, to + seriesLength);
      const isOutside = size > LARGE || size < 1 / LARGE;
      if (isOutside) {
        for (let j = to; j < to + stateLength; j++) states[j] /= size;
        for (let j = matrix; j < matrix + 3 * seriesLength; j++) matrices[j] /= size;
        determinant /= size * size;
      }
      scales[i] = isOutside ? 1 / size : 1;
      determinants[i] = determinant;
      if (determinant !== 1) this.logScale += 0.5 * log(determinant);
    }
    this.finish(count * stateLength, w * 6 * seriesLength);
  }

  /** D, r, t and the logarithms from the state at the entrance. */
  private finish(state: number, incident: number): void {
    const { tables, states, ends } = this;
    const { order, seriesLength: L } = tables;
    const [beta, gamma, q] = [incident, incident + L, incident + 2 * L];
    const [D, rD, r, t, logR, logT] = [0, L, 2 * L, 3 * L, 4 * L, 5 * L];
    multiply(tables.ends, gamma, states, state, ends, rD, order); // γB
    multiply(tables.ends, beta, states, state + L, ends, D, order); // βC
    for (let j = 0; j < L; j++) {
      const b = ends[rD + j];
      const c = ends[D + j];
      ends[D + j] = b + c;
      ends[rD + j] = this.isP ? c - b : b - c;
    }
    divide(ends, rD, ends, D, ends, r, order);
    divide(tables.ends, q, ends, D, ends, t, order);
    const factor = 2 * exp(this.logScale);
    completeLogarithm(ends, t, ends, logT, order); // of q/D, which does not underflow
    for (let j = 0; j < L; j++) ends[t + j] *= factor;
    if (ends[r] !== 0 || ends[r + 1] !== 0) completeLogarithm(ends, r, ends, logR, order);
    else ends.fill(0, logR, logR + L);
  }

  /** Fills `leftStates` after `up`. */
  down(coating: Coating, w: number): void {
    const { tables, leftStates, matrices } = this;
    const { order, seriesLength: L, recordLength, mediumCount, records } = tables;
    const base = w * mediumCount * recordLength;
    const incident = w * 6 * L;
    const entrance = coating.count * 2 * L;
    for (let j = 0; j < 2 * L; j++) leftStates[entrance + j] = tables.ends[incident + j];
    for (let i = coating.count - 1; i >= 0; i--) {
      const isReal = records[base + coating.offsets[i] + 3 * L + IS_REAL] === 1;
      crossLayer(matrices, i * 3 * L, isReal, leftStates, (i + 1) * 2 * L, i * 2 * L, order);
    }
  }

  /** κ/η·C² − κη·B² of layer i: ∂r by its thickness is −i·(±2q/D²)·(determinants above) times this. */
  writeReflectionKernel(record: number, i: number, scratch: Float64Array, out: Float64Array, o: number): void {
    const { tables, states } = this;
    const { order, seriesLength: L, records } = tables;
    const at = (i + 1) * 2 * L;
    multiply(states, at, states, at, scratch, 0, order);
    for (let j = 0; j < L; j++) scratch[j] = -scratch[j];
    multiply(states, at + L, states, at + L, scratch, L, order);
    multiply(records, record + L, scratch, L, out, o, order);
    multiplyAdd(records, record + 2 * L, scratch, 0, out, o, order);
  }

  /** κ/η·C′C + κη·B′B of layer i: ∂(ln t) by its thickness is i/D times this. */
  writeTransmissionKernel(record: number, i: number, scratch: Float64Array, out: Float64Array, o: number): void {
    const { tables, states, leftStates } = this;
    const { order, seriesLength: L, records } = tables;
    const at = (i + 1) * 2 * L;
    multiply(states, at, leftStates, at, scratch, 0, order);
    multiply(states, at + L, leftStates, at + L, scratch, L, order);
    multiply(records, record + L, scratch, L, out, o, order);
    multiplyAdd(records, record + 2 * L, scratch, 0, out, o, order);
  }

  private reserve(count: number): void {
    const L = this.tables.seriesLength;
    if (this.determinants.length >= count && this.states.length > 0) return;
    const size = count + 8;
    this.states = new Float64Array((size + 1) * 2 * L);
    this.leftStates = new Float64Array((size + 1) * 2 * L);
    this.matrices = new Float64Array(size * 3 * L);
    this.determinants = new Float64Array(size);
    this.scales = new Float64Array(size);
  }
}

const sizeAt = (a: Float64Array, i: number): number => Math.abs(a[i]) + Math.abs(a[i + 1]);
