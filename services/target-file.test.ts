import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTargetFile, readTargetFile } from '#services/target-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'target-file-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const target = {
  spectra: [{ quantity: 'R', wavelengthsNm: [500], values: [0] }],
  stack: { substrate: { medium: 'N-BK7' } },
};

describe('JSON', () => {
  it('is read with a byte order mark, pretty or as one line', async () => {
    expect(await readTargetFile(await file('a.json', `\uFEFF${JSON.stringify(target, null, 2)}`))).toEqual(target);
    expect(await readTargetFile(await file('a.ndjson', `${JSON.stringify(target)}\n\n`))).toEqual(target);
  });

  it('names the place of a fault', async () => {
    const wrong = { ...target, spectra: [{ ...target.spectra[0], values: [50] }] };
    await expect(readTargetFile(await file('b.json', JSON.stringify(wrong)))).rejects.toMatchObject({
      path: 'spectra[0].values[0]',
    });
    await expect(readTargetFile(await file('c.json', '{"spectra":'))).rejects.toMatchObject({ code: 'INVALID' });
    await expect(readTargetFile(await file('two.ndjson', '{}\n{}\n'))).rejects.toThrow(/--in/);
  });
});

describe('tables', () => {
  const values = { quantity: 'T', wavelengthsNm: [400.5, 500], values: [0.925, 0.5] };
  it.each([
    ['commas', 'a.csv', 'wavelength nm,T %\n400.5,92.5\n500,50\n'],
    ['semicolons and decimal commas', 'b.csv', 'nm;T\r\n400,5;0,925;\r\n500,0;0,5;\r\n'],
    ['tabs', 'c.tsv', '# measured\nnm\tT\n400.5\t.925\n500\t5e-1\n'],
    ['blanks', 'd.txt', 'nm  T\n\n 400.5   0.925\n 500     0.5\n'],
    ['tabs and decimal commas', 'e.txt', 'nm\tT\n400,5\t0,925\n500\t0,5\n'],
    ['quotes', 'f.csv', '"Wavelength, nm","T"\n"400.5","0.925"\n"500","0.5"\n'],
  ])('with %s', async (_, name, text) => {
    expect((await readTargetFile(await file(name, text))).spectra).toEqual([values]);
  });

  it('in the code page of old instruments and in UTF-16', async () => {
    const latin = Uint8Array.from('nm;Rs 45\u00b0 %\n500;50\n', (c) => c.charCodeAt(0));
    const expected = [{ quantity: 'R', polarization: 's', angleDeg: 45, wavelengthsNm: [500], values: [0.5] }];
    expect((await readTargetFile(await file('latin.csv', latin))).spectra).toEqual(expected);
    const wide = Buffer.from('\uFEFFnm;Rs 45° %\n500;50\n', 'utf16le');
    expect((await readTargetFile(await file('wide.csv', wide))).spectra).toEqual(expected);
  });

  it('name the file as the target, the line of a fault, and what was assumed', async () => {
    const opened = await openTargetFile(await file('part 7.csv', 'nm,R\n500,0.1\n'));
    expect(opened.target.name).toBe('part 7');
    expect(opened.notes.length).toBeGreaterThan(0);
    await expect(readTargetFile(await file('g.csv', 'nm,R\n500,0.1\n510,bad\n'))).rejects.toMatchObject({
      code: 'BAD_DATA',
      path: 'line 3',
    });
  });
});

it('refuses a file that is not there, a folder and a binary', async () => {
  await expect(readTargetFile(join(folder, 'nothing.json'))).rejects.toThrow(/no such file/);
  await expect(readTargetFile(folder)).rejects.toThrow(/folder/);
  await expect(readTargetFile(await file('x.dsw', new Uint8Array([1, 0, 2])))).rejects.toMatchObject({
    code: 'BAD_DATA',
  });
});
