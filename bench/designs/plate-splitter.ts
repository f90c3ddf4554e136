import { abs2, arg, conj, mul, scale } from '#core/optics/reference/complex.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';
import { type Case, grid, type Item, ofFirst } from './item.ts';
import type { Light } from './light.ts';

const CENTRE_NM = 550;
const ANGLE_DEG = 45;
const [LEAST_R, MOST_R] = [0.4, 0.6];
const MOST_DIFFERENCE = 0.02;
const MOST_PHASE_DEG = 1;
/** Bands are measured in these steps, and none is looked for beyond this half-width, nm. */
const STEP_NM = 0.1;
const WIDEST_HALF_NM = 150;

/** Of 1.38, 1.45, 1.65, 1.8, 2.05, 2.2 and 2.35 at most three are allowed. Targets cannot choose: each case has its own. */
const CHOICES = [
  [1.38, 1.65, 2.35],
  [1.38, 1.8, 2.35],
  [1.38, 1.65, 2.2],
] as const;
const ASKED_NM = [10, 20, 30];
/** Limits of R are approached to this, so that they hold between the points, too. */
const MARGIN = 0.01;
const R_TOLERANCE = 0.002;
const PHASE_TOLERANCE_DEG = 0.5;

/**
 * The band that a design is asked for; its bandwidth is then what it turns out to be. R has a shortfall beyond its
 * limits alone; phases cannot have one, and are to be as small as possible.
 */
function bandEntries(bandNm: number): TargetEntry[] {
  const wavelengthsNm = grid(CENTRE_NM - bandNm / 2, CENTRE_NM + bandNm / 2, bandNm / 10);
  const entry = (quantity: TargetEntry['quantity'], value: number, more: Partial<TargetEntry>): TargetEntry => {
    return { quantity, wavelengthsNm, values: wavelengthsNm.map(() => value), angleDeg: ANGLE_DEG, ...more };
  };
  const withinLimits = (['s', 'p'] as const).flatMap((polarization) => [
    entry('R', LEAST_R + MARGIN, { kind: 'atLeast', polarization, tolerance: R_TOLERANCE }),
    entry('R', MOST_R - MARGIN, { kind: 'atMost', polarization, tolerance: R_TOLERANCE }),
  ]);
  return [
    ...withinLimits,
    entry('Rs-Rp', -0.85 * MOST_DIFFERENCE, { kind: 'atLeast', tolerance: R_TOLERANCE }),
    entry('Rs-Rp', 0.85 * MOST_DIFFERENCE, { kind: 'atMost', tolerance: R_TOLERANCE }),
    entry('psPhaseR', 180, { tolerance: PHASE_TOLERANCE_DEG }),
    entry('psPhaseT', 0, { tolerance: PHASE_TOLERANCE_DEG }),
  ];
}

const degrees = (rad: number): number => (rad * 180) / Math.PI;

/** Whether all requirements are met, wavelength by wavelength. */
function isMet(stack: Stack, light: Pick<Light, 'amplitudes'>, wavelengthsNm: number[]): boolean[] {
  const [s, p] = (['s', 'p'] as const).map((polarization) =>
    light.amplitudes(stack, { wavelengthsNm, angleDeg: ANGLE_DEG, polarization }),
  );
  return wavelengthsNm.map((_, i) => {
    const [Rs, Rp] = [abs2(s.r[i]), abs2(p.r[i])];
    // r_p has the opposite sign of r_s at normal incidence, so that their phases differ by 180° where they "agree"
    const phases = [arg(mul(scale(p.r[i], -1), conj(s.r[i]))), arg(mul(p.t[i], conj(s.t[i])))];
    return (
      [Rs, Rp].every((R) => LEAST_R <= R && R <= MOST_R) &&
      Math.abs(Rs - Rp) <= MOST_DIFFERENCE &&
      phases.every((phase) => Math.abs(degrees(phase)) <= MOST_PHASE_DEG)
    );
  });
}

/** Width of the widest band centred at 550 nm in which everything is met, nm; 0 where it is not met at 550 nm. */
export function splitterBandwidthNm(stack: Stack, light: Pick<Light, 'amplitudes'>): number {
  const steps = Math.round(WIDEST_HALF_NM / STEP_NM);
  const wavelengthsNm = Array.from({ length: 2 * steps + 1 }, (_, i) => CENTRE_NM + STEP_NM * (i - steps));
  const met = isMet(stack, light, wavelengthsNm);
  let half = -1;
  while (half < steps && met[steps - half - 1] && met[steps + half + 1]) half++;
  return 2 * STEP_NM * Math.max(half, 0);
}

function splitterCase(indices: readonly number[], bandNm: number): Case {
  const target: Target = {
    merit: 'rms',
    spectra: bandEntries(bandNm),
    stack: {
      substrate: { medium: { n: 1.52 } },
      materials: Object.fromEntries(indices.map((n) => [`n${n}`, { n }])),
      maxLayers: 60,
      thicknessNm: { min: 5, max: 500 },
    },
  };
  const names = indices.join('/');
  return { id: `C17.${names}-${bandNm}`, title: `asked for ${bandNm} nm`, target, score: ofFirst(splitterBandwidthNm) };
}

/**
 * Design problem B of the conference Optical Interference Coatings 2007: at 45° on 1.52 (its back without reflection)
 * |Rs − Rp| ≤ 2 %, both 40 to 60 %, and the phases of s and p within 1° in R and T, over the widest band round 550 nm.
 */
export const plateSplitter: Item = {
  id: 'C17',
  title: 'non-polarizing plate splitter at 45°, at most 60 layers on 1.52',
  costName: 'bandwidth, nm',
  isGain: true,
  summary: 'each',
  cases: CHOICES.flatMap((indices) => ASKED_NM.map((bandNm) => splitterCase(indices, bandNm))),
  note: `larger is better: the band centred at ${CENTRE_NM} nm in which all requirements are met, by steps of ${STEP_NM} nm; the widest of the rows is what counts`,
};
