import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import { type PackManifest, parseManifest } from '#core/inverse/manifest.ts';
import { parseJson } from '#services/json-text.ts';
import { packageRoot } from '#services/package-root.ts';

const MIB = 1024 * 1024;
/** Larger files are refused before they fill the memory. */
const LIMITS = { manifestBytes: 4 * MIB, fileBytes: 2048 * MIB } as const;

/** A pack on disk whose manifest is valid and whose files are what it says. */
export interface PackFiles {
  readonly folder: string;
  readonly manifest: PackManifest;
  /** of the manifest, which names the hash of every other file: the pack's identity */
  readonly sha256: string;
  /** content of a file of the manifest */
  read(name: string): Uint8Array;
}

/** The folder of the shipped packs: $STACKWRIGHT_MODELS, or the program's own models/. */
export function packsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const override = environment.STACKWRIGHT_MODELS;
  return override ? resolve(override) : join(packageRoot(), 'models');
}

/** Folders below `root` that hold a manifest, by name. */
export function packFolders(root = packsFolder()): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'manifest.json')))
    .map((entry) => join(root, entry.name))
    .sort();
}

/**
 * Reads a pack's manifest and checks its files against it.
 * @throws StackwrightError MODEL naming the file and what is wrong with it
 */
export function readPack(folder: string): PackFiles {
  const path = join(folder, 'manifest.json');
  const bytes = readPlainFile(path, LIMITS.manifestBytes);
  const manifest = parseManifest(parseJsonBytes(bytes, path), path);
  const contents = new Map<string, Uint8Array>();
  for (const [name, { sha256, bytes: length }] of Object.entries(manifest.files)) {
    const file = join(folder, name);
    const content = readPlainFile(file, LIMITS.fileBytes);
    const found = hashOf(content);
    if (content.length !== length || found !== sha256) {
      const message = `${file} is not the file that the manifest describes: its SHA-256 is ${found}, not ${sha256}. Install the pack again.`;
      throw new StackwrightError('MODEL', message, { path: `files["${name}"].sha256` });
    }
    contents.set(name, content);
  }
  return {
    folder,
    manifest,
    sha256: hashOf(bytes),
    read(name) {
      const content = contents.get(name);
      if (content === undefined) throw new StackwrightError('MODEL', `The pack ${manifest.id} has no file ${name}.`);
      return content;
    },
  };
}

/** A regular file; a link is refused, since it may lead anywhere. */
function readPlainFile(path: string, mostBytes: number): Uint8Array {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new StackwrightError('MODEL', `The pack lacks ${path}. Install it again.`);
  if (!stat.isFile()) throw new StackwrightError('MODEL', `${path} is not a plain file. Put the file itself there.`);
  if (stat.size > mostBytes) {
    throw new StackwrightError('MODEL', `${path} is larger than ${mostBytes / MIB} MiB, the most that is read.`);
  }
  return readFileSync(path);
}

function parseJsonBytes(bytes: Uint8Array, path: string): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StackwrightError('MODEL', `${path} cannot be read: ${why}`, { cause });
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
