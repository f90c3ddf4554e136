import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '#core/design/random.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Layer } from '#core/optics/stack.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import type { Target } from '#core/targets/target.ts';
import { GRID_10_NM, NINE_DIELECTRICS, onGlassSlab, SEVENTEEN } from './glass-slab.ts';
import { type Case, grid, type Item, type OtherRow, ofFirst } from './item.ts';
import { Light, meanMiss } from './light.ts';

/** Targets in each set of this bench's own. */
const OWN_TARGETS = 20;
const RETRIEVALS = 15;
const OWN_SEED = 20_261;

/** How the layers of a realisable target are drawn. */
interface DrawRule {
  readonly media: readonly string[];
  drawCount(random: Random): number;
}

/** 1–20 layers of all materials, P(L) ∝ L: long stacks are likelier. */
const allMaterialsRule: DrawRule = { media: SEVENTEEN, drawCount: (random) => inProportion(random, 20) };
/** 10–20 layers of dielectrics, every count alike. */
const dielectricsRule: DrawRule = { media: NINE_DIELECTRICS, drawCount: (random) => 10 + random.integer(11) };

/** 1 … most with P(L) ∝ L. */
function inProportion(random: Random, most: number): number {
  let left = random.integer((most * (most + 1)) / 2);
  for (let count = 1; ; count++) {
    if (left < count) return count;
    left -= count;
  }
}

/** Layers of 10 to 500 nm in steps of 10 nm, no equal neighbours. */
function drawLayers(random: Random, rule: DrawRule): Layer[] {
  const layers: Layer[] = [];
  const count = rule.drawCount(random);
  while (layers.length < count) {
    const medium = random.pick(rule.media);
    if (medium === layers.at(-1)?.medium) continue;
    layers.push({ medium, thicknessNm: 10 + 10 * random.integer(50) });
  }
  return layers;
}

/** R and T of a drawn stack, as a target that has forgotten the stack. */
function drawnTarget(random: Random, rule: DrawRule, wavelengthsNm: number[], light: Light): Target {
  const rules = onGlassSlab(rule.media);
  const stack = { layers: drawLayers(random, rule), substrate: rules.substrate };
  const { R, T } = light.curves(stack, { wavelengthsNm });
  return {
    merit: 'mae',
    spectra: [
      { quantity: 'R', wavelengthsNm, values: [...R] },
      { quantity: 'T', wavelengthsNm, values: [...T] },
    ],
    stack: rules,
  };
}

function caseOf(id: string, target: Target): Case {
  return { id, title: target.id ?? id, target, score: ofFirst(meanMiss(target)), floor: 0 };
}

function ownCases(id: string, rule: DrawRule, wavelengthsNm: number[], light: Light): Case[] {
  return Array.from({ length: OWN_TARGETS }, (_, i) =>
    caseOf(`${id}-${i}`, drawnTarget(new Random(OWN_SEED, i), rule, wavelengthsNm, light)),
  );
}

/** The cases of a file of targets, or those of the bench's own where there is no such file. */
function casesOf(id: string, file: string | undefined, rule: DrawRule, light: Light): { cases: Case[]; note: string } {
  if (file === undefined || !existsSync(file)) {
    return {
      cases: ownCases(`${id}.own`, rule, GRID_10_NM, light),
      note: `own set of ${OWN_TARGETS}, seed ${OWN_SEED}`,
    };
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return { cases: lines.map((line, i) => caseOf(`${id}.${i}`, parseTarget(JSON.parse(line)))), note: file };
}

const ALL_MATERIALS_ROWS: readonly OtherRow[] = [
  { name: 'OptoGPT', cost: 0.0258, note: 'published, own n,k, ~0.1 s' },
  { name: 'OptoGPT + thickness refinement', cost: 0.0192, note: 'published' },
  { name: 'PRISM-44M greedy', cost: 0.0126, note: 'published' },
  { name: 'PRISM-44M best of beam', cost: 0.0111, note: 'published' },
  { name: 'simulated annealing', cost: 0.0163, note: 'published, ~160 s' },
  { name: 'differentiable TMM', cost: 0.0306, note: 'published, ~50 s' },
  { name: 'nearest of 25,000 + refinement', cost: 0.0175, note: 'numpy, 0.5 s' },
];
const DIELECTRIC_ROWS: readonly OtherRow[] = [
  { name: 'nearest of 20,000 + refinement', cost: 0.0687, note: 'numpy, 0.9 s' },
  { name: 'Levenberg–Marquardt with hopping', cost: 0.022, note: '55,000 iterations' },
  { name: 'Levenberg–Marquardt with hopping', cost: 0.0195, note: '200,000 iterations' },
];

/**
 * Section B of the benchmarks: targets that some stack meets exactly.
 * @param folder where random-20.ndjson and dielectric-20.ndjson lie; without them the bench draws its own
 */
export function realisable(catalogue: MaterialCatalogue, folder: string | undefined): Item[] {
  const light = new Light(catalogue);
  const file = (name: string) => (folder === undefined ? undefined : join(folder, name));
  const base = { costName: 'MAE of R and T', summary: 'mean' } as const;
  return [
    {
      ...base,
      id: 'B1',
      title: 'realisable, all materials, 10-nm grid',
      ...casesOf('B1', file('random-20.ndjson'), allMaterialsRule, light),
      others: ALL_MATERIALS_ROWS,
      peersFromLayers: 1,
    },
    {
      ...base,
      id: 'B2',
      title: 'realisable, dielectrics only, 10-nm grid',
      ...casesOf('B2', file('dielectric-20.ndjson'), dielectricsRule, light),
      others: DIELECTRIC_ROWS,
      peersFromLayers: 10,
    },
    {
      ...base,
      id: 'B2b',
      title: 'realisable, dielectrics only, 2-nm grid',
      cases: ownCases('B2b.own', dielectricsRule, grid(400, 1100, 2), light),
      peersFromLayers: 10,
      note: `own set of ${OWN_TARGETS}, seed ${OWN_SEED}`,
    },
    retrieval(light),
  ];
}

/** R of random layers of the known (HL)^10. */
function retrieval(light: Light): Item {
  const wavelengthsNm = grid(400, 800, 5);
  const materials = { H: { n: 2.35 }, L: { n: 1.46 } };
  const substrate = { medium: { n: 1.52 } };
  const cases = Array.from({ length: RETRIEVALS }, (_, i) => {
    const random = new Random(OWN_SEED, 3, i);
    const layers = Array.from({ length: 20 }, (_, j) => ({
      medium: j % 2 === 0 ? 'H' : 'L',
      thicknessNm: random.between(20, 150),
    }));
    const { R } = light.curves({ layers, substrate, materials }, { wavelengthsNm });
    return caseOf(`B3.own-${i}`, {
      merit: 'rms',
      spectra: [{ quantity: 'R', wavelengthsNm, values: [...R] }],
      stack: { substrate, materials, maxLayers: 20, thicknessNm: { min: 20, max: 150 } },
    });
  });
  return {
    id: 'B3',
    title: 'retrieval of (HL)^10 of random layers',
    costName: 'MAE of R',
    summary: 'median',
    cases,
    peersFromLayers: 20,
    others: [{ name: 'multi-start L-BFGS', cost: 0.0104, note: 'numpy, 4 s; 1 of 15 solved' }],
    note: `own set of ${RETRIEVALS}, seed ${OWN_SEED}; the search is told the two materials and at most 20 layers`,
  };
}
