import { StackwrightError } from '#core/errors.ts';
import { hasSameNk } from '#core/inverse/fit.ts';
import type { PackManifest, PackNetwork } from '#core/inverse/manifest.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { InferenceHost } from './inference-host.ts';
import type { DeclaredTensor, LoadedGraph } from './inference-protocol.ts';
import { measurePack, type PackMeasurement } from './measure-pack.ts';
import { type PackFiles, readPack } from './pack-files.ts';
import { openPack } from './packs.ts';

/** What was found out about a pack. It may be used if `problems` is empty. */
export interface PackCheck {
  readonly folder: string;
  readonly id: string | null;
  readonly version: string | null;
  readonly sha256: string | null;
  /** full sentences: what is wrong, where, and what to do */
  readonly problems: readonly string[];
  /** from reading the files to networks ready to run, in a process of its own */
  readonly loadMs: number | null;
  readonly measured: PackMeasurement | null;
}

/** A graph that takes longer to load or to answer than this is given up. */
const LIMIT_MS = 60_000;

/**
 * Checks a pack as if it came from a stranger: manifest and hashes; its graphs, in a process of their own with a time
 * limit; their tensors against the manifest; its n and k against the catalogue; and what it is worth on random stacks
 * of its domain by the exact solver. The manifest's own figures play no part.
 */
export async function checkPack(folder: string, catalogue: MaterialCatalogue, seed = 1): Promise<PackCheck> {
  const started = performance.now();
  const blank = { folder, id: null, version: null, sha256: null, loadMs: null, measured: null };
  let files: PackFiles;
  try {
    files = readPack(folder);
  } catch (error) {
    return { ...blank, problems: [sentence(error)] };
  }
  const { manifest, sha256 } = files;
  const problems = manifest.files['CARD.md'] === undefined ? ['The pack has no CARD.md that says what it is.'] : [];
  const host = new InferenceHost('process', LIMIT_MS);
  let loadMs: number | null = null;
  let measured: PackMeasurement | null = null;
  try {
    problems.push(...(await graphProblems(files, host)));
    loadMs = Math.round(performance.now() - started);
    const drift = driftProblems(manifest, catalogue);
    problems.push(...drift);
    if (problems.length === 0) measured = await measurePack(await openPack(files, host), catalogue, seed);
  } catch (error) {
    problems.push(sentence(error));
  } finally {
    await host.close();
  }
  return { folder, id: manifest.id, version: manifest.version, sha256, problems, loadMs, measured };
}

async function graphProblems(files: PackFiles, host: InferenceHost): Promise<string[]> {
  const problems: string[] = [];
  for (const network of files.manifest.networks) {
    const graph = await host.load(network.file, files.read(network.file));
    problems.push(...shapeProblems(files.manifest, network, graph));
  }
  return problems;
}

/** How the graph's own tensors differ from what the manifest says of them. */
export function shapeProblems(manifest: PackManifest, network: PackNetwork, graph: LoadedGraph): string[] {
  const problems: string[] = [];
  for (const side of ['inputs', 'outputs'] as const) {
    const said = new Map(network[side].map(({ name, shape }) => [name, shape]));
    for (const tensor of graph[side]) {
      const shape = said.get(tensor.name);
      said.delete(tensor.name);
      if (shape === undefined) problems.push(`${network.file} has ${side} ${tensor.name}, which the manifest omits.`);
      else if (!matches(tensor, shape, manifest, side)) {
        const found = `${tensor.type} [${tensor.shape.join(', ')}]`;
        problems.push(`${tensor.name} of ${network.file} is ${found}, where the manifest says [${shape.join(', ')}].`);
      }
    }
    for (const name of said.keys()) problems.push(`${network.file} has no ${name} among its ${side}.`);
  }
  return problems;
}

function matches(
  tensor: DeclaredTensor,
  shape: readonly (number | string)[],
  { domain, spectrum }: PackManifest,
  side: 'inputs' | 'outputs',
): boolean {
  if (tensor.type !== 'float32' || tensor.shape.length !== shape.length) return false;
  const sizes: Record<string, number> = { layers: domain.layerCount.max, wavelengths: spectrum.wavelengthsNm.length };
  return shape.every((said, i) => {
    const found = tensor.shape[i];
    const isFree = typeof found !== 'number' || found < 0;
    if (said === 'samples') return isFree;
    const size = typeof said === 'number' ? said : sizes[said];
    return found === size || (isFree && side === 'outputs'); // an output's size may only be known when it runs
  });
}

/** Media whose n and k in the catalogue are not those that the pack was trained with. */
export function driftProblems(manifest: PackManifest, catalogue: MaterialCatalogue): string[] {
  const { ambient, substrate, exit, materials } = manifest.domain;
  const problems: string[] = [];
  for (const medium of [ambient, ...materials, substrate, ...(exit === null ? [] : [exit])]) {
    try {
      const material = resolveMedium(medium.id, { catalogue, path: `pack ${manifest.id}` });
      if (hasSameNk(material, medium, manifest)) continue;
      problems.push(
        `The catalogue's n and k of ${medium.id} are not those that the pack was trained with: train it again on them.`,
      );
    } catch (error) {
      problems.push(sentence(error));
    }
  }
  return problems;
}

/** A fault of the pack as a sentence; any other error is ours and goes on. */
function sentence(error: unknown): string {
  if (!(error instanceof StackwrightError)) throw error;
  return error.path === undefined ? error.message : `${error.message} (${error.path})`;
}
