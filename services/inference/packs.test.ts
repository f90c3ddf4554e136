import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '#core/design/random.ts';
import { proposeFromPack } from '#core/inverse/propose.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { checkPack } from './check-pack.ts';
import { InferenceHost } from './inference-host.ts';
import { exactSolver } from './measure-pack.ts';
import { packsFolder, readPack } from './pack-files.ts';
import { openPacks, type PackHost } from './packs.ts';

const SHIPPED = join(packsFolder(), 'reflector-20');
let root = '';
let copy = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'packs-'));
  copy = join(root, 'reflector-20');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Changes the copy's manifest as parsed JSON. */
function spoil(change: (manifest: Record<string, never>) => void): void {
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

describe('files of a pack', () => {
  beforeEach(() => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(SHIPPED, copy, { recursive: true });
  });

  it('refuses a file that is not the one described', () => {
    const file = join(copy, 'tandem.onnx');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(() => readPack(copy)).toThrow(/tandem\.onnx is not the file that the manifest describes/);
  });

  it('refuses a way out of the folder, by name or by link', () => {
    spoil((m) => Object.assign(m, { files: { '../reflector-20/x.onnx': { sha256: '0'.repeat(64), bytes: 1 } } }));
    expect(() => readPack(copy)).toThrow(/files/);
    cpSync(SHIPPED, copy, { recursive: true, force: true });
    unlinkSync(join(copy, 'tandem.onnx'));
    symlinkSync(join(SHIPPED, 'tandem.onnx'), join(copy, 'tandem.onnx'));
    expect(() => readPack(copy)).toThrow(/not a plain file/);
  });

  it('says which file is missing, and what is no manifest', () => {
    unlinkSync(join(copy, 'mixture.onnx'));
    expect(() => readPack(copy)).toThrow(/lacks .*mixture\.onnx/);
    writeFileSync(join(copy, 'manifest.json'), '{"format":');
    expect(() => readPack(copy)).toThrow(/manifest\.json cannot be read/);
  });

  it('leaves a damaged pack out and says why', async () => {
    writeFileSync(join(copy, 'CARD.md'), 'another card');
    const host = await openPacks(root);
    expect(host.packs).toEqual([]);
    expect(host.problems.join()).toMatch(/CARD\.md is not the file/);
    await host.dispose();
  });
});

describe('reflector-20', () => {
  let host: PackHost;
  beforeAll(async () => {
    host = await openPacks();
  });
  afterAll(() => host.dispose());
  const shipped = () => {
    const pack = host.find('reflector-20');
    if (pack === undefined) throw new Error(host.problems.join() || 'reflector-20 is not installed');
    return pack;
  };

  it('answers in onnxruntime what PyTorch answered when it was exported', async () => {
    const golden = JSON.parse(readFileSync(join(SHIPPED, 'golden.json'), 'utf8'));
    for (const [file, { inputs, outputs }] of Object.entries<Record<string, Record<string, number[][]>>>(golden)) {
      const tensors = Object.entries(inputs ?? {}).map(([name, value]) => [name, tensorOf(value)]);
      const answer = await shipped().session(file).run(Object.fromEntries(tensors));
      for (const [name, value] of Object.entries(outputs ?? {})) {
        const expected = tensorOf(value);
        expect(answer[name]?.dims).toEqual(expected.dims);
        const tolerance = name === 'R' ? 1e-4 : 0.05; // fractions; nm
        expected.data.forEach((wanted, i) => {
          expect(Math.abs((answer[name]?.data[i] ?? Number.NaN) - wanted)).toBeLessThan(tolerance);
        });
      }
    }
  });

  it('proposes stacks far nearer to a target than chance, the same ones for the same seed', async () => {
    const exact = exactSolver(shipped().manifest, loadCatalogue());
    const random = new Random(31);
    const draw = () => Array.from({ length: 20 }, () => random.between(20, 150));
    const wished = exact(draw());
    const maeOf = (d: readonly number[]) => exact(d).reduce((s, R, i) => s + Math.abs(R - (wished[i] ?? 0)), 0) / 81;
    const target = parseTarget({
      spectra: [{ quantity: 'R', wavelengthsNm: shipped().manifest.spectrum.wavelengthsNm, values: [...wished] }],
      stack: { substrate: { medium: 'N-BK7/SCHOTT' } },
    });
    const ask = () => proposeFromPack(shipped(), target, { samples: 64, random: new Random(7) });
    const proposals = await ask();
    expect(await ask()).toEqual(proposals);
    const [first, ...samples] = proposals;
    expect(first?.origin).toBe('tandem');
    expect(samples).toHaveLength(64);
    for (const { thicknessNm, media } of proposals) {
      expect(Math.min(...thicknessNm)).toBeGreaterThanOrEqual(20 - 1e-4);
      expect(Math.max(...thicknessNm)).toBeLessThanOrEqual(150 + 1e-4);
      expect(media).toEqual(thicknessNm.map((_, j) => j % 2));
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const chance = mean(Array.from({ length: 64 }, () => maeOf(draw())));
    expect(mean(samples.map(({ thicknessNm }) => maeOf(thicknessNm)))).toBeLessThan(0.7 * chance);
    const R = first?.surrogate?.R ?? [];
    const predicted = exact(first?.thicknessNm ?? []);
    expect(mean(R.map((value, i) => Math.abs(value - (predicted[i] ?? 0))))).toBeLessThan(0.01);
  });

  it('understands a wish for part of its band: R = 1 at 500–600 nm, the rest free', async () => {
    const exact = exactSolver(shipped().manifest, loadCatalogue());
    const wavelengthsNm = Array.from({ length: 21 }, (_, i) => 500 + 5 * i);
    const target = parseTarget({
      spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 1) }],
      stack: { substrate: { medium: 'N-BK7/SCHOTT' } },
    });
    const proposals = await proposeFromPack(shipped(), target, { samples: 64, random: new Random(8) });
    const random = new Random(9);
    const inBand = (d: readonly number[]) =>
      exact(d)
        .slice(20, 41)
        .reduce((sum, R) => sum + R, 0) / 21;
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const chance = mean(
      Array.from({ length: 64 }, () => inBand(Array.from({ length: 20 }, () => random.between(20, 150)))),
    );
    const proposed = mean(proposals.map(({ thicknessNm }) => inBand(thicknessNm)));
    expect(1 - proposed).toBeLessThan(0.35 * (1 - chance));
  });

  it('passes the check that a stranger’s pack must pass', { timeout: 120_000 }, async () => {
    const { problems, measured } = await checkPack(SHIPPED, loadCatalogue());
    expect(problems).toEqual([]);
    expect(measured?.forward?.mae).toBeLessThan(0.03);
    expect(measured?.mixture?.medianMae).toBeLessThan(0.7 * (measured?.random?.medianMae ?? 0));
  });
});

describe('a graph that is none', () => {
  it('is refused with a sentence, in a thread and in a process', { timeout: 60_000 }, async () => {
    for (const kind of ['thread', 'process'] as const) {
      const host = new InferenceHost(kind, 30_000);
      await expect(host.load('x', Uint8Array.of(1, 2, 3))).rejects.toThrow(/network cannot be used/);
      await host.close();
    }
  });
});

function tensorOf(value: readonly (readonly (number | readonly number[])[] | number)[]) {
  const dims: number[] = [];
  for (let at: unknown = value; Array.isArray(at); at = at[0]) dims.push(at.length);
  return { data: Float32Array.from((value as number[][]).flat(2)), dims };
}
