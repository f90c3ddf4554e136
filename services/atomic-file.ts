import { randomBytes } from 'node:crypto';
import { chmod, link, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StackwrightError } from '#core/errors.ts';

export interface WriteOptions {
  /** whether a file that is there already may be replaced; true unless said otherwise */
  readonly overwrite?: boolean;
}

/**
 * Writes a whole file or nothing: the data go to a new file beside it, reach the disk, and then take the name. A process
 * killed at any moment leaves the old file or the new one, never half of either.
 * @throws StackwrightError INVALID where the file exists and must not be replaced
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const { overwrite = true } = options;
  const existing = await stat(path).catch(absent);
  if (existing !== undefined && !overwrite) throw alreadyThere(path);
  if (existing?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', path });
  if (existing !== undefined && !existing.isFile()) return writeThrough(path, data); // a device or a pipe has no name to take
  const target = existing === undefined ? path : await realpath(path); // a link stays a link
  const folder = dirname(target);
  const temporary = join(
    folder,
    `.${basename(target).slice(0, 100)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    await writeDurably(temporary, data);
    if (existing !== undefined) await chmod(temporary, existing.mode & 0o7777);
    if (overwrite) await rename(temporary, target);
    else await claim(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(absent);
    throw error;
  }
  await syncFolder(folder);
}

async function writeDurably(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o666);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeThrough(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(data);
  } finally {
    await file.close();
  }
}

/** Gives the temporary file the name unless somebody else has just taken it. */
async function claim(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target); // fails where the name is taken, unlike rename
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw alreadyThere(target);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return rename(temporary, target); // a file system without hard links, such as exFAT
  }
  await unlink(temporary);
}

/** The new name must reach the disk too. Not every system can open a folder; the file itself is safe in any case. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function alreadyThere(path: string): StackwrightError {
  return new StackwrightError(
    'INVALID',
    `${path} exists already and is left as it is; choose another name, or --force replaces it.`,
  );
}
