import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../test/run-command.ts';
import { registerMaterials } from './materials.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'materials-command-'));
  vi.stubEnv('STACKWRIGHT_DATA', join(folder, 'data'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => runCommand(registerMaterials, 'materials', ...words);

describe('materials list', () => {
  it('prints a table with the defaults marked, and JSON', async () => {
    const table = await run('list', '--family', 'fluoride');
    expect(table.out).toMatch(/^MgF2\/Dodge-o \* +fluoride +crystal +200–7000 nm/m);
    expect(table.out).not.toMatch(/^SiO2/m);
    const { out, code } = await run('list', '--json');
    const rows = JSON.parse(out);
    expect(code).toBe(0);
    expect(rows.find((row: { id: string }) => row.id === 'SiO2/Malitson')).toMatchObject({
      family: 'oxide',
      isDefault: true,
      rangeNm: [210, 6700],
      doi: '10.1364/JOSA.55.001205',
      flags: ['k assumed'],
    });
  });
});

describe('materials show', () => {
  it('prints source, flags, and n and k where asked', async () => {
    const { out, code } = await run('show', 'BK7', '--at', '587.5618,1064', '800');
    expect(code).toBe(0);
    expect(out).toMatch(/N-BK7\/SCHOTT/);
    expect(out).toMatch(/^587\.5618 +1\.51680/m);
    expect(out).toMatch(/^800 /m);
    const json = JSON.parse((await run('show', 'TiO2', '--json', '--at', '550')).out);
    expect(json).toMatchObject({ id: 'TiO2/Siefke', isDefault: true, at: [{ wavelengthNm: 550 }] });
  });

  it.each([
    [['TiO'], 2, /did you mean TiO2 or/],
    [['SiO2/Malitsen'], 2, /did you mean SiO2\/Malitson\?/],
    [['SiO2', '--at', '100'], 2, /210–6700 nm, but 100 nm/],
    [['SiO2', '--at', 'red'], 2, /^/],
  ])('%j ends with code %d', async (words, code, message) => {
    const answer = await run('show', ...words);
    expect(answer.code).toBe(code);
    expect(answer.err).toMatch(message);
    expect(answer.out).toBe('');
  });
});

describe('materials import', () => {
  it('refuses a folder by name, as a wrong request', async () => {
    const { err, code } = await run('import', folder, '--id', 'MyTiO2');
    expect(err).toContain(`${folder}: is a folder, not a file`);
    expect(code).toBe(2);
  });

  it('says what it assumed, stores, and lists', async () => {
    const file = join(folder, 'run7.csv');
    writeFileSync(file, '0.4;2,2;0\n0.9;2,1;0\n'.replaceAll('.', ','));
    const dry = await run('import', file, '--id', 'Mine/run-7', '--dry-run');
    expect(dry.out).toMatch(/Mine\/run-7: 400–900 nm[\s\S]*um is assumed[\s\S]*nothing stored/);
    expect((await run('show', 'Mine')).code).toBe(2);
    expect((await run('import', file, '--id', 'Mine/run-7')).code).toBe(0);
    expect((await run('show', 'Mine', '--at', '650')).out).toMatch(/^650 +2\.150000 +0$/m);
    expect((await run('list')).out).toMatch(/Mine\/run-7 \*.*\(own\)/);
    expect((await run('import', file, '--id', 'SiO2')).err).toMatch(/cannot replace/);
    expect((await run('import', join(folder, 'none.csv'), '--id', 'X')).code).toBe(2);
  });
});

describe('materials check', () => {
  it('passes the shipped catalogue, and fails with a reason for a bad file', async () => {
    const good = await run('check');
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/ 0 refused\n$/) });
    const file = join(folder, 'bad.csv');
    writeFileSync(file, 'nothing here');
    const bad = await run('check', file);
    expect(bad).toMatchObject({
      code: 1,
      out: expect.stringMatching(/refused .*bad\.csv: .*no rows of numbers[\s\S]*0 loaded, 1 refused/),
    });
  });
});
