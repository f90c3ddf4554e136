import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerExport } from '#cli/commands/export.ts';
import { type DesignDocument, parseDesignDocument } from '#core/documents/design-document.ts';
import { createCatalogue } from '#core/materials/catalogue.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Stack } from '#core/optics/stack.ts';
import { readDesignFile } from '#services/design-file.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const STACK: Stack = {
  layers: [
    { medium: 'MgF2', thicknessNm: 92.3 },
    { medium: 'H', thicknessNm: 0 },
    { medium: 'H', thicknessNm: 61.12345678901234 },
    { medium: 'Ag', thicknessNm: 9.7 },
    { medium: { n: 1.7, k: 0.001 }, thicknessNm: 80 },
  ],
  substrate: { medium: 'N-BK7', thicknessNm: 1e6 },
  backLayers: [{ medium: '=cmd, "x"', thicknessNm: 95 }],
  materials: { H: 'TiO2', '=cmd, "x"': { n: 1.38 }, unused: { n: 3 } },
  referenceWavelengthNm: 550,
};

let folder: string;
const file = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-export-'));
  writeFileSync(file('stack.json'), JSON.stringify(STACK));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerExport(program);
  await program.parseAsync(['export', ...args], { from: 'user' });
}

async function exported(...args: string[]): Promise<string> {
  const out = file(`out-${args.length}`);
  await run(...args, '--out', out, '--force');
  return readFileSync(out, 'utf8');
}

const documentOf = (text: string): DesignDocument => parseDesignDocument(JSON.parse(text));
const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe('export --format json', () => {
  it('carries data with which the stack gives the same spectra, without any catalogue', async () => {
    const text = await exported(
      file('stack.json'),
      '--format',
      'json',
      '--from',
      '400',
      '--to',
      '700',
      '--step',
      '7',
      '--angle',
      '33',
      '--polarization',
      'p',
    );
    const { stack, spectra, materials } = documentOf(text);
    const [{ illumination, R, T, A }] = spectra as [DesignDocument['spectra'][number]];
    expect(illumination).toMatchObject({ angleDeg: 33, polarization: 'p', direction: 'forward' });
    expect(illumination.wavelengthsNm).toHaveLength(43);
    const direct = simulateRequest({ stack: STACK, illumination }, loadCatalogue());
    const alone = simulateRequest({ stack, illumination }, createCatalogue([]));
    for (const again of [direct, alone]) {
      expect(largestDifference(R, again.R)).toBeLessThan(1e-12);
      expect(largestDifference(T, again.T)).toBeLessThan(1e-12);
      expect(largestDifference(A, again.A)).toBeLessThan(1e-12);
    }
    const titania = materials.find(({ name }) => name.startsWith('TiO2/'));
    expect(titania?.catalogueId).toBe(titania?.name);
    expect(titania?.source?.text.length).toBeGreaterThan(10);
    expect(Object.keys(stack.materials ?? {})).not.toContain('unused');
  });

  it('is read again, intact, and linked to the catalogue beyond its own wavelengths', async () => {
    await run(file('stack.json'), '--format', 'json', '--from', '500', '--to', '600', '--out', file('a.json'));
    const catalogue = loadCatalogue();
    const { stack, source } = await readDesignFile(file('a.json'), { catalogue });
    expect(source).toMatchObject({ kind: 'document', isIntact: true });
    const illumination = { wavelengthsNm: [420, 550] };
    expect(simulateRequest({ stack, illumination }, catalogue).R).toEqual(
      simulateRequest({ stack: STACK, illumination }, catalogue).R,
    );
    const embedded = await readDesignFile(file('a.json'));
    expect(() => simulateRequest({ stack: embedded.stack, illumination }, catalogue)).toThrow(/420 nm was asked/);
    // once more from the document: the same light, the same design, the same stack
    await run(file('a.json'), '--format', 'json', '--out', file('b.json'));
    const [a, b] = ['a.json', 'b.json'].map((name) => documentOf(readFileSync(file(name), 'utf8')));
    expect(b?.sha256).toEqual(a?.sha256);
    expect(b?.spectra).toEqual(a?.spectra);
  });

  it('is seen to be changed when somebody changes its stack', async () => {
    await run(file('stack.json'), '--format', 'json', '--out', file('a.json'));
    writeFileSync(
      file('b.json'),
      readFileSync(file('a.json'), 'utf8').replace('"thicknessNm": 92.3', '"thicknessNm": 92.4'),
    );
    expect((await readDesignFile(file('b.json'))).source.isIntact).toBe(false);
  });

  it('takes the candidate that is asked for and keeps its history', async () => {
    const provenance = { seed: 3 };
    const candidates = [1, 2].map((n) => ({
      stack: { layers: [{ medium: { n: 2 }, thicknessNm: n }], substrate: { medium: 'SiO2' } },
      origin: 'needle',
      merit: n / 10,
      provenance,
    }));
    writeFileSync(file('answer.ndjson'), `${JSON.stringify({ id: 'x', candidates })}\n{"id":"y","error":{}}\n`);
    const { stack, history } = documentOf(
      await exported(file('answer.ndjson'), '--format', 'json', '--candidate', '2'),
    );
    expect(stack.layers[0]?.thicknessNm).toBe(2);
    expect(history).toEqual({ id: 'x', candidate: 2, origin: 'needle', merit: 0.2, provenance });
  });
});

describe('export --format csv', () => {
  it('lists layers from the substrate out, with a sum that adds up', async () => {
    const text = await exported(file('stack.json'), '--format', 'csv', '--match-angle', '20');
    const rows = parse(text, { columns: true, comment: '#' }) as Record<string, string>[];
    expect(rows.map(({ layer, side, material }) => `${side} ${layer} ${material}`)).toEqual([
      'front 1 n 1.7 + 0.001i',
      expect.stringMatching(/^front 2 Ag\//),
      expect.stringMatching(/^front 3 TiO2\//),
      expect.stringMatching(/^front 4 MgF2\//),
      'back 1 \'=cmd, "x"',
    ]);
    const sum = rows.reduce((total, row) => total + Number(row.d_nm), 0);
    expect(Number(/^# sum_d_nm: (.*)$/m.exec(text)?.[1])).toBe(sum);
    expect(Number(rows[2]?.d_nm)).toBe(61.12345678901234);
    // QWOT of a clear layer by hand: 4 √(n² − sin²θ) d / λ0
    const by = (4 * Math.sqrt(1.38 ** 2 - Math.sin((20 * Math.PI) / 180) ** 2) * 95) / 550;
    expect(Number(rows[4]?.QWOT)).toBeCloseTo(by, 8);
    expect(Number(rows[4]?.OT_nm)).toBeCloseTo(1.38 * 95, 8);
    expect(Number(rows[4]?.FWOT)).toBeCloseTo(by / 4, 8);
    expect(text).toContain('# omitted_without_thickness: 1\n');
    expect(text).not.toContain('\r');
    expect(text).not.toMatch(/(^|,)[=+@-]/m);
  });

  it('leaves empty what has no reference wavelength', async () => {
    const { referenceWavelengthNm: _, ...bare } = STACK;
    writeFileSync(file('bare.json'), JSON.stringify(bare));
    const text = await exported(file('bare.json'), '--format', 'csv');
    const [row] = parse(text, { columns: true, comment: '#' }) as Record<string, string>[];
    expect(row).toMatchObject({ d_nm: '80', QWOT: '', n_l0: '', lambda0_nm: '' });
    await expect(run(file('bare.json'), '--format', 'csv', '--match-angle', '20')).rejects.toMatchObject({
      code: 'INVALID',
    });
  });

  it('has the same design hash as the document', async () => {
    const { sha256 } = documentOf(await exported(file('stack.json'), '--format', 'json'));
    const text = await exported(file('stack.json'), '--format', 'csv', '--force');
    expect(/^# design_sha256: (.*)$/m.exec(text)?.[1]).toBe(sha256.design);
  });
});

describe('export --format spectrum-csv', () => {
  it('writes what the solver says, in full precision', async () => {
    const text = await exported(
      file('stack.json'),
      '--format',
      'spectrum-csv',
      '--from',
      '500',
      '--to',
      '501',
      '--step',
      '0.1',
      '--direction',
      'reverse',
    );
    const rows = parse(text, { columns: true, comment: '#', cast: true }) as Record<
      'wavelength_nm' | 'R' | 'T' | 'A',
      number
    >[];
    const wavelengthsNm = rows.map((row) => row.wavelength_nm);
    expect(wavelengthsNm).toEqual([500, 500.1, 500.2, 500.3, 500.4, 500.5, 500.6, 500.7, 500.8, 500.9, 501]);
    const direct = simulateRequest(
      { stack: STACK, illumination: { wavelengthsNm, direction: 'reverse' } },
      loadCatalogue(),
    );
    expect(rows.map(({ R }) => R)).toEqual(direct.R);
    expect(rows.map(({ T }) => T)).toEqual(direct.T);
    expect(text).toContain('# direction: reverse\n');
    expect(text).toContain('# part: whole part (incoherent slab; T leaves the part)\n');
  });

  it('refuses wavelengths without data, and grids that are none', async () => {
    const grid = (...wish: string[]) => run(file('stack.json'), '--format', 'spectrum-csv', ...wish);
    await expect(grid('--from', '20', '--to', '30')).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
    await expect(grid('--from', '600', '--to', '500')).rejects.toMatchObject({ code: 'INVALID' });
    await expect(grid('--step', '0.00001')).rejects.toMatchObject({ code: 'LIMIT' });
  });
});

describe('export --out', () => {
  it('does not replace a file unless forced', async () => {
    writeFileSync(file('a.csv'), 'mine');
    await expect(run(file('stack.json'), '--format', 'csv', '--out', file('a.csv'))).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(readFileSync(file('a.csv'), 'utf8')).toBe('mine');
    await run(file('stack.json'), '--format', 'csv', '--out', file('a.csv'), '--force');
    expect(readFileSync(file('a.csv'), 'utf8')).toContain('stackwright-layers/1');
  });
});
