import type { GradientTerms } from '#core/optics/kernel/gradient.ts';

/** What one sweep says about a coating, seen from the medium in which the sweep ends. */
export interface Interference {
  /** reflectance */
  R: number;
  /** transmitted power over incident power is `transmission` times Re η of the exit, for an incident wave of η = 1 */
  transmission: number;
  /** r, reflected over incident tangential field */
  re: number;
  im: number;
  /** 1/D, D = ηB + C */
  inverseRe: number;
  inverseIm: number;
}

export function createInterference(): Interference {
  return { R: 0, transmission: 0, re: 0, im: 0, inverseRe: 0, inverseIm: 0 };
}

/**
 * r = (ηB − C)/(ηB + C) and 4 |1/D|² × determinants of a state on the entrance side.
 *
 * @param etaRe,etaIm admittance of the medium that the light comes from
 */
export function interfere(states: Float64Array, at: number, etaRe: number, etaIm: number, out: Interference): void {
  const br = states[at];
  const bi = states[at + 1];
  const cr = states[at + 2];
  const ci = states[at + 3];
  const hr = etaRe * br - etaIm * bi;
  const hi = etaRe * bi + etaIm * br;
  const dr = hr + cr;
  const di = hi + ci;
  const square = dr * dr + di * di;
  const inverseRe = dr / square;
  const inverseIm = -di / square;
  const re = (hr - cr) * inverseRe - (hi - ci) * inverseIm;
  const im = (hr - cr) * inverseIm + (hi - ci) * inverseRe;
  out.R = re * re + im * im;
  out.transmission = (4 * states[at + 4]) / square;
  out.re = re;
  out.im = im;
  out.inverseRe = inverseRe;
  out.inverseIm = inverseIm;
}

/** Sets 2i/D and, for light from the entrance, −4i η conj(r)/D². */
export function setFrontTerms(terms: GradientTerms, from: Interference, etaRe: number, etaIm: number): void {
  const gr = from.inverseRe;
  const gi = from.inverseIm;
  terms.crossRe = -2 * gi;
  terms.crossIm = 2 * gr;
  // conj(r)/D, then times 1/D, times −4iη
  const ar = from.re * gr + from.im * gi;
  const ai = from.re * gi - from.im * gr;
  const sr = ar * gr - ai * gi;
  const si = ar * gi + ai * gr;
  terms.frontRe = 4 * (sr * etaIm + si * etaRe);
  terms.frontIm = -4 * (sr * etaRe - si * etaIm);
}

/**
 * The same coating seen from its exit: r = −(η₀B + C)/(η₀B' + C') with (B, C) at `waveIn` begun by the wave that runs
 * into the coating from the exit, (B', C') by the one that runs out. D, and with it the transmission, is that of `out`.
 */
export function interfereFromExit(
  states: Float64Array,
  waveIn: number,
  eta: number,
  seenFromEntrance: Interference,
  out: Interference,
): void {
  const { inverseRe, inverseIm } = seenFromEntrance;
  const dr = -(eta * states[waveIn] + states[waveIn + 2]);
  const di = -(eta * states[waveIn + 1] + states[waveIn + 3]);
  const re = dr * inverseRe - di * inverseIm;
  const im = dr * inverseIm + di * inverseRe;
  out.R = re * re + im * im;
  out.transmission = seenFromEntrance.transmission;
  out.re = re;
  out.im = im;
  out.inverseRe = inverseRe;
  out.inverseIm = inverseIm;
}

/** Sets −4i η conj(r)/D² for light from the exit. */
export function setBackTerms(terms: GradientTerms, from: Interference, etaRe: number, etaIm: number): void {
  const gr = from.inverseRe;
  const gi = from.inverseIm;
  const ar = from.re * gr + from.im * gi;
  const ai = from.re * gi - from.im * gr;
  const sr = ar * gr - ai * gi;
  const si = ar * gi + ai * gr;
  terms.backRe = 4 * (sr * etaIm + si * etaRe);
  terms.backIm = -4 * (sr * etaRe - si * etaIm);
}
