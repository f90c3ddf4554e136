import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An entry of an archive's header: a folder, a file inside the archive, or one that lies unpacked beside it. */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly offset?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
}

interface ArchivedFile {
  /** "out/engine.js" */
  readonly path: string;
  readonly isUnpacked: boolean;
  readonly content: () => Buffer;
}

/** The files of an asar archive: a header in JSON behind four 32-bit numbers, then the contents one after another. */
export function readAsar(file: string): ArchivedFile[] {
  const archive = readFileSync(file);
  const headerBytes = archive.readUInt32LE(4);
  const { files } = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as Entry;
  const start = 8 + headerBytes;
  const list = (entries: Entry['files'], folder: string): ArchivedFile[] =>
    Object.entries(entries ?? {}).flatMap(([name, entry]) => {
      const path = `${folder}${name}`;
      if (entry.files !== undefined) return list(entry.files, `${path}/`);
      const from = start + Number(entry.offset ?? 0);
      const content = () => archive.subarray(from, from + (entry.size ?? 0));
      return [{ path, isUnpacked: entry.unpacked === true, content }];
    });
  return list(files, '');
}

/** Writes an archive and what lies unpacked beside it to one folder. */
export function extractAsar(file: string, folder: string): void {
  for (const { path, isUnpacked, content } of readAsar(file)) {
    if (isUnpacked) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content());
  }
  if (existsSync(`${file}.unpacked`)) cpSync(`${file}.unpacked`, folder, { recursive: true });
}
