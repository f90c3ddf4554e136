import { SPEED_OF_LIGHT_NM_PER_FS } from '#core/optics/constants.ts';
import { arg, conj, mul } from '#core/optics/reference/complex.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Target } from '#core/targets/target.ts';
import { type Case, grid, type Item, ofFirst } from './item.ts';
import type { Light } from './light.ts';

const WISHED_FS2 = -50;
const LEAST_R = 0.995;
/** A lack of reflectance by this much counts as much as an error of the dispersion by that much. */
const LACK = 0.001;
const LACK_FS2 = 10;
const DESIGNED_NM = grid(700, 900, 2.5);
const SCORED_NM = grid(700, 900, 1);
/** Of ω, rad/fs: small against the width of any resonance, large against the rounding of phases. */
const STEP_RAD_PER_FS = 5e-4;

/**
 * Group delay dispersion d²φ/dω² of the reflected s light at normal incidence, fs²: the second difference of the
 * reference solver's phases. For media with smooth n(λ); its error is some 0.01 fs² in a broadband mirror.
 */
export function dispersionOfR(stack: Stack, light: Light, wavelengthsNm: readonly number[]): number[] {
  const turn = 2 * Math.PI * SPEED_OF_LIGHT_NM_PER_FS;
  const beside = (step: number) => {
    const shifted = wavelengthsNm.map((nm) => turn / (turn / nm + step));
    return light.amplitudes(stack, { wavelengthsNm: shifted, polarization: 's' }).r;
  };
  const [below, here, above] = [beside(-STEP_RAD_PER_FS), beside(0), beside(STEP_RAD_PER_FS)];
  return wavelengthsNm.map((_, i) => {
    const back = conj(here[i]);
    return arg(mul(mul(below[i], back), mul(above[i], back))) / STEP_RAD_PER_FS ** 2;
  });
}

/** Root of the mean over 700–900 nm of (GDD − wish)² + (10 fs² for each 0.1 % that R lacks of 0.995)², fs². */
export function chirpedMirrorCost(stack: Stack, light: Light): number {
  const { R } = light.curves(stack, { wavelengthsNm: SCORED_NM });
  const squares = dispersionOfR(stack, light, SCORED_NM).map((gdd, i) => {
    const lack = (LACK_FS2 * Math.max(0, LEAST_R - R[i])) / LACK;
    return (gdd - WISHED_FS2) ** 2 + lack * lack;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Tolerances in the proportion of the cost, which is then 14.1 times the merit, but for the wavelengths between. */
function mirrorCase(id: string, title: string, materials: Target['stack']['materials'], maxLayers: number): Case {
  const constant = (value: number): number[] => DESIGNED_NM.map(() => value);
  const target: Target = {
    merit: 'rms',
    spectra: [
      { quantity: 'GDDR', wavelengthsNm: DESIGNED_NM, values: constant(WISHED_FS2), tolerance: LACK_FS2 },
      { quantity: 'R', wavelengthsNm: DESIGNED_NM, values: constant(LEAST_R), kind: 'atLeast', tolerance: LACK },
    ],
    stack: { substrate: { medium: { n: 1.52 } }, materials, maxLayers, thicknessNm: { min: 10, max: 500 } },
  };
  return { id: `C20.${id}`, title, target, score: ofFirst(chirpedMirrorCost) };
}

/** Media of constant index, or of a dispersion formula: the score takes second differences. */
export const chirpedMirror: Item = {
  id: 'C20',
  title: `chirped mirror 700–900 nm, R > ${LEAST_R}, GDD ${WISHED_FS2} fs², on 1.52`,
  costName: 'rms error of GDD, fs², with what R lacks',
  summary: 'each',
  cases: [
    mirrorCase('constant-40', '2.35/1.45, 40 layers', { H: { n: 2.35 }, L: { n: 1.45 } }, 40),
    mirrorCase('constant-60', '2.35/1.45, 60 layers', { H: { n: 2.35 }, L: { n: 1.45 } }, 60),
    mirrorCase('HfO2-80', 'HfO2/SiO2, 80 layers', ['HfO2/Al-Kuhaili', 'SiO2/Malitson'], 80),
  ],
  note: `each 0.1 % that R lacks of ${LEAST_R} counts as an error of ${LACK_FS2} fs²; GDD by second differences of the reference solver's phases, every 1 nm`,
};
