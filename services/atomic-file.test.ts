import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '#services/atomic-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  it('writes a new file and leaves nothing else behind', async () => {
    await writeFileAtomic(join(folder, 'a.json'), '{"ä":1}');
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('{"ä":1}');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('replaces a file, keeping its permissions', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('writes through a symbolic link', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
  });

  it('leaves an existing file alone when asked to', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    await expect(writeFileAtomic(path, 'new', { overwrite: false })).rejects.toMatchObject({ code: 'INVALID' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    await writeFileAtomic(join(folder, 'b'), 'new', { overwrite: false });
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
  });

  it('lets only one of many win a name', async () => {
    const path = join(folder, 'a');
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => writeFileAtomic(path, String(i), { overwrite: false })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('cleans up when the name cannot be taken', async () => {
    mkdirSync(join(folder, 'd'));
    await expect(writeFileAtomic(join(folder, 'd'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(writeFileAtomic(join(folder, 'no', 'such'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual(['d']);
  });
});
