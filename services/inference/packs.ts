import { StackwrightError } from '#core/errors.ts';
import type { PackManifest } from '#core/inverse/manifest.ts';
import type { RunnablePack } from '#core/inverse/propose.ts';
import type { InferenceSession } from '#core/inverse/session.ts';
import { InferenceHost } from './inference-host.ts';
import { type PackFiles, packFolders, packsFolder, readPack } from './pack-files.ts';

/** A pack that is installed and loaded. */
export interface OpenPack extends RunnablePack {
  readonly folder: string;
  /** SHA-256 of the manifest */
  readonly sha256: string;
}

/** The installed packs, with the one thread that runs their networks. */
export interface PackHost {
  readonly packs: readonly OpenPack[];
  /** packs that could not be used, and why: to be shown, not hidden */
  readonly problems: readonly string[];
  find(id: string): OpenPack | undefined;
  dispose(): Promise<void>;
}

/**
 * Opens every pack below `root`: manifests and hashes are checked, and the networks are loaded in one thread. A pack
 * that cannot be used is left out and reported in `problems`.
 */
export async function openPacks(root = packsFolder()): Promise<PackHost> {
  const problems: string[] = [];
  const found: PackFiles[] = [];
  for (const folder of packFolders(root)) {
    attempt(problems, () => found.push(readPack(folder)));
  }
  if (found.length === 0) return packHost([], problems, undefined);
  const host = new InferenceHost('thread');
  const packs: OpenPack[] = [];
  for (const files of found) {
    try {
      packs.push(await openPack(files, host));
    } catch (error) {
      problems.push(reasonOf(error));
    }
  }
  return packHost(packs, problems, host);
}

/** Loads the networks of one pack. @throws StackwrightError MODEL */
export async function openPack(files: PackFiles, host: InferenceHost): Promise<OpenPack> {
  const { manifest, folder, sha256 } = files;
  const sessions = new Map<string, InferenceSession>();
  for (const { file } of manifest.networks) {
    const model = `${folder}/${file}`;
    await host.load(model, files.read(file));
    sessions.set(file, host.session(model));
  }
  return { manifest, folder, sha256, session: (file) => sessionOf(sessions, manifest, file) };
}

function sessionOf(sessions: Map<string, InferenceSession>, { id }: PackManifest, file: string): InferenceSession {
  const session = sessions.get(file);
  if (session === undefined) throw new StackwrightError('MODEL', `The pack ${id} has no network ${file}.`);
  return session;
}

function packHost(packs: readonly OpenPack[], problems: readonly string[], host: InferenceHost | undefined): PackHost {
  return {
    packs,
    problems,
    find: (id) => packs.find(({ manifest }) => manifest.id === id),
    dispose: async () => {
      await host?.close();
    },
  };
}

function attempt(problems: string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    problems.push(reasonOf(error));
  }
}

/** An error of a pack as one sentence; anything else is a fault of the program and goes on. */
function reasonOf(error: unknown): string {
  if (error instanceof StackwrightError) return error.message;
  throw error;
}
