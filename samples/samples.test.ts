import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileTarget } from '#core/targets/searched-target.ts';
import { createDesignSpace } from '#core/targets/design-space.ts';
import { createSpecification } from '#core/targets/specification.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { openTargetFile, readTargetFile } from '#services/target-file.ts';
import { syntheticMeasurement } from './measured/synthetic-measurement.ts';

const folder = (name: string): string => fileURLToPath(new URL(`./${name}/`, import.meta.url));
const targets = readdirSync(folder('targets'));
const catalogue = loadCatalogue();

describe('sample targets', () => {
  it('are many, each named in the README', () => {
    const readme = readFileSync(join(folder('.'), 'README.md'), 'utf8');
    expect(targets.length).toBeGreaterThanOrEqual(10);
    for (const name of [...targets, ...readdirSync(folder('measured'))]) expect(readme).toContain(name);
  });

  it.each(targets)('%s can be designed for with the catalogue as it is', async (name) => {
    const target = await readTargetFile(join(folder('targets'), name));
    expect(target.name).toBeTruthy();
    const space = createDesignSpace(target, catalogue);
    const { media, thicknessNm } = space.start ?? space.innermost;
    const face = { count: media.length, media: Int32Array.from(media), thicknessNm: Float64Array.from(thicknessNm) };
    const none = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
    const { merit } = compileTarget(target, space).report(face, none);
    expect(Number.isFinite(merit) && merit > 0).toBe(true);
    const rows = createSpecification(target, space).check(face, none).rows;
    expect(rows).toHaveLength(target.specification?.length ?? 0);
  });

  it('the bandpass starts from three cavities at the right place', async () => {
    const target = await readTargetFile(join(folder('targets'), 'bandpass-550.json'));
    const space = createDesignSpace(target, catalogue);
    const { media = [], thicknessNm = [] } = space.start ?? {};
    const face = { count: media.length, media: Int32Array.from(media), thicknessNm: Float64Array.from(thicknessNm) };
    const none = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
    const [centre] = createSpecification(target, space).check(face, none).rows;
    expect(Math.abs((centre.actual as number) - 550)).toBeLessThan(3);
  });
});

describe('the synthetic measurement', () => {
  const path = join(folder('measured'), 'partial-reflector.csv');

  it('is what its script makes, and says that it is no measurement', () => {
    const text = readFileSync(path, 'utf8');
    expect(text).toBe(syntheticMeasurement(catalogue));
    expect(text).toMatch(/^# NOT A MEASUREMENT/);
  });

  it('opens as a target without anything assumed', async () => {
    const { target, notes } = await openTargetFile(path);
    expect(notes).toEqual([]);
    expect(target.spectra.map(({ quantity }) => quantity)).toEqual(['R', 'T']);
    expect(target.stack.substrate).toEqual({ medium: 'N-BK7/SCHOTT', thicknessNm: 1e6 });
  });
});
