import { describe, expect, test } from 'vitest';
import { layerCount } from '#core/design/coating.ts';
import { openTarget } from '#core/design/open-target.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { buildChunk } from './build-chunk.ts';
import { decodeCurves, encodeCurves } from './curve-code.ts';
import { DesignLibrary, proposalsOf } from './design-library.ts';
import { bestFound, coatingOf, decodeFound, encodeFound, MOST_FOUND, withFound } from './found-designs.ts';
import { libraryCoating } from './library-coating.ts';
import { CHUNK, librarySetup } from './library-setup.ts';
import { CURVES_VERSION, FOUND_VERSION, sealBytes, unsealBytes } from './sealed-bytes.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const wavelengthsNm = Array.from({ length: 21 }, (_, i) => 500 + 10 * i);
const H = { n: 2.35, k: 0.002 };
const L = { n: 1.46 };
const M = { n: 0.2, k: 3.5 };
const wish = { quantity: 'R', wavelengthsNm, values: wavelengthsNm.map((_, i) => (i % 7) / 7) };

function open(entry: object = {}, stack: object = {}, more: object = {}): SearchContext {
  const target = parseTarget({
    spectra: [{ ...wish, ...entry }],
    stack: { substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 }, materials: { H, L, M }, maxLayers: 8, ...stack },
    ...more,
  });
  return openTarget(target, NO_CATALOGUE);
}

function libraryOf(context: SearchContext, count = 300): DesignLibrary {
  const library = new DesignLibrary({ key: '', count, rowLength: context.target.rowLength, chunkMs: 1 });
  library.append(0, buildChunk(context, 0, count));
  return library;
}

describe('coatings of a library', () => {
  const context = open();

  test('are the same at the same place, whatever is wished for', () => {
    const other = open({ values: wavelengthsNm.map(() => 1), weight: 3 });
    for (const place of [0, 1, 99]) expect(libraryCoating(other, place)).toEqual(libraryCoating(context, place));
    expect(libraryCoating(context, 1)).not.toEqual(libraryCoating(context, 2));
  });

  test('keep the limits and have no equal neighbours', () => {
    const { space } = context;
    for (let place = 0; place < 500; place++) {
      const { media, thicknessNm } = libraryCoating(context, place).front;
      expect(media.length).toBeLessThanOrEqual(8);
      expect(media.length).toBeGreaterThan(0);
      media.forEach((medium, i) => {
        expect(medium).not.toBe(media[i + 1]);
        expect(thicknessNm[i]).toBeGreaterThanOrEqual(space.minNm[medium]);
        expect(thicknessNm[i]).toBeLessThanOrEqual(space.maxNm[medium]);
      });
    }
  });

  test('have L layers as often as L is large: the mean is (2N + 1)/3', () => {
    let sum = 0;
    for (let place = 0; place < 3000; place++) sum += layerCount(libraryCoating(context, place));
    expect(sum / 3000).toBeCloseTo(17 / 3, 0);
  });

  test('have fixed layers in place, and back layers where they are asked for', () => {
    const fixed = { outermost: [{ medium: 'L', thicknessNm: 77 }], innermost: [{ medium: 'H', thicknessNm: 33 }] };
    const bound = open({}, { fixed, backLayers: 'design' });
    let back = 0;
    for (let place = 0; place < 50; place++) {
      const coating = libraryCoating(bound, place);
      expect([coating.front.thicknessNm[0], coating.front.thicknessNm.at(-1)]).toEqual([77, 33]);
      expect(coating.front.media.every((medium, i) => medium !== coating.front.media[i + 1])).toBe(true);
      back += coating.back.media.length;
    }
    expect(back).toBeGreaterThan(50);
  });
});

test('coded curves come back within 1.6e-5, and within 1 % where little passes', () => {
  const values = Float64Array.from({ length: 4001 }, (_, i) => i / 4000);
  values.set([3e-6, 1e-5, 1e-4, 1 + 1e-15, -1e-17]);
  const codes = new Uint16Array(values.length);
  const back = new Float64Array(values.length);
  encodeCurves(values, codes);
  decodeCurves(codes, 0, back);
  values.forEach((value, i) => {
    expect(Math.abs(back[i] - value)).toBeLessThan(1.6e-5);
  });
  for (let i = 0; i < 3; i++) expect(Math.abs(back[i] / values[i] - 1)).toBeLessThan(0.01);
});

describe('the nearest coatings', () => {
  const cases: [string, object, object?][] = [
    ['R as it is', {}],
    ['the mean absolute error', {}, { merit: 'mae' }],
    ['a one-sided wish', { kind: 'atLeast', values: wavelengthsNm.map(() => 0.7) }],
    ['an optical density', { quantity: 'OD', values: wavelengthsNm.map(() => 3) }],
    ['a mean', { quantity: 'T', statistic: 'mean', values: wavelengthsNm.map(() => 0.4) }],
    ['an absorptance in disorder', { quantity: 'A', wavelengthsNm: [...wavelengthsNm].reverse() }],
    ['oblique light', { angleDeg: 40, polarization: 'p', tolerance: 0.3 }],
  ];
  test.each(cases)('are those of least true merit: %s', (_, entry, more = {}) => {
    const context = open(entry, {}, more);
    const found = libraryOf(context).nearest(context, 5);
    const merits = Array.from({ length: 300 }, (_, place) => context.refiner.merit(libraryCoating(context, place)));
    merits.sort((a, b) => a - b);
    const slack = 0.005 * merits[4] + 1e-3;
    expect(found.map(({ lineage }) => lineage.origin)).toEqual(new Array(5).fill('library'));
    expect(context.refiner.merit(found[0].coating)).toBeCloseTo(merits[0], -Math.log10(slack));
    for (const { coating, merit } of found) {
      expect(Math.abs(context.refiner.merit(coating) - merit)).toBeLessThan(slack);
    }
  });

  test('are as many as there are, at most', () => {
    const context = open();
    expect(libraryOf(context, 3).nearest(context, 9).length).toBeLessThanOrEqual(3);
    expect(libraryOf(context, 0).nearest(context, 9)).toEqual([]);
  });

  test('and the designs found earlier are proposed by merit', () => {
    const context = open();
    const nearest = libraryOf(context).nearest(context, 10);
    const found = bestFound(context, [nearest[3].coating, libraryCoating(context, 5000)], 10);
    const proposed = proposalsOf(nearest, found, 4);
    expect(proposed).toHaveLength(4);
    expect(proposed[0].coating).toEqual(nearest[0].coating);
    expect(new Set(proposed.map(({ coating }) => JSON.stringify(coating))).size).toBe(4);
  });
});

describe('building', () => {
  const context = open();

  test('gives the same curves in one piece and in many', () => {
    const pieces = libraryOf(context, 0);
    const whole = buildChunk(context, 0, 130);
    const library = new DesignLibrary({ ...pieces.setup, count: 130 });
    for (let first = 0; first < 130; first += 37) library.append(first, buildChunk(context, first, 37));
    expect(library.isComplete).toBe(true);
    expect(library.stored).toEqual(whole);
  });

  test('leaves no gaps', () => {
    const library = new DesignLibrary({ key: '', count: 100, rowLength: context.target.rowLength, chunkMs: 1 });
    library.append(10, buildChunk(context, 10, 10));
    expect(library.built).toBe(0);
    library.append(0, buildChunk(context, 0, 20));
    library.append(10, buildChunk(context, 10, 20));
    expect(library.built).toBe(20);
  });

  test('ends early when the search is stopped', () => {
    let polled = 0;
    expect(buildChunk(context, 0, 200, () => polled++ > 1).length).toBe(100 * context.target.rowLength);
  });

  test('by another program is noticed', () => {
    const { setup, stored } = libraryOf(context);
    expect(new DesignLibrary(setup, stored.slice()).isCurrent(context)).toBe(true);
    expect(
      new DesignLibrary(
        setup,
        stored.map((code) => code ^ 4),
      ).isCurrent(context),
    ).toBe(false);
  });
});

describe('the setup', () => {
  const keyOf = (...args: Parameters<typeof open>) => librarySetup(open(...args))?.key;

  test('is one for all wishes', () => {
    const key = keyOf();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    const others = [
      keyOf({ values: wavelengthsNm.map(() => 0), weight: 2, tolerance: 0.5 }),
      keyOf({ quantity: 'T' }, {}, { merit: 'mae', name: 'another' }),
      keyOf({}, { materials: { TiO2: H, SiO2: L, Ag: M } }),
      keyOf({}, { start: { layers: [{ medium: 'H', thicknessNm: 50 }] } }),
    ];
    for (const other of others) expect(other).toBe(key);
  });

  test('is another where optics or rules differ', () => {
    const slab = { medium: { n: 1.52 }, thicknessNm: 1e6 };
    const keys = [
      keyOf(),
      keyOf({}, { materials: { H: { ...H, k: 0.0020001 }, L, M } }),
      keyOf({}, { materials: { H: { ...H, n: 2.3500001 }, L, M } }),
      keyOf({}, { materials: { H, L } }),
      keyOf({}, { substrate: { ...slab, medium: { n: 1.53 } } }),
      keyOf({}, { substrate: { ...slab, coherent: true } }),
      keyOf({}, { substrate: { medium: { n: 1.52 } } }),
      keyOf({}, { ambient: { n: 1.33 } }),
      keyOf({}, { exit: { n: 1.33 } }),
      keyOf({}, { backLayers: 'mirror' }),
      keyOf({}, { backLayers: [{ medium: 'H', thicknessNm: 100 }] }),
      keyOf({}, { maxLayers: 7 }),
      keyOf({}, { thicknessNm: { min: 20, max: 300 } }),
      keyOf({}, { limits: { L: { min: 20, max: 300 } } }),
      keyOf({}, { totalThicknessNm: { max: 900 } }),
      keyOf({}, { fixed: { outermost: [{ medium: 'L', thicknessNm: 10 }] } }),
      keyOf({ angleDeg: 30 }),
      keyOf({ angleDeg: 30, polarization: 's' }),
      keyOf({ direction: 'reverse' }),
      keyOf({ wavelengthsNm: wavelengthsNm.map((wavelength) => wavelength + 1) }),
    ];
    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('says how many coatings are worth while', () => {
    expect(librarySetup(open())?.count).toBe(25_000);
    const long = Array.from({ length: 701 }, (_, i) => 400 + i);
    const count = librarySetup(open({ wavelengthsNm: long, values: long.map(() => 0) }, { maxLayers: 20 }))?.count ?? 0;
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThan(5000);
    expect(count % CHUNK).toBe(0);
    const endless = Array.from({ length: 20_000 }, (_, i) => 400 + i / 50);
    expect(librarySetup(open({ wavelengthsNm: endless, values: endless.map(() => 0) }))).toBeUndefined();
    const locked = { start: { layers: [{ medium: 'H', thicknessNm: 50 }], locked: [true] } };
    expect(librarySetup(open({}, locked))).toBeUndefined(); // nothing may be drawn at random
  });
});

describe('sealed bytes', () => {
  const key = '0123456789abcdef'.repeat(4);
  const content = Uint8Array.from({ length: 1003 }, (_, i) => i * 7);
  const sealed = sealBytes(CURVES_VERSION, key, content);

  test('open again, as they were', () => {
    expect(unsealBytes(CURVES_VERSION, key, sealed)).toEqual(content);
    expect(unsealBytes(CURVES_VERSION, key, sealBytes(CURVES_VERSION, key, new Uint8Array(0)))).toHaveLength(0);
  });

  test('do not open damaged, cut, of another kind, or for another setup', () => {
    for (const at of [0, 5, 9, 13, 17, 47, 48, 500, sealed.length - 1]) {
      const damaged = sealed.map((byte, i) => (i === at ? byte ^ 16 : byte));
      expect(unsealBytes(CURVES_VERSION, key, damaged)).toBeUndefined();
    }
    for (const length of [0, 20, 48, 700])
      expect(unsealBytes(CURVES_VERSION, key, sealed.slice(0, length))).toBeUndefined();
    expect(unsealBytes(FOUND_VERSION, key, sealed)).toBeUndefined();
    expect(unsealBytes(CURVES_VERSION, key.replace('0', '1'), sealed)).toBeUndefined();
  });
});

describe('found designs', () => {
  const rules = { fixed: { innermost: [{ medium: 'H', thicknessNm: 33.3 }] }, backLayers: 'design' };
  const context = open({}, rules);
  const coatings = Array.from({ length: 40 }, (_, place) => libraryCoating(context, place));

  test('come back to within a rounding, fixed layers as they were', () => {
    const back = decodeFound(encodeFound(coatings), context.space);
    expect(back).toHaveLength(40);
    back.forEach(({ front, back: behind }, i) => {
      expect([front.media, front.locked, behind.media]).toEqual([
        coatings[i].front.media,
        coatings[i].front.locked,
        coatings[i].back.media,
      ]);
      expect(front.thicknessNm.at(-1)).toBe(33.3);
      front.thicknessNm.forEach((nm, layer) => {
        expect(nm).toBeCloseTo(coatings[i].front.thicknessNm[layer], 4);
      });
    });
  });

  test('that may not be built are left out', () => {
    const bytes = encodeFound(coatings);
    expect(decodeFound(bytes.subarray(0, bytes.length - 1), context.space).length).toBe(39);
    expect(decodeFound(bytes, open().space).length).toBe(0); // no back to design there
    expect(decodeFound(bytes, open({}, { ...rules, maxLayers: 3 }).space).length).toBeLessThan(40);
    const otherEnd = { ...rules, fixed: { innermost: [{ medium: 'L', thicknessNm: 33.3 }] } };
    expect(decodeFound(bytes, open({}, otherEnd).space)).toEqual([]);
  });

  test('are a bounded list without twins, newest first', () => {
    const [a, b] = coatings;
    expect(withFound([a], [b, a])).toEqual([b, a]);
    const many = Array.from({ length: 400 }, (_, place) => libraryCoating(context, place));
    const list = withFound(many, [a]);
    expect(list).toHaveLength(MOST_FOUND);
    expect(encodeFound(list).length).toBeLessThan(40_000);
  });

  test('are read from an answer', () => {
    const { space } = open();
    const layers = [{ medium: 'M', thicknessNm: 12 }];
    const stack = { layers, substrate: { medium: 'glass' } };
    expect(coatingOf(stack, space)?.front).toEqual({ media: [2], thicknessNm: [12], locked: [false] });
    expect(coatingOf({ ...stack, layers: [{ medium: 'X', thicknessNm: 12 }] }, space)).toBeUndefined();
  });
});
