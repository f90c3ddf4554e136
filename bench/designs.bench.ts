/**
 * What does the design pipeline reach, and how fast, on the field's own problems? Section B: realisable random targets;
 * section C: what designers ask for. The pipeline is the product's own, as `stackwright design --in` runs it, one
 * service for all targets; every answer is scored afresh by the reference solver.
 *
 *   npm run bench -- designs [--only B1,B2,C4,C6.4,…] [--budget SECONDS] [--seeds N] [--seed FIRST] [--workers N]
 *                            [--iterations N] [--merit rms|mae] [--no-packs] [--library] [--peers [all|annealing]]
 *                            [--detail] [--keep] [--json] [--targets FOLDER] [--how TEXT]
 *
 * --library lets the pipeline build and search random libraries, in a temporary folder that is empty at the start and
 * removed at the end. It also remembers designs there, so that later targets and seeds of one optical setup begin with
 * what earlier ones have found; without it every run stands alone. --peers also runs, on sections B and C16, what the
 * pipeline is compared with: simulated annealing given 200,000 exact spectra, and, unless "annealing" is named, three
 * plain searches, each in the same time on one thread, times the number of our threads. --keep writes better designs to
 * bench/best/. --targets is where random-20.ndjson and dielectric-20.ndjson lie; without them the bench draws targets of
 * the same kind. Costs are medians over the seeds. A pass is a cost within 5 % of the listed one, within 1e-6 where that
 * is marked "=".
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DesignService } from '#services/design-service.ts';
import { openPackAdvisor } from '#services/inference/pack-advisor.ts';
import { DesignLibraries } from '#services/library/design-libraries.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { packageRoot } from '#services/package-root.ts';
import { BestDesigns } from './designs/best.ts';
import type { Case, Item } from './designs/item.ts';
import { allItems, chosenItems } from './designs/items.ts';
import { Light } from './designs/light.ts';
import { type PeerChoice, type PeerOutcome, peerSettings, runPeers } from './designs/peers/run-peers.ts';
import { peerRows, reportOf } from './designs/report.ts';
import { type Outcome, type RunOptions, runCase } from './designs/run.ts';

const { values: options } = parseArgs({
  args: withPeersNamed(process.argv.slice(2)),
  options: {
    only: { type: 'string' },
    budget: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string' },
    iterations: { type: 'string' },
    merit: { type: 'string' },
    'no-packs': { type: 'boolean', default: false },
    library: { type: 'boolean', default: false },
    peers: { type: 'string' },
    detail: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    targets: { type: 'string' },
    how: { type: 'string' },
  },
});

function meritOption(): { merit?: 'rms' | 'mae' } {
  const { merit } = options;
  if (merit === undefined) return {};
  if (merit !== 'rms' && merit !== 'mae') throw new Error('--merit is rms or mae');
  return { merit };
}

/** "--peers" alone means all of them. */
function withPeersNamed(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => (arg === '--peers' && (args[i + 1] ?? '--').startsWith('--') ? [arg, 'all'] : [arg]));
}

function peersOption(): PeerChoice | undefined {
  const { peers } = options;
  if (peers === undefined || peers === 'all' || peers === 'annealing') return peers;
  throw new Error('--peers is all or annealing');
}

const targetsFolder = options.targets ?? [join(packageRoot(), '..', 'shared', 'data', 'targets')].find(existsSync);
const catalogue = loadCatalogue();
const light = new Light(catalogue);
const items = chosenItems(allItems(catalogue, targetsFolder), options.only?.split(','));
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => Number(options.seed) + i);
const runOptions: RunOptions = {
  budgetMs: 1000 * Number(options.budget),
  ...(options.iterations === undefined ? {} : { rounds: Number(options.iterations) }),
  ...meritOption(),
};
const workers = options.workers === undefined ? availableParallelism() : Number(options.workers);
const peerSeconds = Number(options.budget) * workers;
const peerChoice = peersOption();
const best = new BestDesigns(join(packageRoot(), 'bench', 'best'), light, catalogue);
const command = `npm run bench -- designs ${process.argv.slice(2).join(' ')}`;

if (!options.json) {
  console.log(`${command}\n${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`);
  const limit = options.iterations === undefined ? `${options.budget} s` : `${options.iterations} rounds`;
  console.log(`${limit} for each target on ${workers} threads, seeds ${seeds.join(', ')}`);
  console.log(`random library: ${options.library ? 'used, empty at the start of this command' : 'not used'}`);
  if (peerChoice !== undefined) console.log(`${peerSettings(peerChoice, peerSeconds).join('\n')}, seed ${seeds[0]}`);
  console.log();
}
const advisor = options['no-packs'] ? undefined : await openPackAdvisor();
const libraryFolder = options.library ? mkdtempSync(join(tmpdir(), 'stackwright-bench-')) : undefined;
try {
  const libraries = libraryFolder === undefined ? undefined : new DesignLibraries(libraryFolder);
  const service = await DesignService.open(catalogue, { workers, advisor, libraries });
  try {
    for (const item of items) await runItem(service, item);
  } finally {
    await service.close();
  }
} finally {
  if (libraryFolder !== undefined) rmSync(libraryFolder, { recursive: true, force: true });
}
for (const mismatch of best.mismatches) process.stderr.write(`bench/best: ${mismatch}\n`);

/** One line on a terminal's stderr. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function runItem(service: DesignService, item: Item): Promise<void> {
  const outcomes = new Map<string, Outcome[]>();
  const peers: PeerOutcome[] = [];
  for (const one of item.cases) {
    const ofCase: Outcome[] = [];
    for (const seed of seeds) {
      showProgress(`${one.id}, seed ${seed}`);
      const outcome = await runCase(service, light, catalogue, [item, one], seed, runOptions);
      ofCase.push(outcome);
      if (options.json)
        console.log(
          JSON.stringify({ ...outcome, library: options.library, listed: one.listed?.cost, floor: one.floor }),
        );
      if (options.keep) best.keep(item, one, outcome, options.how ?? command);
    }
    outcomes.set(one.id, ofCase);
    if (peerChoice !== undefined && item.peersFromLayers !== undefined) {
      const found = runPeers(peerChoice, one, item.peersFromLayers, seeds[0], peerSeconds, light, catalogue);
      if (options.json) for (const outcome of found) console.log(JSON.stringify({ item: item.id, ...outcome }));
      peers.push(...found);
    }
  }
  showProgress('');
  if (options.json) return;
  const bestCost = (one: Case) => best.cost(item, one);
  console.log(`${reportOf({ item, outcomes, best: bestCost, peers: peerRows(item, peers) }, options.detail)}\n`);
}
