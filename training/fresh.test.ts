import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { MediumTable } from '#core/optics/types.ts';
import { packageRoot } from '#services/package-root.ts';
import { findPython } from '../scripts/train.mjs';

const python = findPython();
const SAMPLES = 20_000;
/** Writes thicknesses of as many fresh stacks as the shard has, and the first batch with its R. */
const DRAW = `
import json, sys, torch
from pathlib import Path
from training.fresh import FreshStacks
torch.set_num_threads(1)
folder, count = Path(sys.argv[1]), int(sys.argv[2])
fresh = FreshStacks(json.loads((folder / "train.json").read_text()))
torch.cat(next(fresh.batches(500)), 1).numpy().tofile(folder / "spectra.f32")
fresh.thicknesses(count, torch.Generator().manual_seed(3)).numpy().tofile(folder / "thicknesses.f32")
`;

interface Table {
  readonly n: number[];
  readonly k: number[];
}
interface Header {
  readonly domain: {
    readonly wavelengthsNm: number[];
    readonly layerCount: number;
    readonly thicknessNm: { readonly min: number; readonly max: number };
    readonly ambient: Table;
    readonly materials: Table[];
    readonly substrate: Table;
  };
}

const medium = ({ n, k }: Table): MediumTable => ({ n: Float64Array.from(n), k: Float64Array.from(k) });

function readRows(file: string, width: number): Float32Array[] {
  const bytes = readFileSync(file);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return Array.from({ length: values.length / width }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(python === undefined && !process.env.CI)('training/fresh.py', () => {
  let folder: string;
  let domain: Header['domain'];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stackwright-fresh-'));
    const run = (command: string, args: string[]) => {
      const { status, stderr } = spawnSync(command, args, { cwd: packageRoot(), encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    };
    const amounts = ['--samples', String(SAMPLES), '--held-out', '0', '--shallow', '0'];
    const specification = 'training/packs/reflector-20.json';
    run(process.execPath, ['out/generate-data.js', specification, '--out', folder, ...amounts]);
    run(python ?? 'python3', ['-c', DRAW, folder, String(SAMPLES)]);
    domain = (JSON.parse(readFileSync(join(folder, 'train.json'), 'utf8')) as Header).domain;
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("gives each stack the R of core's solver", () => {
    const { layerCount, wavelengthsNm } = domain;
    const points = wavelengthsNm.length;
    const evaluator = createEvaluator({
      wavelengthsNm: Float64Array.from(wavelengthsNm),
      angleDeg: 0,
      polarization: 's',
      direction: 'forward',
      ambient: medium(domain.ambient),
      layerMedia: domain.materials.map(medium),
      substrate: medium(domain.substrate),
    });
    const media = Int32Array.from({ length: layerCount }, (_, j) => j % domain.materials.length);
    const none = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
    const R = new Float64Array(points);
    let worst = 0;
    const rows = readRows(join(folder, 'spectra.f32'), layerCount + points);
    for (const row of rows) {
      const thicknessNm = Float64Array.from(row.subarray(0, layerCount));
      evaluator.spectra({ count: layerCount, media, thicknessNm }, none, R, new Float64Array(points));
      R.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - (row[layerCount + i] ?? Number.NaN)));
      });
    }
    expect(rows).toHaveLength(500);
    expect(worst).toBeLessThan(1e-6);
  });

  it('draws thicknesses as training/generate-data.ts does', () => {
    const { layerCount, thicknessNm, wavelengthsNm } = domain;
    const shard = readRows(join(folder, 'train-0.f32'), layerCount + wavelengthsNm.length);
    const fresh = readRows(join(folder, 'thicknesses.f32'), layerCount);
    expect(fresh).toHaveLength(shard.length);
    const isAtLimit = (nm: number) => Number(nm === thicknessNm.min || nm === thicknessNm.max);
    const halfRangeNm = (thicknessNm.max - thicknessNm.min) / 2;
    for (let j = 0; j < layerCount; j++) {
      const [a, b] = [shard, fresh].map((rows) => rows.map((row) => row[j] ?? Number.NaN)) as [number[], number[]];
      const off = (value: (nm: number) => number) => Math.abs(mean(a.map(value)) - mean(b.map(value)));
      // five standard errors of the difference of two means, for values spread over no more than one
      const most = 5 * 0.5 * Math.sqrt(2 / SAMPLES);
      expect(off((nm) => nm / halfRangeNm / 2)).toBeLessThan(most);
      expect(off((nm) => Math.abs(nm / halfRangeNm / 2 - 0.65))).toBeLessThan(most);
      expect(off(isAtLimit)).toBeLessThan(5 * Math.sqrt((2 * 0.02) / SAMPLES));
      const neighbour = (rows: readonly Float32Array[]) =>
        mean(rows.map((row) => Number(Math.abs((row[j] ?? 0) - (row[(j + 2) % layerCount] ?? 0)) < 2)));
      expect(Math.abs(neighbour(shard) - neighbour(fresh))).toBeLessThan(most);
    }
  });
});
