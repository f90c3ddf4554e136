import type { BuildRules, Quantity, SpecificationRow, TargetKind } from '#core/targets/target.ts';
import type { Knot, TargetRow, Wish } from '#core/targets/target-rows.ts';

/** A wish of a kind that coaters ask for every day, as a place to start drawing from. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly PresetRow[];
  readonly specification: readonly SpecificationRow[];
  /** what may be built; the part itself (ambient, substrate, exit) stays the person's unless the preset needs another */
  readonly rules: Omit<BuildRules, 'substrate'> & Partial<Pick<BuildRules, 'substrate'>>;
}

type PresetRow = Pick<TargetRow, 'quantity'> &
  Partial<Pick<TargetRow, 'kind' | 'angleDeg' | 'polarization' | 'tolerance'>> & {
    readonly pieces: readonly (readonly Knot[])[];
    readonly stepNm: number;
  };

const flat = (fromNm: number, toNm: number, value: number): Knot[] => [
  [fromNm, value],
  [toNm, value],
];
const row = (quantity: Quantity, stepNm: number, ...pieces: Knot[][]): PresetRow => ({ quantity, stepNm, pieces });
const mean = (
  quantity: 'R' | 'T',
  rangeNm: [number, number],
  compare: '>=' | '<=',
  value: number,
): SpecificationRow => ({ quantity, statistic: 'mean', rangeNm, compare, value });

const HIGH_AND_LOW = ['TiO2', 'SiO2'];
const STEEP = ['Nb2O5', 'SiO2'];
const SLAB_NM = 1_000_000;

export const PRESETS: readonly Preset[] = [
  {
    id: 'high-reflector',
    name: 'High reflector 500–600 nm',
    rows: [row('R', 5, flat(500, 600, 1))],
    specification: [mean('R', [500, 600], '>=', 0.99)],
    rules: { materials: HIGH_AND_LOW, maxLayers: 20 },
  },
  {
    id: 'antireflection',
    name: 'Broadband antireflection 400–700 nm',
    rows: [{ ...row('R', 5, flat(400, 700, 0)), tolerance: 0.002 }],
    specification: [mean('R', [400, 700], '<=', 0.005)],
    rules: { materials: ['MgF2', 'Al2O3', 'TiO2'], maxLayers: 6 },
  },
  {
    id: 'long-pass',
    name: 'Long-pass edge 550 nm',
    rows: [row('T', 5, flat(400, 540, 0), flat(560, 800, 1))],
    specification: [mean('T', [400, 535], '<=', 0.01), mean('T', [565, 800], '>=', 0.95)],
    rules: { materials: STEEP, maxLayers: 31 },
  },
  {
    id: 'short-pass',
    name: 'Short-pass edge 650 nm',
    rows: [row('T', 5, flat(450, 640, 1), flat(660, 800, 0))],
    specification: [mean('T', [450, 635], '>=', 0.95), mean('T', [665, 800], '<=', 0.01)],
    rules: { materials: STEEP, maxLayers: 31 },
  },
  {
    id: 'bandpass',
    name: 'Bandpass 550 nm, 40 nm wide',
    rows: [row('T', 2, flat(460, 522, 0), flat(532, 568, 1), flat(578, 640, 0))],
    specification: [mean('T', [535, 565], '>=', 0.9), mean('T', [460, 520], '<=', 0.02)],
    rules: { materials: STEEP, maxLayers: 36 },
  },
  {
    id: 'notch',
    name: 'Notch 532 nm',
    rows: [{ ...row('OD', 1, flat(528, 536, 3)), kind: 'atLeast' }, row('T', 2, flat(420, 510, 1), flat(556, 680, 1))],
    specification: [{ quantity: 'OD', statistic: 'min', rangeNm: [531, 533], compare: '>=', value: 3 }],
    rules: { materials: ['Ta2O5', 'SiO2'], maxLayers: 40 },
  },
  {
    id: 'beam-splitter',
    name: 'Beam splitter 45°, 50 : 50',
    rows: [
      { ...row('R', 5, flat(450, 650, 0.5)), angleDeg: 45, polarization: 's' },
      { ...row('R', 5, flat(450, 650, 0.5)), angleDeg: 45, polarization: 'p' },
    ],
    specification: [
      {
        quantity: 'R',
        statistic: 'mean',
        rangeNm: [450, 650],
        compare: '=',
        value: 0.5,
        angleDeg: 45,
        tolerance: 0.03,
      },
    ],
    rules: { materials: ['MgF2', 'SiO2', 'Al2O3', 'Ta2O5', 'TiO2', 'Ag'], maxLayers: 14 },
  },
  {
    id: 'neutral-density',
    name: 'Neutral density 1.0, 400–700 nm',
    rows: [{ ...row('OD', 10, flat(400, 700, 1)), tolerance: 0.02 }],
    specification: [
      { quantity: 'OD', statistic: 'min', rangeNm: [400, 700], compare: '>=', value: 0.95 },
      { quantity: 'OD', statistic: 'max', rangeNm: [400, 700], compare: '<=', value: 1.05 },
    ],
    rules: {
      substrate: { medium: 'N-BK7', thicknessNm: SLAB_NM },
      materials: ['Cr', 'SiO2', 'TiO2'],
      maxLayers: 6,
      limits: { Cr: { min: 3, max: 60 } },
    },
  },
];

/** The wish that a preset stands for, on the part that the person has. */
export function wishOfPreset(preset: Preset, part: BuildRules): Wish {
  const { ambient, substrate, exit } = part;
  return {
    rows: preset.rows.map((shape, i) => rowOf(shape, `row-${i + 1}`)),
    rules: {
      ...(ambient === undefined ? {} : { ambient }),
      ...(exit === undefined ? {} : { exit }),
      substrate,
      ...preset.rules,
    },
    merit: 'rms',
    specification: [...preset.specification],
  };
}

function rowOf({ pieces, stepNm, ...light }: PresetRow, id: string): TargetRow {
  return { ...plainRow(id), ...light, shape: { kind: 'lines', pieces: pieces.map((piece) => [...piece]), stepNm } };
}

const MATCH: TargetKind = 'match';

function plainRow(id: string): TargetRow {
  return {
    id,
    isUsed: true,
    quantity: 'R',
    kind: MATCH,
    statistic: 'each',
    angleDeg: 0,
    polarization: 'unpolarized',
    direction: 'forward',
    weight: 1,
    shape: { kind: 'lines', pieces: [], stepNm: 5 },
  };
}

/** A row with nothing drawn yet. */
export function emptyRow(rows: readonly TargetRow[]): TargetRow {
  return plainRow(freeId(rows));
}

/** The first `row-n` that no row has. */
export function freeId(rows: readonly TargetRow[]): string {
  const taken = new Set(rows.map((row) => row.id));
  for (let n = rows.length + 1; ; n++) if (!taken.has(`row-${n}`)) return `row-${n}`;
}
