import { describe, expect, test } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { type Coating, emptyFace, type Face, fillBack, SequenceBuffer } from './coating.ts';
import { findNeedles, insertNeedle, type Needle } from './needle.ts';
import { dot } from './normal-equations.ts';
import { openTarget } from './open-target.ts';
import type { SearchContext } from './search-context.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const MATERIALS = { H: { n: 2.35 }, L: { n: 1.46 }, M: { n: 1.9, k: 0.003 }, Ag: { n: 0.13, k: 3.9 } };
const GRID_NM = Array.from({ length: 23 }, (_, i) => 450 + 10 * i);

/** Everything that residuals are made of: R, T and A, each point, a mean and an extreme, at two angles. */
function open(stack: Record<string, unknown>, merit: 'rms' | 'mae'): SearchContext {
  const values = GRID_NM.map((_, i) => 0.4 + 0.3 * Math.sin(i));
  const oblique = { wavelengthsNm: GRID_NM, angleDeg: 50 };
  const target = parseTarget({
    merit,
    spectra: [
      { quantity: 'R', wavelengthsNm: GRID_NM, values },
      { quantity: 'A', wavelengthsNm: GRID_NM.slice(3, 9), values: [0, 0, 0, 0, 0, 0], kind: 'atMost', weight: 2 },
      { ...oblique, quantity: 'T', values: GRID_NM.map(() => 0.2), statistic: 'mean', polarization: 'p' },
      {
        ...oblique,
        quantity: 'OD',
        values: GRID_NM.map(() => 2),
        statistic: 'min',
        kind: 'atLeast',
        polarization: 's',
      },
    ],
    stack: { materials: MATERIALS, maxLayers: 20, ...stack },
  });
  return openTarget(target, NO_CATALOGUE);
}

const face = (...layers: [number, number, boolean?][]): Face => ({
  media: layers.map(([medium]) => medium),
  thicknessNm: layers.map(([, thicknessNm]) => thicknessNm),
  locked: layers.map(([, , locked]) => locked ?? false),
});

/** ∂(Σ r²)/∂d from the Jacobian of the coating with the needle in it, of no thickness. */
function slopeOfLayer(coating: Coating, needle: Needle, { target, space }: SearchContext): number {
  const probe = insertNeedle(coating, needle, 0);
  const front = new SequenceBuffer().fill(probe.front);
  const back = fillBack(new SequenceBuffer(), probe, space);
  const count = target.residualCount;
  const residuals = new Float64Array(count);
  const jacobian = new Float64Array((front.count + back.count) * count);
  target.jacobian(front, back, residuals, jacobian);
  const row = needle.layer + (needle.fraction === 0 ? 0 : 1);
  const ofRow = (r: number): number => 2 * dot(jacobian, r * count, residuals, 0, count);
  if (space.back.mode === 'mirror') return ofRow(row) + ofRow(2 * front.count - 1 - row);
  return ofRow(needle.onBack ? front.count + row : row);
}

const slab = { medium: { n: 1.52, k: 1e-8 }, thicknessNm: 1e6 };
describe.each(['rms', 'mae'] as const)('needles for the merit %s', (merit) => {
  test.each([
    ['on a half-space', { substrate: { medium: { n: 1.52 } } }],
    ['on a slab with a bare back', { substrate: slab }],
    ['on both faces of a slab', { substrate: slab, backLayers: 'design' }],
    ['on both faces of a slab, one the image of the other', { substrate: slab, backLayers: 'mirror' }],
    ['on a coherent slab', { substrate: { ...slab, thicknessNm: 3000, coherent: true }, backLayers: 'design' }],
  ])('%s: the slope is that of a layer of no thickness, to 1e-9', (_, stack) => {
    const context = open(stack, merit);
    const front = face([0, 71], [1, 93], [3, 8], [1, 40, true], [0, 66], [2, 120]);
    const coating = { front, back: context.space.back.mode === 'design' ? face([1, 80], [0, 35]) : emptyFace() };
    const needles = findNeedles(coating, context);
    expect(needles.length).toBeGreaterThan(5);
    expect(needles.map(({ slope }) => slope)).toEqual(needles.map(({ slope }) => slope).sort((a, b) => a - b));
    const largest = Math.abs(needles[0].slope);
    for (const needle of needles) {
      const slope = slopeOfLayer(coating, needle, context);
      expect(Math.abs(needle.slope - slope)).toBeLessThan(1e-9 * Math.max(Math.abs(slope), 1e-3 * largest));
    }
    const isLockedHost = ({ onBack, layer, fraction }: Needle) => !onBack && layer === 3 && fraction > 0;
    expect(needles.some(isLockedHost)).toBe(false);
  });
});

test('no needle of the medium that is there already', () => {
  const context = open({ substrate: { medium: { n: 1.52 } } }, 'rms');
  const front = face([0, 71], [1, 93]);
  for (const { layer, fraction, medium } of findNeedles({ front, back: emptyFace() }, context)) {
    expect(medium).not.toBe(front.media[layer]);
    if (fraction === 0 && layer > 0) expect(medium).not.toBe(front.media[layer - 1]);
  }
});
