/**
 * What the kernel is worth to the design engine: the same Levenberg–Marquardt refinements on the WebAssembly kernel and
 * on the plain solver.
 *
 *   npm run bench -- solver-refinement [--refinements 100] [--rounds 5] [--seed 1] [--json]
 *
 * Random stacks of 20 layers of nine dielectrics, R and T of another such stack wanted at 400–1100 nm (142 values), on a
 * half-space of BK7 and on a slab of it. One process each, in turn, one thread; the best of all rounds counts.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Coating, emptyFace } from '#core/design/coating.ts';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { evaluatorSetup } from '#core/targets/illumination.ts';
import type { Target } from '#core/targets/target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const MATERIALS = ['Al2O3', 'AlN', 'HfO2', 'MgF2', 'MgO', 'Si3N4', 'SiO2', 'Ta2O5', 'TiO2'];
const SOLVERS = ['WebAssembly', 'plain TypeScript'] as const;
const LAYERS = 20;
const ITERATIONS = 30;
const GRID_NM = Array.from({ length: 71 }, (_, i) => 400 + 10 * i);
const NONE: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

interface Outcome {
  readonly place: string;
  readonly microsecondsPerEvaluation: number;
}

const { values: options } = parseArgs({
  options: {
    refinements: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    solver: { type: 'string' },
  },
});

function randomLayers(random: Random): { media: number[]; thicknessNm: number[] } {
  const media: number[] = [];
  while (media.length < LAYERS) {
    const medium = random.integer(MATERIALS.length);
    if (medium !== media.at(-1)) media.push(medium);
  }
  return { media, thicknessNm: media.map(() => random.between(10, 500)) };
}

function wanted(substrate: Target['stack']['substrate'], quantities: readonly { R: number[]; T: number[] }[]): Target {
  const [{ R, T }] = quantities;
  return {
    merit: 'rms',
    spectra: [
      { quantity: 'R', wavelengthsNm: GRID_NM, values: R },
      { quantity: 'T', wavelengthsNm: GRID_NM, values: T },
    ],
    stack: { substrate, materials: MATERIALS, maxLayers: LAYERS, thicknessNm: { min: 10, max: 500 } },
  };
}

function realisable(substrate: Target['stack']['substrate'], random: Random): SearchContext {
  const catalogue = loadCatalogue();
  const zeros = GRID_NM.map(() => 0);
  const { space } = openTarget(wanted(substrate, [{ R: zeros, T: zeros }]), catalogue);
  const beam = { angleDeg: 0, polarization: 's', direction: 'forward' } as const;
  const { media, thicknessNm } = randomLayers(random);
  const front = { count: LAYERS, media: Int32Array.from(media), thicknessNm: Float64Array.from(thicknessNm) };
  const [R, T] = [new Float64Array(GRID_NM.length), new Float64Array(GRID_NM.length)];
  createEvaluator(evaluatorSetup(space, beam, Float64Array.from(GRID_NM))).spectra(front, NONE, R, T);
  return openTarget(wanted(substrate, [{ R: [...R], T: [...T] }]), catalogue);
}

/** Refines random stacks; in this process, on the solver that it has. */
function refineAll(): Outcome[] {
  const places = {
    'half-space': { medium: 'N-BK7' },
    'incoherent slab': { medium: 'N-BK7', thicknessNm: 5e5, coherent: false },
  };
  return Object.entries(places).map(([place, substrate]) => {
    const random = new Random(Number(options.seed));
    const { refiner } = realisable(substrate, random);
    const start = (): Coating => {
      const { media, thicknessNm } = randomLayers(random);
      return { front: { media, thicknessNm, locked: media.map(() => false) }, back: emptyFace() };
    };
    const starts = Array.from({ length: Number(options.refinements) + 10 }, start);
    for (const coating of starts.splice(0, 10)) refiner.refine(coating, { iterations: ITERATIONS }); // warm up
    const before = refiner.evaluations;
    const began = performance.now();
    for (const coating of starts) refiner.refine(coating, { iterations: ITERATIONS });
    const milliseconds = performance.now() - began;
    return { place, microsecondsPerEvaluation: (1000 * milliseconds) / (refiner.evaluations - before) };
  });
}

function inOwnProcess(solver: string): Outcome[] {
  const given = ['--refinements', options.refinements, '--seed', options.seed, '--solver', solver];
  const { stdout, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${solver}: exit code ${status}`);
  return JSON.parse(stdout.toString());
}

if (options.solver !== undefined) {
  if (options.solver === 'plain TypeScript') Reflect.defineProperty(globalThis, 'WebAssembly', { value: undefined });
  console.log(JSON.stringify(refineAll()));
} else {
  const best = new Map<string, number>();
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const solver of SOLVERS) {
      for (const { place, microsecondsPerEvaluation } of inOwnProcess(solver)) {
        const key = `${place}, ${solver}`;
        best.set(key, Math.min(best.get(key) ?? Number.POSITIVE_INFINITY, microsecondsPerEvaluation));
      }
    }
  }
  const rows = ['half-space', 'incoherent slab'].map((place) => {
    const [kernel, plain] = SOLVERS.map((solver) => best.get(`${place}, ${solver}`) ?? Number.NaN);
    return { place, kernelMicroseconds: kernel, plainMicroseconds: plain, ratio: plain / kernel };
  });
  const machine = `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  if (options.json) for (const row of rows) console.log(JSON.stringify({ ...row, machine, seed: options.seed }));
  else {
    console.log(
      `${machine}; ${options.refinements} refinements, best of ${options.rounds} rounds, seed ${options.seed}`,
    );
    for (const { place, kernelMicroseconds, plainMicroseconds, ratio } of rows) {
      const [ours, theirs] = [kernelMicroseconds, plainMicroseconds].map((us) => `${us.toFixed(1)} µs`);
      console.log(`${place}: one step of refinement ${ours}, with the plain solver ${theirs}, ${ratio.toFixed(2)}×`);
    }
  }
}
