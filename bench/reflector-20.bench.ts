/**
 * Does the mixture density of reflector-20 earn its place? For realisable targets that no network has seen, the same
 * refinement for the same seconds from (a) samples of the mixture and (b) random thicknesses.
 *
 *   npm run bench -- reflector-20 [--targets 40] [--seconds 2] [--seed 2024] [--bands] [--sharpness X] [--pack FOLDER] [--json]
 *
 * With --bands the targets are drawn shapes instead: R = 1 in one band, 0 elsewhere, which no stack has.
 *
 * Both draw 64 stacks, score them by the exact solver, refine them best first (bounded Levenberg–Marquardt, at most 60
 * evaluations each), and draw 64 more while time is left. One thread; the time of the networks counts.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Coating } from '#core/design/coating.ts';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { networkFor, sampleMixture } from '#core/inverse/decode.ts';
import { encodeTarget } from '#core/inverse/encode.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { Target } from '#core/targets/target.ts';
import { InferenceHost } from '#services/inference/inference-host.ts';
import { packsFolder, readPack } from '#services/inference/pack-files.ts';
import { type OpenPack, openPack } from '#services/inference/packs.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const BATCH = 64;
const ITERATIONS = 60;
const SOLVED_MAE = 1e-3;

type Draw = () => Promise<readonly (readonly number[])[]>;

interface Outcome {
  readonly mae: number;
  /** MAE of the best of the first 64 stacks, before any refinement */
  readonly firstMae: number;
  readonly starts: number;
  readonly evaluations: number;
}

const { values: options } = parseArgs({
  options: {
    targets: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '2' },
    seed: { type: 'string', default: '2024' },
    bands: { type: 'boolean', default: false },
    sharpness: { type: 'string' },
    pack: { type: 'string', default: join(packsFolder(), 'reflector-20') },
    json: { type: 'boolean', default: false },
  },
});

const catalogue = loadCatalogue();
const host = new InferenceHost('thread');
const pack = await openPack(readPack(options.pack), host);
const { domain, spectrum } = pack.manifest;
const layers = domain.layerCount.max;
const media = Array.from({ length: layers }, (_, j) => j % domain.materials.length);

function realisableTarget(random: Random): Target {
  const wavelengthsNm = Float64Array.from(spectrum.wavelengthsNm);
  const table = (id: string) => {
    const material = catalogue.find(id);
    if (material === undefined) throw new Error(`the catalogue lacks ${id}`);
    return material.sample(wavelengthsNm);
  };
  const ambient = { n: new Float64Array(wavelengthsNm.length).fill(1), k: new Float64Array(wavelengthsNm.length) };
  const evaluator = createEvaluator({
    wavelengthsNm,
    angleDeg: 0,
    polarization: 's',
    direction: 'forward',
    ambient,
    layerMedia: domain.materials.map(({ id }) => table(id)),
    substrate: table(domain.substrate.id),
  });
  const thicknessNm = Float64Array.from(uniform(random));
  const none = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
  const R = new Float64Array(wavelengthsNm.length);
  evaluator.spectra({ count: layers, media: Int32Array.from(media), thicknessNm }, none, R, new Float64Array(R.length));
  return targetFor([...R]);
}

/** R = 1 in a band 50 to 200 nm wide, 0 elsewhere. */
function bandTarget(random: Random): Target {
  const widthNm = random.between(50, 200);
  const centreNm = random.between(420, 780);
  return targetFor(spectrum.wavelengthsNm.map((nm) => (2 * Math.abs(nm - centreNm) <= widthNm ? 1 : 0)));
}

function targetFor(values: number[]): Target {
  return {
    spectra: [{ quantity: 'R', wavelengthsNm: [...spectrum.wavelengthsNm], values }],
    stack: {
      substrate: { medium: domain.substrate.id },
      materials: domain.materials.map(({ id }) => id),
      maxLayers: layers,
      thicknessNm: domain.thicknessNm,
    },
  };
}

function uniform(random: Random): number[] {
  return media.map(() => random.between(domain.thicknessNm.min, domain.thicknessNm.max));
}

/** Draws, scores and refines until the time is over; answers the least MAE. */
async function search({ refiner, space, target }: SearchContext, draw: Draw, seconds: number): Promise<Outcome> {
  const end = performance.now() + 1000 * seconds;
  const cancelled = () => performance.now() >= end;
  const places = media.map((m) => space.allowed[m]);
  const evaluationsBefore = refiner.evaluations;
  const maeOf = ({ front }: Coating) =>
    target.report(
      { count: layers, media: Int32Array.from(front.media), thicknessNm: Float64Array.from(front.thicknessNm) },
      { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) },
    ).mae ?? Number.NaN;
  let best: { coating: Coating; merit: number } | undefined;
  let starts = 0;
  let firstMae = Number.NaN;
  while (!cancelled()) {
    const scored = (await draw()).map((thicknessNm) => {
      const front = { media: [...places], thicknessNm: [...thicknessNm], locked: media.map(() => false) };
      const coating = { front, back: { media: [], thicknessNm: [], locked: [] } };
      return { coating, merit: refiner.merit(coating) };
    });
    scored.sort((a, b) => a.merit - b.merit);
    if (starts === 0) firstMae = Math.min(...scored.map(({ coating }) => maeOf(coating)));
    for (const { coating } of scored) {
      if (cancelled()) break;
      const { merit } = refiner.refine(coating, { iterations: ITERATIONS, cancelled });
      starts++;
      if (best === undefined || merit < best.merit) best = { coating, merit };
    }
  }
  const mae = best === undefined ? Number.NaN : maeOf(best.coating);
  return { mae, firstMae, starts, evaluations: refiner.evaluations - evaluationsBefore };
}

function mixtureDraw({ manifest, session }: OpenPack, target: Target, random: Random): Draw {
  const network = networkFor(manifest, 'inverse', 'mixture-density');
  if (network === undefined) throw new Error('the pack has no mixture density');
  const encoded = encodeTarget(target, manifest);
  const sharpness = options.sharpness === undefined ? network.sharpness : Number(options.sharpness);
  return () => sampleMixture(session(network.file), encoded, layers, BATCH, random, sharpness);
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return (sorted[low] ?? 0) * (1 - (at - low)) + (sorted[high] ?? 0) * (at - low);
}

function summary(outcomes: readonly Outcome[]) {
  const sorted = outcomes.map(({ mae }) => mae).sort((a, b) => a - b);
  const first = outcomes.map(({ firstMae }) => firstMae).sort((a, b) => a - b);
  const mean = (pick: (outcome: Outcome) => number) => outcomes.reduce((sum, o) => sum + pick(o), 0) / outcomes.length;
  return {
    medianMae: quantile(sorted, 0.5),
    quartilesMae: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    solvedShare: sorted.filter((mae) => mae < SOLVED_MAE).length / sorted.length,
    medianMaeBestOf64: quantile(first, 0.5),
    meanStarts: Math.round(mean(({ starts }) => starts)),
    meanEvaluations: Math.round(mean(({ evaluations }) => evaluations)),
  };
}

const [seed, seconds, count] = [Number(options.seed), Number(options.seconds), Number(options.targets)];
const mixture: Outcome[] = [];
const random: Outcome[] = [];
for (let i = 0; i < count; i++) {
  const target = (options.bands ? bandTarget : realisableTarget)(new Random(seed, i));
  const context = openTarget(target, catalogue);
  const fromMixture = () => search(context, mixtureDraw(pack, target, new Random(seed, i, 1)), seconds);
  const chance = new Random(seed, i, 2);
  const atRandom = () => search(context, async () => Array.from({ length: BATCH }, () => uniform(chance)), seconds);
  if (i === 0) {
    await fromMixture(); // warm up both, uncounted
    await atRandom();
  }
  // In turn, so that neither always runs first.
  for (const which of i % 2 === 0 ? ['m', 'r'] : ['r', 'm']) {
    if (which === 'm') mixture.push(await fromMixture());
    else random.push(await atRandom());
  }
  process.stderr.write(`\r${i + 1} of ${count} targets`);
}
process.stderr.write('\n');
await host.close();

const [a, b] = [summary(mixture), summary(random)];
const result = {
  bench: 'reflector-20',
  machine: cpus()[0]?.model ?? 'unknown',
  node: process.version,
  mixtureSha256: pack.manifest.files['mixture.onnx']?.sha256,
  ...{ kind: options.bands ? 'bands' : 'realisable', targets: count, seconds, seed },
  mixture: a,
  random: b,
  ratioOfMedians: a.medianMae / b.medianMae,
};
if (options.json) console.log(JSON.stringify(result, null, 2));
else {
  console.log(
    `${count} held-out realisable targets, ${seconds} s each, seed ${seed}, ${result.machine}, ${result.node}`,
  );
  const row = (name: string, s: typeof a) =>
    `${name.padEnd(16)} median MAE ${s.medianMae.toExponential(2)}  quartiles ${s.quartilesMae.map((q) => q.toExponential(2)).join(' … ')}  solved ${(100 * s.solvedShare).toFixed(0)} %  best of 64 unrefined ${s.medianMaeBestOf64.toFixed(4)}  starts ${s.meanStarts}`;
  console.log(row('mixture', a));
  console.log(row('random starts', b));
  console.log(`ratio of medians ${result.ratioOfMedians.toFixed(3)}`);
}
