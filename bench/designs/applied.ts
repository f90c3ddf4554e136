import type { Target, TargetEntry } from '#core/targets/target.ts';
import { chirpedMirror } from './chirped-mirror.ts';
import { type Case, grid, type Item, ofFirst } from './item.ts';
import { meanMiss, rmsMiss, rmsMissInTolerances } from './light.ts';
import { plateSplitter } from './plate-splitter.ts';
import { structuralColour } from './structural-colour.ts';

type Rules = Target['stack'];

const constant = (quantity: TargetEntry['quantity'], wavelengthsNm: number[], value: number): TargetEntry => {
  return { quantity, wavelengthsNm, values: wavelengthsNm.map(() => value) };
};

/** The entry with a weight equal to its number of points, so that all points of a target count alike. */
const byPoints = (entry: TargetEntry): TargetEntry => ({ ...entry, weight: entry.wavelengthsNm.length });

const ABSORBER_MATERIALS = ['MgF2', 'SiO2', 'HfO2', 'TiO2', 'Si', 'Ge', 'Cr', 'Ti', 'Al', 'Ni'];
const OTHER_TABLES: Readonly<Record<number, number>> = { 5: 0.0235, 6: 0.0104, 14: 0.0065 };

function absorber(maxLayers: number): Case {
  const target: Target = {
    merit: 'mae',
    spectra: [constant('A', grid(400, 2000, 10), 1)],
    stack: {
      substrate: { medium: { n: 1.45 }, thicknessNm: 500, coherent: true },
      exit: 'air',
      materials: ABSORBER_MATERIALS,
      maxLayers,
      thicknessNm: { min: 15, max: 200 },
    },
  };
  const title = `${maxLayers} layers (${OTHER_TABLES[maxLayers]} with other tables)`;
  return { id: `C12.${maxLayers}`, title, target, score: ofFirst(meanMiss(target)) };
}

const onGlass: Rules = { substrate: { medium: { n: 1.52 } }, thicknessNm: { min: 10, max: 500 } };

const hotMirrorTarget: Target = {
  merit: 'mae',
  spectra: [byPoints(constant('T', grid(400, 700, 10), 1)), byPoints(constant('R', grid(750, 1100, 10), 1))],
  stack: { ...onGlass, materials: ['MgF2', 'TiO2'], maxLayers: 20 },
};

const LINES_NM = [630, 690, 760, 885];
/** Between a line and the stop bands beside it nothing is asked, nm. */
const FLANK_NM = 12;
const lineStops = grid(600, 950, 2).filter((nm) => LINES_NM.every((line) => Math.abs(nm - line) >= FLANK_NM));
const fourLinesTarget: Target = {
  merit: 'rms',
  spectra: [
    constant(
      'T',
      LINES_NM.flatMap((line) => [line - 1, line, line + 1]),
      1,
    ),
    { ...constant('T', lineStops, 0.1), kind: 'atMost' },
  ],
  stack: { ...onGlass, materials: ['TiO2', 'SiO2'], maxLayers: 21 },
};

const twoAnglesTarget: Target = {
  merit: 'mae',
  spectra: [0, 30].map((angleDeg) => ({ ...constant('R', grid(400, 900, 5), 0), angleDeg })),
  stack: { ...onGlass, materials: ['TiO2', 'SiO2'], maxLayers: 10 },
};

const laserEdgeTarget: Target = {
  merit: 'rms',
  spectra: [{ ...constant('OD', grid(526, 538, 1), 6), kind: 'atLeast' }, constant('T', grid(550, 750, 2), 1)],
  stack: { ...onGlass, materials: { H: { n: 2.35 }, L: { n: 1.46 } }, maxLayers: 60 },
};

const inducedTarget: Target = {
  merit: 'mae',
  spectra: [constant('T', grid(540, 560, 2), 1), constant('T', [...grid(400, 500, 5), ...grid(600, 1200, 10)], 0)],
  stack: {
    ...onGlass,
    materials: ['Ag', 'TiO2', 'SiO2'],
    maxLayers: 12,
    limits: { Ag: { min: 10, max: 80 } },
  },
};

const lowEmissivityTarget: Target = {
  merit: 'mae',
  spectra: [constant('T', grid(400, 700, 10), 1), constant('R', grid(900, 2500, 20), 1)],
  stack: {
    substrate: { medium: { n: 1.52 }, thicknessNm: 4_000_000 },
    materials: ['Ag', 'Si3N4', 'ZnO/Aguilar'],
    maxLayers: 7,
    thicknessNm: { min: 10, max: 200 },
    limits: { Ag: { min: 8, max: 20 } },
  },
};

const single = (id: string, title: string, costName: string, target: Target, score: Case['score'], listed?: number) => {
  const only: Case = { id, title, target, score, ...(listed === undefined ? {} : { listed: { cost: listed } }) };
  return { id: id.split('.')[0], title, costName, summary: 'each', cases: [only] } as const;
};

const specials: Item = {
  id: 'C21',
  title: 'laser edge, induced transmission, low-e silver',
  costName: 'as named',
  summary: 'each',
  cases: [
    {
      id: 'C21.edge',
      title: 'OD 6 at 526–538, T = 1 at 550–750 nm, 60 layers: rms in tolerances of 0.1 OD, 0.01 T',
      target: laserEdgeTarget,
      score: ofFirst(rmsMissInTolerances(laserEdgeTarget)),
    },
    {
      id: 'C21.induced',
      title: 'T = 1 at 540–560, 0 at 400–500 and 600–1200 nm, Ag TiO2 SiO2, 12 layers: MAE of both halves',
      target: inducedTarget,
      score: ofFirst(meanMiss(inducedTarget)),
    },
    {
      id: 'C21.low-e',
      title: 'T = 1 at 400–700, R = 1 at 900–2500 nm, Ag Si3N4 ZnO on 4 mm glass, 7 layers: MAE of both halves',
      target: lowEmissivityTarget,
      score: ofFirst(meanMiss(lowEmissivityTarget)),
    },
  ],
};

/** C12, C13 and C17–C21: what is asked for beside the classics, most of it of real materials. */
export const applied: readonly Item[] = [
  {
    id: 'C12',
    title: 'metal absorber 400–2000 nm on 500 nm of n = 1.45',
    costName: '1 − mean A',
    summary: 'each',
    cases: [absorber(5), absorber(6), absorber(14)],
    note: `our tables: the catalogue's default data of ${ABSORBER_MATERIALS.join(', ')}`,
  },
  single('C13', 'hot mirror, MgF2/TiO2, 20 layers', 'MAE', hotMirrorTarget, ofFirst(meanMiss(hotMirrorTarget)), 0.09),
  structuralColour,
  plateSplitter,
  {
    ...single(
      'C18',
      'four-line bandpass 630/690/760/885 nm, TiO2/SiO2, 21 layers',
      'rms of T',
      fourLinesTarget,
      ofFirst(rmsMiss(fourLinesTarget)),
    ),
    note: `rms of what T lacks of 1 on the lines ± 1 nm and exceeds 0.1 by elsewhere, both alike; nothing within ${FLANK_NM} nm of a line`,
  },
  single(
    'C19',
    'antireflection 400–900 nm at 0° and 30°, TiO2/SiO2, 10 layers',
    'mean R',
    twoAnglesTarget,
    ofFirst(meanMiss(twoAnglesTarget)),
  ),
  chirpedMirror,
  specials,
];
