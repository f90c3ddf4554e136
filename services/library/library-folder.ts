import { mkdir, readdir, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sealBytes, unsealBytes } from '#core/design/library/sealed-bytes.ts';
import { writeFileAtomic } from '#services/atomic-file.ts';

/** All files together, bytes; beyond it those go that have not been used for longest. */
const MOST_BYTES = 128 * 2 ** 20;
/** What an interrupted write left behind is removed after a day. */
const LEFTOVER_MS = 24 * 3600 * 1000;

/**
 * The files of the libraries: a cache, of bounded size, that any number of programs may share. Whatever goes wrong
 * with it (no room, no rights, a damaged file) means an empty cache and never a failure.
 */
export class LibraryFolder {
  private readonly folder: string;
  private readonly mostBytes: number;

  constructor(folder: string, mostBytes = MOST_BYTES) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** The content of a file that was written whole for this key and version; undefined without one. */
  async read(name: string, version: number, key: string): Promise<Uint8Array | undefined> {
    const path = join(this.folder, name);
    try {
      const content = unsealBytes(version, key, await readFile(path));
      if (content !== undefined) await utimes(path, new Date(), new Date());
      return content;
    } catch {
      return undefined;
    }
  }

  /** Writes a file whole or not at all, then makes room. */
  async write(name: string, version: number, key: string, content: Uint8Array): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFileAtomic(join(this.folder, name), sealBytes(version, key, content));
      await this.makeRoom();
    } catch {
      // the next run computes it again
    }
  }

  private async makeRoom(): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.folder)).map(async (name) => {
        const path = join(this.folder, name);
        const { size, mtimeMs } = await stat(path);
        return { path, size, mtimeMs, isLeftover: name.endsWith('.tmp') };
      }),
    );
    files.sort((a, b) => b.mtimeMs - a.mtimeMs);
    let total = 0;
    for (const { path, size, mtimeMs, isLeftover } of files) {
      const isStale = isLeftover && Date.now() - mtimeMs > LEFTOVER_MS;
      total += size;
      if (isStale || (!isLeftover && total > this.mostBytes)) await unlink(path).catch(() => undefined);
    }
  }
}
