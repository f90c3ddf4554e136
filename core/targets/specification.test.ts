import { describe, expect, it } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { createDesignSpace } from './design-space.ts';
import { parseTarget } from './parse-target.ts';
import { compileTarget } from './searched-target.ts';
import { createSpecification, type SpecificationResult } from './specification.ts';
import type { SpecificationRow } from './target.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const none: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const [H, L] = [550 / (4 * 2.35), 550 / (4 * 1.46)];

function sequence(word: string): LayerSequence {
  return {
    count: word.length,
    media: Int32Array.from(word, (letter) => (letter === 'H' ? 0 : 1)),
    thicknessNm: Float64Array.from(word, (letter) => (letter === 'H' ? H : L)),
  };
}
/** One cavity between mirrors in air: T = 1 at 550 nm. */
const cavity = sequence('HLHLHLHLLHLHLHLH');
const mirror = sequence('HLHLHLHLHLHLHLHLHLH');

function setting(rows: Partial<SpecificationRow>[]) {
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm: [550], values: [0] }],
    specification: rows.map((row) => ({
      quantity: 'T',
      statistic: 'max',
      rangeNm: [500, 600],
      compare: '>=',
      value: 0.5,
      ...row,
    })),
    stack: { substrate: { medium: 'air' }, materials: { H: { n: 2.35 }, L: { n: 1.46 } } },
  });
  return { target, space: createDesignSpace(target, catalogue) };
}

function check(front: LayerSequence, row: Partial<SpecificationRow>): SpecificationResult {
  const { target, space } = setting([row]);
  return createSpecification(target, space).check(front, none).rows[0];
}

/** T on a grid of 0.005 nm, by the same solver: the brute-force answer. */
function fineT(front: LayerSequence, from: number, to: number): [number[], number[]] {
  const wavelengthsNm = Array.from({ length: Math.round((to - from) / 0.005) + 1 }, (_, i) => from + 0.005 * i);
  const { target } = setting([]);
  const probe = { ...target, spectra: [{ quantity: 'T' as const, wavelengthsNm, values: wavelengthsNm.map(() => 0) }] };
  return [wavelengthsNm, compileTarget(probe, createDesignSpace(probe, catalogue)).report(front, none).spectra[0].T];
}

describe('specification', () => {
  it('passes if there is none', () => {
    const { target, space } = setting([]);
    expect(createSpecification(target, space).check(cavity, none)).toEqual({ pass: true, rows: [] });
  });

  it('measures a narrow passband', () => {
    const [wavelengths, T] = fineT(cavity, 500, 600);
    const inside = wavelengths.filter((_, i) => T[i] >= 0.5);
    const width = inside[inside.length - 1] - inside[0];
    expect(width).toBeLessThan(10);
    expect(check(cavity, {}).actual).toBeCloseTo(1, 5);
    expect(check(cavity, { statistic: 'fwhm' }).actual).toBeCloseTo(width, 1);
    expect(check(cavity, { statistic: 'centre' }).actual).toBeCloseTo((inside[0] + inside[inside.length - 1]) / 2, 1);
    expect(check(cavity, { statistic: 'min' }).actual).toBeCloseTo(Math.min(...T), 6);
    expect(check(cavity, { statistic: 'mean' }).actual).toBeCloseTo(T.reduce((a, b) => a + b, 0) / T.length, 4);
    const OD = T.map((t) => -Math.log10(t));
    expect(check(cavity, { quantity: 'OD', statistic: 'mean' }).actual).toBeCloseTo(
      OD.reduce((a, b) => a + b, 0) / OD.length,
      3,
    );
  });

  it('finds the edge of a stop band halfway between least and greatest', () => {
    const [wavelengths, T] = fineT(mirror, 560, 680);
    const level = (Math.min(...T) + Math.max(...T)) / 2;
    const at = T.findIndex((t, i) => t < level && T[i + 1] >= level);
    const row = check(mirror, { statistic: 'edge', rangeNm: [560, 680], compare: '=', value: wavelengths[at] });
    expect(row.actual).toBeCloseTo(wavelengths[at], 1);
    expect(row.pass).toBe(true);
  });

  it('compares with the tolerance on the forgiving side', () => {
    const bare = { statistic: 'mean', quantity: 'R' } as const; // nothing in air: R = 0
    expect(check(none, { ...bare, compare: '>=', value: 0.01 }).pass).toBe(false);
    expect(check(none, { ...bare, compare: '>=', value: 0.01, tolerance: 0.02 }).pass).toBe(true);
    expect(check(none, { ...bare, compare: '<=', value: 0.01 }).pass).toBe(true);
    expect(check(none, { ...bare, compare: '=', value: 0.005 }).pass).toBe(true);
    expect(check(none, { ...bare, compare: '=', value: 0.02 }).pass).toBe(false);
  });

  it('fails as a whole if a row fails, and repeats the rows', () => {
    const { target, space } = setting([{ value: 0.9 }, { value: 1.1 }]);
    const report = createSpecification(target, space).check(cavity, none);
    expect(report.pass).toBe(false);
    expect(report.rows.map(({ pass }) => pass)).toEqual([true, false]);
    expect(report.rows[1]).toMatchObject(target.specification?.[1] ?? {});
  });

  it('says why a width or an edge does not exist', () => {
    expect(check(cavity, { statistic: 'fwhm', rangeNm: [551, 600] })).toMatchObject({ actual: null, pass: false });
    expect(check(none, { statistic: 'edge', value: 550 })).toMatchObject({ actual: null, pass: false });
    expect(check(cavity, { statistic: 'fwhm', rangeNm: [551, 600] }).reason).toContain('both sides');
  });

  it('measures a single wavelength', () => {
    expect(check(cavity, { rangeNm: [550, 550] }).actual).toBeCloseTo(1, 12);
  });
});
