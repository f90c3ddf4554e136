import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '#core/materials/catalogue.ts';
import { parseMaterialDocument } from '#core/materials/document.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Stack } from '#core/optics/stack.ts';
import { beamOf } from '#core/targets/illumination.ts';
import { LiveSolver } from './live-spectrum.ts';

const catalogue = createCatalogue(
  ['SiO2', 'TiO2', 'N-BK7', 'Ag'].map((id) => ({
    id,
    read: () => {
      const file = new URL(`../../models/materials/${id}.json`, import.meta.url);
      return parseMaterialDocument(JSON.parse(readFileSync(file, 'utf8')), id);
    },
  })),
);
const solver = new LiveSolver(catalogue);

const mirror: Stack = {
  layers: Array.from({ length: 12 }, (_, i) => ({ medium: i % 2 === 0 ? 'TiO2' : 'SiO2', thicknessNm: 60 + 3 * i })),
  substrate: { medium: 'N-BK7' },
};
const grid = Float64Array.from({ length: 101 }, (_, i) => 450 + 3 * i);

function worst(stack: Stack, angleDeg: number, polarization: 's' | 'p' | 'unpolarized', reverse = false): number {
  const direction = reverse ? 'reverse' : 'forward';
  const live = solver.spectrum(stack, solver.media(stack), beamOf({ angleDeg, polarization, direction }), grid);
  const exact = simulateRequest(
    { stack, illumination: { wavelengthsNm: [...grid], angleDeg, polarization, direction } },
    catalogue,
  );
  let most = 0;
  for (const curve of ['R', 'T', 'A'] as const) {
    exact[curve].forEach((value, i) => {
      most = Math.max(most, Math.abs(value - live[curve][i]));
    });
  }
  return most;
}

describe('the spectrum of the design in hand', () => {
  test.each([
    [0, 'unpolarized'],
    [45, 's'],
    [60, 'p'],
    [30, 'unpolarized'],
  ] as const)('is that of the command line at %d° %s', (angleDeg, polarization) => {
    expect(worst(mirror, angleDeg, polarization)).toBeLessThan(1e-11);
    const part: Stack = { ...mirror, substrate: { medium: 'N-BK7', thicknessNm: 1e6 }, backLayers: mirror.layers };
    expect(worst(part, angleDeg, polarization)).toBeLessThan(1e-11);
    expect(worst(part, angleDeg, polarization, true)).toBeLessThan(1e-11);
    expect(worst({ ...part, substrate: { medium: 'N-BK7', thicknessNm: 900, coherent: true } }, 20, 's')).toBeLessThan(
      1e-11,
    );
  });

  test('follows a thickness without new tables', () => {
    const media = solver.media(mirror);
    const before = solver.spectrum(mirror, media, beamOf({}), grid);
    const layers = mirror.layers.map((layer, i) => (i === 3 ? { ...layer, thicknessNm: 200 } : layer));
    const changed = { ...mirror, layers };
    expect(solver.media(changed).key).toBe(media.key);
    expect(solver.spectrum(changed, media, beamOf({}), grid).R[50]).not.toBe(before.R[50]);
    expect(worst(changed, 0, 's')).toBeLessThan(1e-11);
  });

  test('tells own materials apart by what they are, not by their names', () => {
    const a: Stack = { ...mirror, materials: { TiO2: { n: 2 } } };
    const b: Stack = { ...mirror, materials: { TiO2: { n: 3 } } };
    expect(worst(a, 0, 's')).toBeLessThan(1e-11);
    expect(worst(b, 0, 's')).toBeLessThan(1e-11);
  });

  test('has a hole where a material has no data, and names the material', () => {
    const table = { wavelengthsNm: [500, 600], n: [2, 2.1] };
    const stack: Stack = { layers: [{ medium: table, thicknessNm: 100 }], substrate: { medium: 'N-BK7' } };
    const media = solver.media(stack);
    const { R, A } = solver.spectrum(stack, media, beamOf({}), grid);
    expect(media.rangeNm).toEqual([500, 600]);
    expect(media.limitedBy[0]).toContain('stack.layers[0]');
    expect(R.every((value, i) => Number.isNaN(value) === (grid[i] < 500 || grid[i] > 600))).toBe(true);
    expect(A[20]).toBe(1 - R[20] - solver.spectrum(stack, media, beamOf({}), grid).T[20]);
  });

  test('refuses light from an absorber', () => {
    const stack: Stack = { ...mirror, ambient: 'Ag' };
    expect(() => solver.spectrum(stack, solver.media(stack), beamOf({}), grid)).toThrow('absorbs');
  });
});
