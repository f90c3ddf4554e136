import type { AmplitudeDerivatives } from '#core/optics/amplitudes/amplitudes.ts';
import type { PhaseDerivatives, WaveEvaluator, WaveSide } from '#core/optics/amplitudes/wave-evaluator.ts';
import { atan2 } from '#core/optics/inverse-functions.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/**
 * Ψ and Δ of a reflection and their derivatives. tan Ψ = |r_p/r_s|, 0 ≤ Ψ ≤ π/2; Δ = arg(−r_p/r_s), −π < Δ ≤ π
 * (instruments show π − Δ: docs/conventions.md). Derivatives are (rows × wavelengths) as in `AmplitudeDerivatives`, by
 * thickness in rad/nm. Where one polarization is not reflected at all Δ has no meaning, and its derivatives are 0.
 */
export interface EllipsometryDerivatives {
  readonly psiRad: Float64Array;
  readonly deltaRad: Float64Array;
  readonly psiByThickness: Float64Array;
  readonly deltaByThickness: Float64Array;
  readonly psiByN: Float64Array;
  readonly deltaByN: Float64Array;
  readonly psiByK: Float64Array;
  readonly deltaByK: Float64Array;
}

/**
 * Ψ and Δ of the same stack in s and p light.
 * @param s,p evaluators that differ in polarization alone
 * @param withIndex false leaves the lists by n and k empty, and takes a third of the time
 */
export function ellipsometryDerivatives(
  s: WaveEvaluator,
  p: WaveEvaluator,
  front: LayerSequence,
  back: LayerSequence,
  withIndex = true,
): EllipsometryDerivatives {
  const inS = s.amplitudeDerivatives(front, back, withIndex);
  const inP = p.amplitudeDerivatives(front, back, withIndex);
  const angles = anglesOf(inS, inP);
  const [psiByThickness, deltaByThickness] = differentiate(inS, inP, 'drByThickness', false);
  const [psiByN, deltaByN] = differentiate(inS, inP, 'drByIndex', false);
  const [psiByK, deltaByK] = differentiate(inS, inP, 'drByIndex', true);
  return { ...angles, psiByThickness, deltaByThickness, psiByN, deltaByN, psiByK, deltaByK };
}

function anglesOf(s: AmplitudeDerivatives, p: AmplitudeDerivatives): { psiRad: Float64Array; deltaRad: Float64Array } {
  const count = s.r.length / 2;
  const psiRad = new Float64Array(count);
  const deltaRad = new Float64Array(count);
  for (let w = 0; w < count; w++) {
    const [sr, si, pr, pi] = [s.r[2 * w], s.r[2 * w + 1], p.r[2 * w], p.r[2 * w + 1]];
    psiRad[w] = atan2(Math.sqrt(pr * pr + pi * pi), Math.sqrt(sr * sr + si * si));
    const delta = atan2(-(pi * sr - pr * si), -(pr * sr + pi * si));
    deltaRad[w] = delta <= -Math.PI ? Math.PI : delta;
  }
  return { psiRad, deltaRad };
}

/** With ln ρ = ln(−r_p/r_s): ∂Δ = Im ∂ln ρ and ∂Ψ = sin Ψ cos Ψ Re ∂ln ρ. */
function differentiate(
  s: AmplitudeDerivatives,
  p: AmplitudeDerivatives,
  cells: 'drByThickness' | 'drByIndex',
  isTurned: boolean,
): [psi: Float64Array, delta: Float64Array] {
  const count = s.r.length / 2;
  const psi = new Float64Array(s[cells].length / 2);
  const delta = new Float64Array(psi.length);
  for (let cell = 0; cell < psi.length; cell++) {
    const w = cell % count;
    const inS = logarithmicDerivative(s.r, s[cells], w, cell);
    const inP = logarithmicDerivative(p.r, p[cells], w, cell);
    if (inS.square === 0 || inP.square === 0) continue;
    const re = inP.re - inS.re;
    const im = inP.im - inS.im;
    const sinCos = Math.sqrt(inS.square * inP.square) / (inS.square + inP.square);
    psi[cell] = sinCos * (isTurned ? -im : re); // by k: i times that by n
    delta[cell] = isTurned ? re : im;
  }
  return [psi, delta];
}

function logarithmicDerivative(r: Float64Array, dr: Float64Array, w: number, cell: number) {
  const [re, im] = [r[2 * w], r[2 * w + 1]];
  const square = re * re + im * im;
  const [dre, dim] = [dr[2 * cell], dr[2 * cell + 1]];
  return { square, re: (dre * re + dim * im) / square, im: (dim * re - dre * im) / square };
}

/**
 * Phase of p light less that of s light, φ_p − φ_s, in reflection or transmission, with its derivatives in ω and by
 * thickness: what a phase retarder is designed for. The phase itself lies in −π < φ ≤ π. In reflection at normal
 * incidence it is π, since r_p = −r_s there.
 */
export function phaseDifference(
  s: WaveEvaluator,
  p: WaveEvaluator,
  front: LayerSequence,
  back: LayerSequence,
  side: WaveSide,
): PhaseDerivatives {
  const inS = s.phaseDerivatives(front, back, side);
  const inP = p.phaseDerivatives(front, back, side);
  const less = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
    a.map((values, j) => values.map((value, i) => value - b[j][i]));
  const phases = less(inP.phases, inS.phases);
  phases[0].forEach((phase, w) => {
    phases[0][w] = phase > Math.PI ? phase - 2 * Math.PI : phase <= -Math.PI ? phase + 2 * Math.PI : phase;
  });
  return { phases, byThickness: less(inP.byThickness, inS.byThickness) };
}
