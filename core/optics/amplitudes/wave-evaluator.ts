import { AmplitudeDifferentiator } from '#core/optics/amplitudes/amplitude-differentiator.ts';
import type { AmplitudeDerivatives, Amplitudes } from '#core/optics/amplitudes/amplitudes.ts';
import { arrangeLayers } from '#core/optics/amplitudes/arrange.ts';
import { divide, multiply } from '#core/optics/amplitudes/complex-series.ts';
import { WaveSweep } from '#core/optics/amplitudes/wave-sweep.ts';
import { buildWaveTables, type WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { atan2 } from '#core/optics/inverse-functions.ts';
import { type Coating, createCoating } from '#core/optics/kernel/coating.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/** Which amplitude a phase belongs to. */
export type WaveSide = 'r' | 't';

/** Phase φ = arg r or arg t and its derivatives in ω. Signs for exp(−iωt): docs/conventions.md. */
export interface PhaseSeries {
  /**
   * [φ in radians (−π … π), GD = dφ/dω in fs, GDD = d²φ/dω² in fs², TOD = d³φ/dω³ in fs³] up to the setup's order, each
   * one value per wavelength. Where the amplitude is exactly 0 the phase has no meaning, and 0 is given.
   */
  readonly phases: readonly Float64Array[];
}

export interface PhaseDerivatives extends PhaseSeries {
  /** by the thickness of every layer, per nm: the same list, each entry (rows × wavelengths), row-major */
  readonly byThickness: readonly Float64Array[];
}

const FACTORIALS = [1, 1, 2, 6];

/**
 * Complex amplitudes of a coherent stack for one polarization, their phases, group delays and derivatives. The layers
 * change from call to call, all else is fixed. Holds scratch memory: not to be shared between threads. Derivation:
 * docs/solver.md.
 *
 * @throws StackwrightError ABSORBING_AMBIENT; UNDEFINED_QUANTITY for an incoherent slab; INVALID for media without a
 *   series of the setup's order
 */
export class WaveEvaluator {
  readonly setup: WaveSetup;
  readonly wavelengthCount: number;
  private readonly sweep: WaveSweep;
  private readonly differentiator: AmplitudeDifferentiator;
  private readonly coating = createCoating();
  private readonly scratch: Float64Array;

  constructor(setup: WaveSetup) {
    this.setup = setup;
    this.wavelengthCount = setup.wavelengthsNm.length;
    const tables = buildWaveTables(setup);
    this.sweep = new WaveSweep(tables, setup.wavelengthsNm, setup.polarization === 'p');
    this.differentiator = new AmplitudeDifferentiator(this.sweep);
    this.scratch = new Float64Array(6 * tables.seriesLength);
  }

  /** Rows of the derivatives for these layers. */
  rowCount(front: LayerSequence, back: LayerSequence): number {
    return front.count + back.count + (this.setup.slab === undefined ? 0 : 1);
  }

  /** r and t. `back` is the coating on the slab's far side, empty on a half-space. */
  amplitudes(front: LayerSequence, back: LayerSequence): Amplitudes {
    const coating = this.arrange(front, back);
    const out = { r: new Float64Array(2 * this.wavelengthCount), t: new Float64Array(2 * this.wavelengthCount) };
    for (let w = 0; w < this.wavelengthCount; w++) {
      this.sweep.up(coating, w);
      this.storeAmplitudes(out, w);
    }
    return out;
  }

  /**
   * r and t with their derivatives by the thickness and the complex index of every layer.
   * @param withIndex false leaves the lists by index empty, and takes a third of the time
   */
  amplitudeDerivatives(front: LayerSequence, back: LayerSequence, withIndex = true): AmplitudeDerivatives {
    const { sweep, wavelengthCount } = this;
    const coating = this.arrange(front, back);
    const cells = (isWanted = true) => new Float64Array(isWanted ? 2 * coating.count * wavelengthCount : 0);
    const out = {
      r: new Float64Array(2 * wavelengthCount),
      t: new Float64Array(2 * wavelengthCount),
      drByThickness: cells(),
      dtByThickness: cells(),
      drByIndex: cells(withIndex),
      dtByIndex: cells(withIndex),
    };
    for (let w = 0; w < wavelengthCount; w++) {
      sweep.up(coating, w);
      sweep.down(coating, w);
      this.storeAmplitudes(out, w);
      this.differentiator.write(coating, w, out);
    }
    return out;
  }

  /** Phase, GD, GDD and TOD up to the setup's order, in reflection or transmission. */
  phases(front: LayerSequence, back: LayerSequence, side: WaveSide): PhaseSeries {
    const coating = this.arrange(front, back);
    const phases = this.createSeries(1);
    for (let w = 0; w < this.wavelengthCount; w++) {
      this.sweep.up(coating, w);
      this.storePhases(phases, side, w);
    }
    return { phases };
  }

  /** The same with the derivatives by every thickness. */
  phaseDerivatives(front: LayerSequence, back: LayerSequence, side: WaveSide): PhaseDerivatives {
    const { sweep, wavelengthCount } = this;
    const coating = this.arrange(front, back);
    const phases = this.createSeries(1);
    const byThickness = this.createSeries(coating.count);
    for (let w = 0; w < wavelengthCount; w++) {
      sweep.up(coating, w);
      if (side === 't') sweep.down(coating, w);
      this.storePhases(phases, side, w);
      if (side === 't') this.differentiateT(byThickness, w);
      else this.differentiateR(byThickness, w);
    }
    return { phases, byThickness };
  }

  private createSeries(rows: number): Float64Array[] {
    return Array.from({ length: this.setup.order + 1 }, () => new Float64Array(rows * this.wavelengthCount));
  }

  /** All layers from the exit to the entrance, with the slab between the coatings. */
  private arrange(front: LayerSequence, back: LayerSequence): Coating {
    const { coating, sweep, setup } = this;
    arrangeLayers(coating, setup, sweep.tables, front, back);
    return coating;
  }

  private storeAmplitudes({ r, t }: Amplitudes, w: number): void {
    const { ends, tables } = this.sweep;
    for (let part = 0; part < 2; part++) {
      r[2 * w + part] = ends[2 * tables.seriesLength + part];
      t[2 * w + part] = ends[3 * tables.seriesLength + part];
    }
  }

  private storePhases(phases: readonly Float64Array[], side: WaveSide, w: number): void {
    const { ends, tables } = this.sweep;
    const L = tables.seriesLength;
    const value = (side === 'r' ? 2 : 3) * L;
    const logarithm = (side === 'r' ? 4 : 5) * L;
    phases[0][w] = atan2(ends[value + 1], ends[value]);
    for (let k = 1; k < phases.length; k++) phases[k][w] = FACTORIALS[k] * ends[logarithm + 2 * k + 1];
  }

  /** ∂(ln r) = −i·(±2q/(D·rD))·(determinants above)·kernel; its imaginary part is that of the phase. */
  private differentiateR(out: readonly Float64Array[], w: number): void {
    const { sweep, coating, scratch } = this;
    const { tables, ends } = sweep;
    const { order, seriesLength: L } = tables;
    if (ends[L] === 0 && ends[L + 1] === 0) return;
    const front = 4 * L;
    multiply(ends, 0, ends, L, scratch, 0, order);
    divide(tables.ends, w * 6 * L + 2 * L, scratch, 0, scratch, front, order);
    const factor = this.setup.polarization === 'p' ? -2 : 2;
    let above = factor;
    for (let i = coating.count - 1; i >= 0; i--) {
      sweep.writeReflectionKernel(this.recordOf(i, w), i, scratch, scratch, 2 * L);
      multiply(scratch, front, scratch, 2 * L, scratch, 3 * L, order);
      // Im(−iz) = −Re z
      for (let k = 0; k <= order; k++) this.put(out[k], i, w, -FACTORIALS[k] * above * scratch[3 * L + 2 * k]);
      above *= sweep.determinants[i];
    }
  }

  /** ∂(ln t) = (i/D)·kernel */
  private differentiateT(out: readonly Float64Array[], w: number): void {
    const { sweep, coating, scratch } = this;
    const { order, seriesLength: L } = sweep.tables;
    for (let i = coating.count - 1; i >= 0; i--) {
      sweep.writeTransmissionKernel(this.recordOf(i, w), i, scratch, scratch, 2 * L);
      divide(scratch, 2 * L, sweep.ends, 0, scratch, 3 * L, order);
      for (let k = 0; k <= order; k++) this.put(out[k], i, w, FACTORIALS[k] * scratch[3 * L + 2 * k]);
    }
  }

  private recordOf(i: number, w: number): number {
    const { mediumCount, recordLength } = this.sweep.tables;
    return w * mediumCount * recordLength + this.coating.offsets[i];
  }

  private put(out: Float64Array, i: number, w: number, value: number): void {
    out[this.coating.rows[i] * this.wavelengthCount + w] = value;
  }
}
