import { describe, expect, it } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { compileSpectra } from './compiled-target.ts';
import { createDesignSpace } from './design-space.ts';
import type { Measure } from './measure.ts';
import { parseTarget } from './parse-target.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const none: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const mirror: LayerSequence = {
  count: 15,
  media: Int32Array.from({ length: 15 }, (_, i) => i % 2),
  thicknessNm: Float64Array.from({ length: 15 }, (_, i) => 150 / (i % 2 === 0 ? 2.35 : 1.46)),
};
/** R of a bare glass face. */
const BARE = (0.52 / 2.52) ** 2;

function take(measure: Measure, front = none) {
  const target = parseTarget({
    spectra: [],
    measures: [measure],
    stack: { substrate: { medium: { n: 1.52 } }, materials: { H: { n: 2.35 }, L: { n: 1.46 } } },
  });
  const report = compileSpectra(target, createDesignSpace(target, catalogue)).report(front, none);
  return { merit: report.merit, ...report.measures[0].result };
}

describe('colour of a bare glass face', () => {
  it('is grey: L* = 116 R^(1/3) − 16, a* = b* = 0', () => {
    const { actual, merit } = take({ measure: 'colour', of: 'R', space: 'Lab', value: [10, 0, 0] });
    const L = 116 * Math.cbrt(BARE) - 16;
    const [l, a, b] = actual as readonly number[];
    expect(l).toBeCloseTo(L, 8);
    expect(a).toBeCloseTo(0, 8);
    expect(b).toBeCloseTo(0, 8);
    // ΔE₀₀ of two greys: ΔL'/S_L with S_L at their mean
    const middle = (L + 10) / 2 - 50;
    expect(merit).toBeCloseTo((L - 10) / (1 + (0.015 * middle ** 2) / Math.sqrt(20 + middle ** 2)), 8);
  });

  it('is met by its own colour in every space', () => {
    for (const space of ['Lab', 'LCh', 'xyY', 'XYZ'] as const) {
      const away = [30, 10, 50] as [number, number, number];
      const other = space === 'xyY' ? ([0.3, 0.3, 50] as [number, number, number]) : away;
      const { actual } = take({ measure: 'colour', of: 'T', space, value: other, illuminant: 'F2' }, mirror);
      const own = [...(actual as readonly number[])] as [number, number, number];
      expect(take({ measure: 'colour', of: 'T', space, value: own, illuminant: 'F2' }, mirror).merit).toBeCloseTo(0, 6);
    }
  });
});

describe('weighted means', () => {
  it('of a flat curve are its value, whatever the weight', () => {
    const weights = ['solar', 'solarDirect', 'photopic', { photopic: 'A' }, { blackbodyK: 2500 }] as const;
    for (const weighting of weights) {
      const { actual, merit } = take({ measure: 'integral', of: 'R', weighting, value: 0.1 });
      expect(actual).toBeCloseTo(BARE, 10);
      expect(merit).toBeCloseTo((0.1 - BARE) / 0.01, 8);
    }
  });
});

describe('a quarter-wave mirror for 600 nm', () => {
  /** The high zone of a quarter-wave stack in g = λ₀/λ: 1 ± (2/π) asin((nH − nL)/(nH + nL)) */
  const halfWidth = (2 / Math.PI) * Math.asin((2.35 - 1.46) / (2.35 + 1.46));

  it('has its centre and width near those of its high zone', () => {
    const zone = [600 / (1 + halfWidth), 600 / (1 - halfWidth)];
    const rangeNm: [number, number] = [420, 900];
    const centre = take({ measure: 'centre', of: 'R', rangeNm, value: 600 }, mirror).actual;
    const width = take({ measure: 'fwhm', of: 'R', rangeNm, value: 100 }, mirror).actual;
    expect(Math.abs((centre as number) - (zone[0] + zone[1]) / 2)).toBeLessThan(10);
    expect((width as number) / (zone[1] - zone[0])).toBeGreaterThan(1);
    expect((width as number) / (zone[1] - zone[0])).toBeLessThan(1.3);
  });

  it('has its long edge beyond the zone', () => {
    const { actual } = take({ measure: 'edge', of: 'T', rangeNm: [620, 800], value: 700 }, mirror);
    expect(actual).toBeGreaterThan(600 / (1 - halfWidth));
    expect(actual).toBeLessThan(760);
  });
});

describe('what cannot be measured is refused with its place', () => {
  const refused: [string, object][] = [
    ['measures[0].value', { measure: 'colour', of: 'R', space: 'xyY', value: [0.7, 0.6, 50] }],
    ['measures[0].rangeNm', { measure: 'edge', of: 'R', rangeNm: [700, 500], value: 600 }],
    ['measures[0].rangeNm', { measure: 'integral', of: 'R', weighting: 'photopic', rangeNm: [900, 1000], value: 0.5 }],
    ['measures[0].value', { measure: 'integral', of: 'R', weighting: 'solar', value: 95 }],
    [
      'measures[0].weighting.values',
      { measure: 'integral', of: 'R', value: 0.5, weighting: { wavelengthsNm: [400, 500], values: [1, 1, 1] } },
    ],
    ['measures[0].environment', { measure: 'edge', of: 'R', rangeNm: [500, 700], value: 600, environment: 'sea' }],
    ['measures[0].of', { measure: 'edge', of: 'X', rangeNm: [500, 700], value: 600 }],
  ];
  for (const [path, measure] of refused) {
    it(path, () => {
      const parse = () =>
        parseTarget({ spectra: [], measures: [measure], stack: { substrate: { medium: { n: 1.52 } } } });
      expect(parse).toThrow(expect.objectContaining({ code: 'INVALID', path }));
    });
  }
});
