import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { type EquivalentLayer, equivalentLayer, flipFlop, symmetricGroups } from './equivalent-layer.ts';
import { cavityWidth, quarterWaveReflectance, stacksToCover, stopBandHalfWidth } from './quarter-wave-stack.ts';
import { vCoats } from './v-coat.ts';

/** Layer of constant index. */
type Film = readonly [index: number, thicknessNm: number];

/** R of lossless layers, incident side first, by the exact solver at normal incidence. */
function reflectances(ambient: number, films: readonly Film[], substrate: number, wavelengthsNm: number[]): number[] {
  const count = wavelengthsNm.length;
  const table = (n: number) => ({ n: new Float64Array(count).fill(n), k: new Float64Array(count) });
  const evaluator = createEvaluator({
    wavelengthsNm: Float64Array.from(wavelengthsNm),
    angleDeg: 0,
    polarization: 's',
    direction: 'forward',
    ambient: table(ambient),
    layerMedia: films.map(([n]) => table(n)),
    substrate: table(substrate),
  });
  const [R, T] = [new Float64Array(count), new Float64Array(count)];
  const front = {
    count: films.length,
    media: Int32Array.from(films, (_, i) => i),
    thicknessNm: Float64Array.from(films, ([, thicknessNm]) => thicknessNm),
  };
  evaluator.spectra(front, { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) }, R, T);
  return [...R];
}

const reflectance = (ambient: number, films: readonly Film[], substrate: number, wavelengthNm: number): number =>
  reflectances(ambient, films, substrate, [wavelengthNm])[0];

const quarter = (index: number, wavelengthNm: number): Film => [index, wavelengthNm / (4 * index)];
const film = (index: number, phaseRad: number, wavelengthNm: number): Film => [
  index,
  (phaseRad * wavelengthNm) / (2 * Math.PI * index),
];
const index = (min = 1.3, max = 4) => fc.double({ min, max, noNaN: true });

describe('quarter-wave stacks', () => {
  const [H, L] = [2.35, 1.46];

  test('(HL)^10 on glass reflects 0.999807 at its wavelength', () => {
    const admittances = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? H : L));
    const films = admittances.map((n) => quarter(n, 550));
    expect(quarterWaveReflectance(1, admittances, 1.52)).toBeCloseTo(reflectance(1, films, 1.52, 550), 12);
    expect(quarterWaveReflectance(1, admittances, 1.52)).toBeCloseTo(0.999807, 6);
  });

  test('the stop band ends where the period has a real equivalent layer', () => {
    const halfWidth = stopBandHalfWidth(H, L);
    expect(stopBandHalfWidth(L, H)).toBe(halfWidth);
    const at = (g: number) => equivalentLayer(H, L, { outerRad: (g * Math.PI) / 4, innerRad: (g * Math.PI) / 2 });
    for (const side of [-1, 1]) {
      expect(at(1 + side * halfWidth * 0.999)).toBeUndefined();
      expect(at(1 + side * halfWidth * 1.001)).toBeDefined();
    }
  });

  test('as many stacks as stop bands fit into the band', () => {
    expect(stacksToCover(500, 550, 0.15)).toBe(1);
    expect(stacksToCover(500, 680, 0.15)).toBe(2);
    expect(stacksToCover(400, 4000, 0.15)).toBe(8);
  });
});

describe('Fabry–Pérot filters', () => {
  const [H, L, centreNm] = [2.35, 1.45, 550];
  const mirror = (layers: number, startsHigh: boolean): Film[] =>
    Array.from({ length: layers }, (_, i) => quarter((i % 2 === 0) === startsHigh ? H : L, centreNm));

  test.each([
    ['high', H, 1],
    ['low', L, 2],
  ])('with a %s spacer pass everything at the centre and are as wide as the formula says', (_, spacer, order) => {
    const half = mirror(8, spacer === H);
    const [n, quarterNm] = quarter(spacer, centreNm);
    const films: Film[] = [...half, [n, 2 * order * quarterNm], ...[...half].reverse()];
    expect(reflectance(1.52, films, 1.52, centreNm)).toBeLessThan(1e-12);

    const R = quarterWaveReflectance(
      spacer,
      [...half].reverse().map(([admittance]) => admittance),
      1.52,
    );
    const width = cavityWidth(R, order, H, L);
    const [below, above] = [-0.5, 0.5].map((part) => reflectance(1.52, films, 1.52, centreNm * (1 + part * width)));
    expect(below).toBeCloseTo(0.5, 1);
    expect(above).toBeCloseTo(0.5, 1);
  });
});

describe('V-coats', () => {
  test('1.38 over 2.35 on 1.52 at 550 nm: both zeros', () => {
    const found = vCoats([1, 1.38, 2.35, 1.52]).map(([outer, inner]) => [
      film(1.38, outer, 550),
      film(2.35, inner, 550),
    ]);
    expect(found).toHaveLength(2);
    const expected = [
      [129.29, 11.67],
      [69.98, 105.35],
    ];
    found.forEach((films, i) => {
      expect(reflectance(1, films, 1.52, 550)).toBeLessThan(1e-24);
      films.forEach(([, thicknessNm], layer) => {
        expect(thicknessNm).toBeCloseTo(expected[i][layer], 2);
      });
    });
  });

  test('have no reflectance wherever they exist', () => {
    let existing = 0;
    fc.assert(
      fc.property(index(), index(), index(1.3, 4.2), (outer, inner, substrate) => {
        for (const [outerRad, innerRad] of vCoats([1, outer, inner, substrate])) {
          existing++;
          const films = [film(outer, outerRad, 1000), film(inner, innerRad, 1000)];
          expect(reflectance(1, films, substrate, 1000)).toBeLessThan(1e-14);
        }
      }),
      { seed: 5 },
    );
    expect(existing).toBeGreaterThan(20);
    expect(vCoats([1, 1.4, 1.45, 4])).toEqual([]);
  });
});

describe('equivalent layers', () => {
  const phase = fc.double({ min: 0.05, max: 1.5, noNaN: true });

  test('a symmetric group has the matrix of its equivalent layer', () => {
    fc.assert(
      fc.property(index(), index(), phase, phase, index(1.4, 4), (outer, inner, outerRad, innerRad, substrate) => {
        const layer = equivalentLayer(outer, inner, { outerRad, innerRad });
        if (layer === undefined) return;
        const side = film(outer, outerRad, 800);
        const group = [side, film(inner, innerRad, 800), side];
        const single = [film(layer.index, layer.phaseRad, 800)];
        for (const ambient of [1, 1.7]) {
          const R = reflectance(ambient, single, substrate, 800);
          expect(reflectance(ambient, group, substrate, 800)).toBeCloseTo(R, 9);
        }
      }),
      { seed: 6 },
    );
  });

  test('a wished index between the two is met by a group', () => {
    const wished: EquivalentLayer = { index: 1.7, phaseRad: Math.PI / 2 };
    for (const [outer, inner] of [
      [1.38, 2.35],
      [2.35, 1.38],
    ]) {
      const groups = symmetricGroups(outer, inner, wished);
      expect(groups).toHaveLength(2);
      for (const group of groups) {
        const layer = equivalentLayer(outer, inner, group);
        expect(layer?.index).toBeCloseTo(wished.index, 12);
        expect(layer?.phaseRad).toBeCloseTo(wished.phaseRad, 12);
      }
    }
    expect(symmetricGroups(1.46, 1.5, { index: 2.5, phaseRad: 1.5 })).toEqual([]);
  });

  test('a thin pair acts as one layer of the index between', () => {
    const [high, low] = flipFlop(1.8, 4, 2.35, 1.38);
    expect(high + low).toBeCloseTo(4, 12);
    expect(high * 2.35 * 2.35 + low * 1.38 * 1.38).toBeCloseTo(4 * 1.8 * 1.8, 12);
    const pairs = Array.from({ length: 20 }, (): Film[] => [
      [2.35, high / 2],
      [1.38, low],
      [2.35, high / 2],
    ]).flat();
    expect(reflectance(1, pairs, 1.52, 1000)).toBeCloseTo(reflectance(1, [[1.8, 80]], 1.52, 1000), 3);
    expect(flipFlop(3, 4, 2.35, 1.38)).toEqual([4, 0]);
  });
});
