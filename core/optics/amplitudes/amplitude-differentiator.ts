import type { AmplitudeDerivatives } from '#core/optics/amplitudes/amplitudes.ts';
import { writeIndexDerivative } from '#core/optics/amplitudes/layer-matrix.ts';
import type { WaveSweep } from '#core/optics/amplitudes/wave-sweep.ts';
import type { Coating } from '#core/optics/kernel/coating.ts';

/**
 * ∂r and ∂t by the thickness and the index of every layer, from a sweep that went up and down. A layer that changes by
 * ∂M changes the state at its entrance side by (∂B, ∂C) = ∂M (B, C) of its exit side, and
 *
 * ∂r = ±2q/D² · (determinants above) · (C∂B − B∂C), ∂t = −t/D · (C′∂B + B′∂C),
 *
 * with (B, C) and (B′, C′) at that interface and D of the whole stack.
 */
export class AmplitudeDifferentiator {
  private readonly sweep: WaveSweep;
  private readonly change = new Float64Array(6);
  private frontRe = 0;
  private frontIm = 0;
  private backRe = 0;
  private backIm = 0;

  constructor(sweep: WaveSweep) {
    this.sweep = sweep;
  }

  write(coating: Coating, w: number, out: AmplitudeDerivatives): void {
    const { tables, determinants } = this.sweep;
    const { mediumCount, recordLength } = tables;
    this.setFactors(w);
    let above = 1;
    for (let i = coating.count - 1; i >= 0; i--) {
      const record = w * mediumCount * recordLength + coating.offsets[i];
      const cell = 2 * (coating.rows[i] * this.sweep.wavelengthsNm.length + w);
      this.byThickness(record, i, above, out, cell);
      if (out.drByIndex.length > 0) this.byIndex(record, i, coating.thicknessNm[i], w, above, out, cell);
      above *= determinants[i];
    }
  }

  /** ±2q/D² and −t/D */
  private setFactors(w: number): void {
    const { ends, tables, isP } = this.sweep;
    const L = tables.seriesLength;
    const square = ends[0] * ends[0] + ends[1] * ends[1];
    const ir = ends[0] / square;
    const ii = -ends[1] / square;
    const q = w * 6 * L + 2 * L;
    const sign = isP ? -2 : 2;
    const qr = sign * (tables.ends[q] * ir - tables.ends[q + 1] * ii);
    const qi = sign * (tables.ends[q] * ii + tables.ends[q + 1] * ir);
    this.frontRe = qr * ir - qi * ii;
    this.frontIm = qr * ii + qi * ir;
    this.backRe = -(ends[3 * L] * ir - ends[3 * L + 1] * ii);
    this.backIm = -(ends[3 * L] * ii + ends[3 * L + 1] * ir);
  }

  /** ∂B = −i κ/η C, ∂C = −i κη B */
  private byThickness(record: number, i: number, above: number, out: AmplitudeDerivatives, cell: number): void {
    const { states, tables } = this.sweep;
    const { records, seriesLength: L } = tables;
    const b = (i + 1) * 2 * L;
    const c = b + L;
    const y = record + L;
    const z = y + L;
    const dBr = records[y] * states[c + 1] + records[y + 1] * states[c];
    const dBi = -(records[y] * states[c] - records[y + 1] * states[c + 1]);
    const dCr = records[z] * states[b + 1] + records[z + 1] * states[b];
    const dCi = -(records[z] * states[b] - records[z + 1] * states[b + 1]);
    this.put(i, dBr, dBi, dCr, dCi, above, out.drByThickness, out.dtByThickness, cell);
  }

  private byIndex(
    record: number,
    i: number,
    thicknessNm: number,
    w: number,
    above: number,
    out: AmplitudeDerivatives,
    cell: number,
  ): void {
    const { states, tables, scales, wavelengthsNm, isP } = this.sweep;
    const m = this.change;
    const { records, order, seriesLength: L } = tables;
    writeIndexDerivative(records, record, thicknessNm, wavelengthsNm[w], order, isP, m);
    const b = i * 2 * L;
    const c = b + L;
    const s = scales[i];
    const dBr = s * (m[0] * states[b] - m[1] * states[b + 1] + m[2] * states[c + 1] + m[3] * states[c]);
    const dBi = s * (m[0] * states[b + 1] + m[1] * states[b] - m[2] * states[c] + m[3] * states[c + 1]);
    const dCr = s * (m[0] * states[c] - m[1] * states[c + 1] + m[4] * states[b + 1] + m[5] * states[b]);
    const dCi = s * (m[0] * states[c + 1] + m[1] * states[c] - m[4] * states[b] + m[5] * states[b + 1]);
    this.put(i, dBr, dBi, dCr, dCi, above, out.drByIndex, out.dtByIndex, cell);
  }

  private put(
    i: number,
    dBr: number,
    dBi: number,
    dCr: number,
    dCi: number,
    above: number,
    dr: Float64Array,
    dt: Float64Array,
    cell: number,
  ): void {
    const { states, leftStates, tables } = this.sweep;
    const b = (i + 1) * 2 * tables.seriesLength;
    const c = b + tables.seriesLength;
    const wr = states[c] * dBr - states[c + 1] * dBi - (states[b] * dCr - states[b + 1] * dCi);
    const wi = states[c] * dBi + states[c + 1] * dBr - (states[b] * dCi + states[b + 1] * dCr);
    dr[cell] = above * (this.frontRe * wr - this.frontIm * wi);
    dr[cell + 1] = above * (this.frontRe * wi + this.frontIm * wr);
    const xr = leftStates[c] * dBr - leftStates[c + 1] * dBi + leftStates[b] * dCr - leftStates[b + 1] * dCi;
    const xi = leftStates[c] * dBi + leftStates[c + 1] * dBr + leftStates[b] * dCi + leftStates[b + 1] * dCr;
    dt[cell] = this.backRe * xr - this.backIm * xi;
    dt[cell + 1] = this.backRe * xi + this.backIm * xr;
  }
}
