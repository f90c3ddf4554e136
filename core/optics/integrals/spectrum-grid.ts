import { StackwrightError } from '#core/errors.ts';
import { RANGE_SLACK } from '#core/materials/material.ts';

/**
 * What to do where a weight or a table reaches beyond the spectrum: `error` refuses; `hold` takes the spectrum's nearest
 * end (CIE 15:2004 §7.2.3); `overlap` leaves that part of the weight out.
 */
export type OutsideSpectrum = 'error' | 'hold' | 'overlap';

/**
 * The wavelengths of a spectrum in rising order, whatever order they came in. A spectrum on it is joined by straight
 * lines, so that every value between its points is a sum of two of them: this spreads an amount over those two.
 */
export class SpectrumGrid {
  readonly rangeNm: readonly [number, number];
  /** rising, nm */
  readonly sortedNm: Float64Array;
  private readonly order: Int32Array;

  /** @throws StackwrightError INVALID where two wavelengths are equal, or there is none */
  constructor(wavelengthsNm: ArrayLike<number>) {
    const count = wavelengthsNm.length;
    if (count === 0) throw new StackwrightError('INVALID', 'A spectrum without wavelengths has no mean and no colour.');
    this.order = Int32Array.from({ length: count }, (_, index) => index).sort(
      (a, b) => wavelengthsNm[a] - wavelengthsNm[b],
    );
    this.sortedNm = Float64Array.from(this.order, (index) => wavelengthsNm[index]);
    const twin = this.sortedNm.findIndex((value, index) => index > 0 && !(value > this.sortedNm[index - 1]));
    if (twin > 0) {
      const message = `The spectrum has ${this.sortedNm[twin]} nm twice; give every wavelength once.`;
      throw new StackwrightError('INVALID', message);
    }
    this.rangeNm = [this.sortedNm[0], this.sortedNm[count - 1]];
  }

  /** Whether the spectrum reaches over the range, but for rounding. */
  covers([low, high]: readonly [number, number]): boolean {
    return this.rangeNm[0] <= low * (1 + RANGE_SLACK) && this.rangeNm[1] >= high * (1 - RANGE_SLACK);
  }

  /**
   * Adds to `weights` (one for each wavelength, in the order in which they were given) what makes Σ weights·X grow by
   * `amount`·X(λ). Beyond the ends X is held.
   */
  add(weights: Float64Array, wavelengthNm: number, amount: number): void {
    const x = this.sortedNm;
    const last = x.length - 1;
    if (wavelengthNm <= x[0]) weights[this.order[0]] += amount;
    else if (wavelengthNm >= x[last]) weights[this.order[last]] += amount;
    else {
      const row = this.rowBelow(wavelengthNm);
      const share = (wavelengthNm - x[row]) / (x[row + 1] - x[row]);
      weights[this.order[row]] += amount * (1 - share);
      if (share > 0) weights[this.order[row + 1]] += amount * share;
    }
  }

  private rowBelow(wavelengthNm: number): number {
    let low = 0;
    let high = this.sortedNm.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.sortedNm[middle] <= wavelengthNm) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Numbers of a table written as text. */
export function numbersOf(text: string): Float64Array {
  return Float64Array.from(text.trim().split(/\s+/), Number);
}
