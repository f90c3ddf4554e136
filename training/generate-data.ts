/**
 * Writes training data for a pack: random stacks and their exact R by core's solver, with n and k from the catalogue.
 *
 *   node out/generate-data.js PACK.json --out DIR --samples N [--held-out N] [--shallow N] [--shard N]
 *
 * Float32 shards, one row a stack: thicknesses in nm, outermost first, then R on the pack's grid. `train.json` and
 * `held-out.json` say what is in them: domain with n and k, their hashes, seed, files. Same seed, same bytes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Random } from '#core/design/random.ts';
import { nkHash } from '#core/materials/nk-hash.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { LayerSequence, MediumTable } from '#core/optics/types.ts';
import { shippedMaterialsFolder } from '#services/materials/folders.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { packageRoot } from '#services/package-root.ts';

const PackSpecification = z.object({
  id: z.string(),
  ambient: z.string(),
  materials: z.array(z.string()).min(1),
  substrate: z.string(),
  layerCount: z.int().min(1),
  thicknessNm: z.strictObject({ min: z.number(), max: z.number() }),
  wavelengthsNm: z.strictObject({ from: z.number(), to: z.number(), step: z.number() }),
  seeds: z.strictObject({ training: z.int(), heldOut: z.int() }),
});
type PackSpecification = z.infer<typeof PackSpecification>;

/** Share of training stacks near piles of quarter waves: what people ask for is rare among random thicknesses. */
const PERIODIC_SHARE = 0.15;
/** A person's own materials stay out of what is trained: there is no such folder. */
const NO_FOLDER = join(packageRoot(), 'no-own-materials');

interface Domain {
  readonly specification: PackSpecification;
  readonly wavelengthsNm: Float64Array;
  readonly tables: { ambient: MediumTable; materials: MediumTable[]; substrate: MediumTable };
  /** as written to the headers */
  readonly header: object;
}

function loadDomain(specification: PackSpecification): Domain {
  const catalogue = loadCatalogue(shippedMaterialsFolder(), NO_FOLDER);
  const { from, to, step } = specification.wavelengthsNm;
  const wavelengthsNm = Float64Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  const material = (id: string) => resolveMedium(id, { catalogue, path: id });
  const table = (id: string): MediumTable => material(id).sample(wavelengthsNm);
  const written = (id: string) => {
    const { n, k } = table(id);
    return { id, nkHash: nkHash(material(id), wavelengthsNm), n: [...n], k: [...k] };
  };
  return {
    specification,
    wavelengthsNm,
    tables: {
      ambient: table(specification.ambient),
      materials: specification.materials.map(table),
      substrate: table(specification.substrate),
    },
    header: {
      wavelengthsNm: [...wavelengthsNm],
      layerCount: specification.layerCount,
      thicknessNm: specification.thicknessNm,
      ambient: written(specification.ambient),
      materials: specification.materials.map(written),
      substrate: written(specification.substrate),
    },
  };
}

/** Independent thicknesses, each uniform between the limits. */
function drawUniform({ specification }: Domain, random: Random, out: Float64Array): void {
  const { min, max } = specification.thicknessNm;
  for (let j = 0; j < out.length; j++) out[j] = random.between(min, max);
}

/** One to three piles of near quarter waves, each for a wavelength of its own, with errors of up to some 15 %. */
function drawPeriodic({ specification, wavelengthsNm, tables }: Domain, random: Random, out: Float64Array): void {
  const { min, max } = specification.thicknessNm;
  const piles = 1 + random.integer(3);
  const spread = 0.15 * random.uniform();
  for (let pile = 0, from = 0; pile < piles; pile++) {
    const to = pile === piles - 1 ? out.length : from + random.integer(out.length - from + 1);
    const centre = random.integer(wavelengthsNm.length);
    for (let j = from; j < to; j++) {
      const n = tables.materials[j % tables.materials.length]?.n[centre] ?? 1;
      const quarterNm = (wavelengthsNm[centre] ?? 0) / (4 * n);
      out[j] = Math.min(max, Math.max(min, quarterNm * (1 + spread * random.bell())));
    }
    from = to;
  }
}

interface Part {
  readonly name: string;
  readonly seed: number;
  readonly samples: number;
  readonly periodicShare: number;
  /** the outermost layers, a random number of them, have no thickness */
  readonly shallow?: boolean;
}

function generate(domain: Domain, part: Part, shardSize: number, folder: string): void {
  const { layerCount, materials } = domain.specification;
  const points = domain.wavelengthsNm.length;
  const evaluator = createEvaluator({
    wavelengthsNm: domain.wavelengthsNm,
    angleDeg: 0,
    polarization: 's',
    direction: 'forward',
    ambient: domain.tables.ambient,
    layerMedia: domain.tables.materials,
    substrate: domain.tables.substrate,
  });
  const thicknessNm = new Float64Array(layerCount);
  const media = Int32Array.from({ length: layerCount }, (_, j) => j % materials.length);
  const front: LayerSequence = { count: layerCount, media, thicknessNm };
  const back: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
  const R = new Float64Array(points);
  const T = new Float64Array(points);
  const files: string[] = [];
  for (let done = 0; done < part.samples; done += shardSize) {
    const count = Math.min(shardSize, part.samples - done);
    const random = new Random(part.seed, files.length);
    const rows = new Float32Array(count * (layerCount + points));
    for (let row = 0; row < count; row++) {
      if (random.uniform() < part.periodicShare) drawPeriodic(domain, random, thicknessNm);
      else drawUniform(domain, random, thicknessNm);
      if (part.shallow) thicknessNm.fill(0, 0, random.integer(layerCount));
      evaluator.spectra(front, back, R, T);
      rows.set(thicknessNm, row * (layerCount + points));
      rows.set(R, row * (layerCount + points) + layerCount);
    }
    const file = `${part.name}-${files.length}.f32`;
    writeFileSync(join(folder, file), rows);
    files.push(file);
    process.stderr.write(`\r${part.name}: ${done + count} of ${part.samples} stacks`);
  }
  process.stderr.write('\n');
  const header = { format: 'stackwright-training-data', version: 1, ...part, files, domain: domain.header };
  writeFileSync(join(folder, `${part.name}.json`), `${JSON.stringify(header)}\n`);
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      samples: { type: 'string', default: '1000000' },
      'held-out': { type: 'string', default: '10000' },
      shallow: { type: 'string', default: '200000' },
      shard: { type: 'string', default: '200000' },
    },
  });
  const [pack] = positionals;
  if (pack === undefined || values.out === undefined) throw new Error('usage: PACK.json --out DIR --samples N');
  const specification = PackSpecification.parse(JSON.parse(readFileSync(pack, 'utf8')));
  const { training, heldOut } = specification.seeds;
  const domain = loadDomain(specification);
  const shardSize = Number(values.shard);
  mkdirSync(values.out, { recursive: true });
  const held = { name: 'held-out', seed: heldOut, samples: Number(values['held-out']), periodicShare: 0 };
  generate(domain, held, shardSize, values.out);
  const shallow = {
    name: 'shallow',
    seed: training + 1,
    samples: Number(values.shallow),
    periodicShare: 0,
    shallow: true,
  };
  generate(domain, shallow, shardSize, values.out);
  const train = { name: 'train', seed: training, samples: Number(values.samples), periodicShare: PERIODIC_SHARE };
  generate(domain, train, shardSize, values.out);
}

main();
