import type { Target } from '#core/targets/target.ts';
import { type Case, grid, type Item, type Listed, ofFirst } from './item.ts';
import { type Light, meanMiss, rmsMiss } from './light.ts';
import { vCoat } from './v-coat.ts';

type Rules = Target['stack'];

const LAYER_NM = { min: 10, max: 500 };

/** Two media of constant index on a half-space, layers 10 to 500 nm unless said otherwise. */
function twoMedia(high: number, low: number, substrate: number, maxLayers: number, thicknessNm = LAYER_NM): Rules {
  const materials = { H: { n: high }, L: { n: low } };
  return { substrate: { medium: { n: substrate } }, materials, maxLayers, thicknessNm };
}

const listed = (cost: number): Listed => ({ cost });

/** R alike over a grid: the mean |miss| of R = 1 is 1 − mean R, that of R = 0 is mean R. */
function evenR(value: 0 | 1, wavelengthsNm: number[], stack: Rules): Target {
  return { merit: 'mae', spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => value) }], stack };
}

/** T = 1 in the pass bands, T = 0 in the stop bands, all points alike. */
function passAndStop(pass: readonly number[][], stop: readonly number[][], stack: Rules): Target {
  const points = [...pass.flat().map((nm) => [nm, 1]), ...stop.flat().map((nm) => [nm, 0])].sort((a, b) => a[0] - b[0]);
  const wavelengthsNm = points.map(([nm]) => nm);
  return { merit: 'rms', spectra: [{ quantity: 'T', wavelengthsNm, values: points.map(([, t]) => t) }], stack };
}

function byMean(id: string, title: string, target: Target, reference?: Listed): Case {
  const score = ofFirst(meanMiss(target));
  return { id, title, target, score, ...(reference === undefined ? {} : { listed: reference }) };
}

function byRms(id: string, title: string, target: Target, reference?: Listed): Case {
  const score = ofFirst(rmsMiss(target));
  return { id, title, target, score, ...(reference === undefined ? {} : { listed: reference }) };
}

const mirrorRules = twoMedia(2.35, 1.46, 1.52, 20, { min: 10, max: 300 });

const highReflector: Item = {
  id: 'C4',
  title: 'high reflector, 20 layers 2.35/1.46 on 1.52',
  costName: '1 − mean R',
  summary: 'each',
  cases: [
    byMean('C4.480-640', '480–640 nm', evenR(1, grid(480, 640, 5), mirrorRules), listed(0.00244)),
    byMean('C4.450-700', '450–700 nm', evenR(1, grid(450, 700, 5), mirrorRules), listed(0.01601)),
    byMean('C4.400-800', '400–800 nm', evenR(1, grid(400, 800, 5), mirrorRules), listed(0.04589)),
    byMean(
      'C4.550',
      'at 550 nm: the quarter-wave stack',
      { ...evenR(1, [550], mirrorRules), merit: 'rms' },
      {
        cost: 1 - quarterWaveR(2.35, 1.46, 1.52, 10),
        exact: true,
      },
    ),
  ],
};

/** R of (HL)^pairs at its own wavelength, light from air: the admittance is n_s (n_H/n_L)^(2·pairs). */
function quarterWaveR(high: number, low: number, substrate: number, pairs: number): number {
  const admittance = substrate * (high / low) ** (2 * pairs);
  return ((1 - admittance) / (1 + admittance)) ** 2;
}

const antireflection: Item = {
  id: 'C6',
  title: 'broadband antireflection 400–700 nm, 2.35/1.38 on 1.52',
  costName: 'mean R',
  summary: 'each',
  cases: (
    [
      [4, 0.00306],
      [6, 0.0008],
      [8, 0.00037],
      [10, 0.00027],
    ] as const
  ).map(([layers, cost]) =>
    byMean(
      `C6.${layers}`,
      `${layers} layers`,
      evenR(0, grid(400, 700, 5), twoMedia(2.35, 1.38, 1.52, layers, { min: 5, max: 500 })),
      listed(cost),
    ),
  ),
};

const bandpass: Item = {
  id: 'C8',
  title: 'narrow bandpass at 550 nm, 2.35/1.45 on 1.52, from nothing',
  costName: 'rms of T',
  summary: 'each',
  cases: (
    [
      [29, 5.1e-3],
      [41, 6.9e-4],
      [53, 1.5e-4],
    ] as const
  ).map(([layers, cost]) => {
    const stop = [grid(500, 535, 1), grid(565, 600, 1)];
    const target = passAndStop([grid(547, 553, 1)], stop, twoMedia(2.35, 1.45, 1.52, layers));
    return byRms(`C8.${layers}`, `${layers} layers`, target, listed(cost));
  }),
};

const edgeTarget = passAndStop([grid(560, 800, 5)], [grid(400, 540, 5)], twoMedia(2.35, 1.46, 1.52, 31));
const notchTarget = passAndStop(
  [grid(400, 510, 2), grid(554, 700, 2)],
  [grid(526, 538, 2)],
  twoMedia(2.35, 1.46, 1.52, 40),
);
const obliqueNm = grid(400, 800, 5);
const obliqueTarget: Target = {
  merit: 'mae',
  spectra: [
    { quantity: 'R', wavelengthsNm: obliqueNm, values: obliqueNm.map(() => 1), angleDeg: 50, polarization: 'p' },
  ],
  stack: twoMedia(2.35, 1.45, 1.52, 43),
};

const single = (id: string, title: string, costName: string, only: Case): Item => {
  return { id, title, costName, summary: 'each', cases: [only] };
};

/** Σ n d of the layers, nm. */
const opticalThicknessNm = (layers: readonly { medium: unknown; thicknessNm: number }[]): number =>
  layers.reduce((sum, { medium, thicknessNm }) => sum + (medium === 'H' ? 4.2 : 2.2) * thicknessNm, 0);

/**
 * The cap of the problem is one on Σ n d, targets have one on Σ d. So each case asks for a front of error and total
 * thickness under a cap on Σ d that no good design needs more of, and the best answer within the optical cap counts.
 */
function germaniumCase(capUm: number, cost: number): Case {
  const wavelengthsNm = grid(7700, 12300, 100);
  const rules = twoMedia(4.2, 2.2, 4, 40, { min: 10, max: 2500 });
  const target: Target = {
    merit: 'rms',
    spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 0) }],
    stack: rules,
    // a film whose stress in MPa is its index has a force, in N/m, of its optical thickness in µm
    penalties: {
      filmForce: { stressMPa: { H: 4.2, L: 2.2 }, limitNPerM: 0.999 * capUm, toleranceNPerM: 0.001 * capUm },
    },
  };
  const rms = rmsMiss(target);
  const score: Case['score'] = (stacks, light: Light) => {
    const within = stacks.filter(({ layers }) => opticalThicknessNm(layers) <= 1000 * capUm * (1 + 1e-9));
    const scored = within.map((stack) => ({ cost: 100 * rms(stack, light), stack }));
    const [best] = scored.sort((a, b) => a.cost - b.cost);
    return best ?? { cost: Number.POSITIVE_INFINITY, note: 'every answer is optically thicker than the cap' };
  };
  return { id: `C7.${capUm}`, title: `Σ n d ≤ ${capUm} µm`, target, candidates: 48, score, listed: { cost } };
}

export const classics: readonly Item[] = [
  highReflector,
  vCoat,
  antireflection,
  {
    id: 'C7',
    title: 'germanium antireflection 7.7–12.3 µm, 4.2/2.2 on 4.0',
    costName: '100 · rms R',
    summary: 'each',
    cases: [germaniumCase(20, 0.857), germaniumCase(30, 0.666), germaniumCase(40, 0.594)],
    note: 'the cap on Σ n d is asked of the pipeline as one on a film force; answers beyond the cap do not count',
  },
  bandpass,
  single(
    'C9',
    'edge filter 540 | 560 nm, 2.35/1.46 on 1.52',
    'rms of T',
    byRms('C9', '31 layers', edgeTarget, listed(0.0032)),
  ),
  single('C10', 'notch 526–538 nm, 2.35/1.46 on 1.52', 'rms of T', byRms('C10', '40 layers', notchTarget)),
  single(
    'C11',
    'oblique mirror, p at 50°, 400–800 nm, 2.35/1.45 on 1.52',
    '1 − mean R',
    byMean('C11', '43 layers', obliqueTarget, listed(0.0161)),
  ),
];
