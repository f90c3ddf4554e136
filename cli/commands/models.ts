import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { StackwrightError } from '#core/errors.ts';
import { checkPack, type PackCheck } from '#services/inference/check-pack.ts';
import { packFolders, packsFolder, readPack } from '#services/inference/pack-files.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { EXIT } from '../failure.ts';
import { numberOption } from '../options.ts';

/** `stackwright models`: what is installed, and whether it is any good. */
export function registerModels(program: Command): void {
  const models = program.command('models').description('Model packs: the networks that propose designs');

  models.command('list').description('List the installed packs').option('--json', 'one JSON array').action(listModels);

  models
    .command('check')
    .description('Check packs: files, networks, materials, and their worth against the exact solver on random stacks')
    .argument('[pack]', 'id of an installed pack, or the folder of any pack; all that are installed if absent')
    .option('--seed <n>', 'seed of the random stacks', numberOption(0, 2 ** 32 - 1), 1)
    .option('--json', 'one JSON array')
    .addHelpText(
      'after',
      '\nThe figures are measured here; those of the manifest play no part. Exit code 1 on any problem.',
    )
    .action(checkModels);
}

interface ListedPack {
  id: string;
  version: string | null;
  name: string | null;
  networks: string[];
  folder: string;
  problem: string | null;
}

function listModels({ json }: { json?: boolean }): void {
  const packs = packFolders().map(describe);
  if (json) {
    process.stdout.write(`${JSON.stringify(packs)}\n`);
    return;
  }
  for (const { id, version, name, networks, problem } of packs) {
    process.stdout.write(`${id} ${version ?? ''}  ${problem ?? name}\n`);
    if (networks.length > 0) process.stdout.write(`  ${networks.join(', ')}\n`);
  }
  process.stderr.write(`${packs.length} ${packs.length === 1 ? 'pack' : 'packs'} in ${packsFolder()}\n`);
}

function describe(folder: string): ListedPack {
  try {
    const { manifest } = readPack(folder);
    const networks = manifest.networks.map(({ role, decoder }) =>
      decoder === undefined ? role : `${role} (${decoder})`,
    );
    return { id: manifest.id, version: manifest.version, name: manifest.name, networks, folder, problem: null };
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    const id = folder.slice(folder.lastIndexOf('/') + 1);
    return { id, version: null, name: null, networks: [], folder, problem: error.message };
  }
}

async function checkModels(pack: string | undefined, { seed, json }: { seed: number; json?: boolean }): Promise<void> {
  const catalogue = loadCatalogue();
  const checks: PackCheck[] = [];
  for (const folder of foldersOf(pack)) {
    const check = await checkPack(folder, catalogue, seed);
    checks.push(check);
    if (!json) process.stdout.write(reportOf(check));
  }
  if (json) process.stdout.write(`${JSON.stringify(checks)}\n`);
  if (checks.some(({ problems }) => problems.length > 0)) process.exitCode = EXIT.failed;
}

function foldersOf(pack: string | undefined): string[] {
  if (pack === undefined) {
    const folders = packFolders();
    if (folders.length > 0) return folders;
    throw new StackwrightError('INVALID', `No pack is installed in ${packsFolder()}; name the folder of one.`);
  }
  for (const folder of [join(packsFolder(), pack), pack]) {
    const isFolder = existsSync(folder) && statSync(folder).isDirectory();
    if (isFolder && existsSync(join(folder, 'manifest.json'))) return [folder];
  }
  const installed = packFolders().map((folder) => describe(folder).id);
  const known = installed.length === 0 ? 'none' : installed.join(', ');
  throw new StackwrightError(
    'INVALID',
    `${pack} is neither an installed pack nor the folder of one; installed: ${known}.`,
  );
}

function reportOf({ folder, id, version, problems, loadMs, measured }: PackCheck): string {
  const lines = [`${id ?? folder} ${version ?? ''}`.trimEnd()];
  for (const problem of problems) lines.push(`  problem: ${problem}`);
  if (loadMs !== null) lines.push(`  files, networks and materials checked; ready in ${loadMs} ms`);
  if (measured !== null) {
    const { forward, point, mixture, random, seed } = measured;
    lines.push(`  measured against the exact solver on random stacks of its domain, seed ${seed}:`);
    if (forward) {
      const { mae, stacks, microseconds, exactMicroseconds } = forward;
      lines.push(`    forward: mean |R predicted − R exact| ${number(mae)} over ${stacks} stacks`);
      lines.push(
        `    time for one stack: network ${number(microseconds)} µs, exact solver ${number(exactMicroseconds)} µs`,
      );
    }
    if (point) lines.push(`    point decoder: median MAE ${number(point.medianMae)} over ${point.targets} targets`);
    for (const [name, found] of [
      ['mixture density', mixture],
      ['random stacks, for scale', random],
    ] as const) {
      if (!found) continue;
      const { medianMae, medianMaeOfTheBest: best, samples, targets } = found;
      lines.push(
        `    ${name}: median MAE of one ${number(medianMae)}, of the best of ${samples} ${number(best)}, over ${targets} targets`,
      );
    }
  }
  lines.push(problems.length === 0 ? '  ok' : '  not usable');
  return `${lines.join('\n')}\n`;
}

const number = (value: number): string => value.toPrecision(3);
