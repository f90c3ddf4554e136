import { describe, expect, it } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { type BetweenReport, betweenPoints } from './between-points.ts';
import { bandNodes } from './contiguous-bands.ts';
import { DenseSampler } from './dense-sampler.ts';
import { createDesignSpace } from './design-space.ts';
import { MOST_POINTS } from './fringe-rule.ts';
import { beamOf } from './illumination.ts';
import { parseTarget } from './parse-target.ts';
import { compileTarget } from './searched-target.ts';
import type { Target, TargetEntry } from './target.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const none: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const film = (thicknessNm: number): LayerSequence => ({
  count: 1,
  media: Int32Array.of(0),
  thicknessNm: Float64Array.of(thicknessNm),
});

function targetOf(spectra: Partial<TargetEntry>[], stack: object = {}): Target {
  const materials = { H: { wavelengthsNm: [300, 1200], n: [2.6, 2.2] } };
  return parseTarget({
    spectra: spectra.map((entry) => ({ quantity: 'R', ...entry })),
    stack: { substrate: { medium: { n: 1.52 } }, materials, ...stack },
  });
}

function judge(target: Target, front: LayerSequence): BetweenReport & { mae: number | null } {
  const space = createDesignSpace(target, catalogue);
  const { mae } = compileTarget(target, space).report(front, none);
  return { mae, ...betweenPoints(target, space).verify(front, none, mae) };
}

/** R of the coating at any wavelengths. */
function reflectance(target: Target, front: LayerSequence, wavelengthsNm: number[]): number[] {
  const probe = { ...target, spectra: [{ quantity: 'R' as const, wavelengthsNm, values: wavelengthsNm.map(() => 0) }] };
  return compileTarget(probe, createDesignSpace(probe, catalogue)).report(front, none).spectra[0].R;
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('between the points', () => {
  it('a smooth curve has the error that it has on them', () => {
    const report = judge(
      targetOf([{ wavelengthsNm: range(400, 800, 10), values: range(400, 800, 10).map(() => 0.2) }]),
      none,
    );
    expect(report.maeBetween).toBeCloseTo(report.mae as number, 12);
    expect(report.undersampled).toBe(false);
  });

  it('a curve that meets every point but swings between them is found out', () => {
    const grid = range(400, 800, 20);
    const front = film(6000);
    const target = targetOf([{ wavelengthsNm: grid, values: grid.map(() => 0) }]);
    target.spectra[0].values = reflectance(target, front, grid);
    const report = judge(target, front);
    expect(report.mae).toBe(0);
    expect(report.maeBetween).toBeGreaterThan(0.02);
    expect(report.undersampled).toBe(true);
  });

  it.each([
    ['a thick film', 1500, 0.02],
    ['a jagged wish, whose error has kinks between slow fringes', 300, 0.1],
  ])('agrees with a brute-force average over a very fine grid: %s', (_, thicknessNm, rise) => {
    const grid = range(450, 700, 10);
    const values = grid.map((_, i) => 0.1 + rise * ((3 * i) % 5));
    const front = film(thicknessNm);
    const target = targetOf([{ wavelengthsNm: grid, values }]);
    const fine = range(450, 700, 0.05);
    const R = reflectance(target, front, fine);
    let sum = 0;
    fine.forEach((wavelength, i) => {
      const j = Math.min(Math.floor((wavelength - 450) / 10), grid.length - 2);
      const wish = values[j] + ((values[j + 1] - values[j]) * (wavelength - grid[j])) / 10;
      sum += Math.abs(R[i] - wish) * (i === 0 || i === fine.length - 1 ? 0.5 : 1);
    });
    const ratio = (judge(target, front).maeBetween as number) / (sum / (fine.length - 1));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
  });

  it('nothing is asked in a gap between bands', () => {
    const [first, second] = [range(400, 500, 10), range(700, 800, 10)];
    const wavelengthsNm = [...first, ...second];
    const values = [...first.map(() => 0.1), ...second.map(() => 0.9)];
    const joined = judge(targetOf([{ wavelengthsNm, values }]), none);
    expect(joined.maeBetween).toBeCloseTo(joined.mae as number, 12);
  });

  it('the order of the points does not matter', () => {
    const grid = range(400, 800, 10);
    const values = grid.map((wavelength) => (wavelength < 600 ? 0 : 0.5));
    const inOrder = judge(targetOf([{ wavelengthsNm: grid, values }]), film(300));
    const reversed = targetOf([{ wavelengthsNm: [...grid].reverse(), values: [...values].reverse() }]);
    expect(judge(reversed, film(300)).maeBetween).toBeCloseTo(inOrder.maeBetween as number, 12);
  });

  it('one-sided kinds and statistics count as in the merit', () => {
    const grid = range(400, 800, 10);
    const entry = { wavelengthsNm: grid, values: grid.map(() => 0.02) };
    expect(judge(targetOf([{ ...entry, kind: 'atLeast' }]), none).maeBetween).toBe(0);
    const bare = (0.52 / 2.52) ** 2;
    expect(judge(targetOf([{ ...entry, statistic: 'mean' }]), none).maeBetween).toBeCloseTo(bare - 0.02, 12);
    expect(judge(targetOf([{ ...entry, statistic: 'max' }]), none).maeBetween).toBeCloseTo(bare - 0.02, 12);
  });

  it('it cannot be told for decibels alone or beyond the limit of points', () => {
    const grid = range(400, 800, 10);
    const decibels = targetOf([{ quantity: 'TdB', wavelengthsNm: grid, values: grid.map(() => -3) }]);
    expect(judge(decibels, none)).toMatchObject({ maeBetween: null, undersampled: null });
    const thick = judge(targetOf([{ wavelengthsNm: grid, values: grid.map(() => 0.5) }]), film(1e6));
    expect(thick).toMatchObject({ maeBetween: null, undersampled: null });
    expect(thick.undersampledReason).toContain(String(MOST_POINTS));
  });
});

describe('the dense grid', () => {
  function gridOf(front: LayerSequence, stack: object = {}): Float64Array {
    const target = targetOf([{ wavelengthsNm: [400, 800], values: [0, 0] }], stack);
    const bands = bandNodes(target.spectra[0].wavelengthsNm);
    const sampler = new DenseSampler(createDesignSpace(target, catalogue), beamOf({}), bands.nodesNm, bands.isGap);
    return (sampler.sample(front, none) as { wavelengthsNm: Float64Array }).wavelengthsNm;
  }

  it('keeps every step within λ²/(16 G), not far below', () => {
    const thicknessNm = 8000;
    const grid = gridOf(film(thicknessNm));
    const slope = -0.4 / 900;
    let tightest = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < grid.length; i++) {
      const n = 2.6 + slope * (grid[i] - 300);
      const G = thicknessNm * Math.max(n, Math.abs(n - grid[i] * slope));
      const allowed = grid[i] ** 2 / (16 * G);
      expect(grid[i + 1] - grid[i]).toBeLessThanOrEqual(allowed * (1 + 1e-9));
      tightest = Math.min(tightest, allowed / (grid[i + 1] - grid[i]));
    }
    expect(tightest).toBeLessThan(1.5);
  });

  it('counts a coherent slab but not an incoherent one', () => {
    const slab = (coherent: boolean) => ({ substrate: { medium: { n: 1.5 }, thicknessNm: 20_000, coherent } });
    expect(gridOf(none, slab(false)).length).toBe(gridOf(none).length);
    expect(gridOf(none, slab(true)).length).toBeGreaterThan(600);
  });
});

describe('contiguous bands', () => {
  const gaps = (wavelengthsNm: number[]): number[] => {
    const { nodesNm, isGap } = bandNodes(wavelengthsNm);
    return [...nodesNm].filter((_, i) => isGap[i] === 1);
  };

  it('end where a step is much wider than the usual one and than its neighbours', () => {
    expect(gaps([...range(400, 510, 2), ...range(554, 700, 2)])).toEqual([510, 700]);
    expect(gaps([...range(400, 510, 2), 532, ...range(554, 700, 2)])).toEqual([510, 532, 700]);
    expect(gaps([400, 410, 600, 610])).toEqual([410, 610]);
  });

  it('go on through a coarser part, and from end to end of two points', () => {
    expect(gaps([400, 700])).toEqual([700]);
    expect(gaps([550])).toEqual([550]);
    expect(gaps(range(400, 500, 10))).toEqual([500]);
    expect(gaps([...range(400, 480, 10), ...range(481, 560, 1)])).toEqual([560]);
  });

  it('share out the average so that each point weighs alike', () => {
    const { share, aloneShare } = bandNodes([...range(400, 500, 10), 900]);
    const sum = [...share, ...aloneShare].reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(1, 12);
    expect(aloneShare[aloneShare.length - 1]).toBeCloseTo(1 / 12, 12);
  });

  it('run through a vertical edge as the drawing does, in either direction', () => {
    expect([...bandNodes([500, 510, 510, 520]).order]).toEqual([0, 1, 2, 3]);
    expect([...bandNodes([520, 510, 510, 500]).order]).toEqual([3, 2, 1, 0]);
  });
});
