import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTarget } from './parse-target.ts';

const entry = { quantity: 'R', wavelengthsNm: [500, 600], values: [0.1, 0.2] };
const stack = { substrate: { medium: 'N-BK7', thicknessNm: 1e6 } };
const layer = { medium: 'SiO2', thicknessNm: 100 };

const withEntry = (more: object): object => ({ spectra: [entry, { ...entry, ...more }], stack });
const withStack = (more: object): object => ({ spectra: [entry], stack: { ...stack, ...more } });
const row = { quantity: 'T', statistic: 'mean', rangeNm: [500, 600], compare: '>=', value: 0.9 };
const withRow = (more: object): object => ({ spectra: [entry], stack, specification: [{ ...row, ...more }] });

describe('a good target', () => {
  it('is returned as it is', () => {
    const target = {
      id: 'a',
      name: 'A',
      spectra: [{ ...entry, kind: 'atLeast', statistic: 'mean', tolerance: [0.1, 0.2], weight: 2, angleDeg: 45 }],
      specification: [row],
      stack: { ...stack, backLayers: 'mirror', limits: { SiO2: { min: 10, max: 20 } }, start: { layers: [layer] } },
      merit: 'mae',
      minimize: ['error', 'layerCount'],
    };
    expect(parseTarget(target)).toEqual(target);
  });

  it('may wish for more than is possible, in any order, twice', () => {
    expect(parseTarget(withEntry({ wavelengthsNm: [600, 600], values: [1.2, -0.1] }))).toBeTruthy();
  });
});

describe('a bad target names the place', () => {
  const cases: [string, object, string, string][] = [
    ['no spectra', { spectra: [], stack }, 'spectra', 'INVALID'],
    ['a misspelt key', { ...withEntry({}), metric: 'rms' }, 'metric', 'INVALID'],
    ['a misspelt entry key', withEntry({ angle: 45 }), 'spectra[1].angle', 'INVALID'],
    ['unequal lengths', withEntry({ values: [0.1] }), 'spectra[1].values', 'INVALID'],
    ['unequal tolerances', withEntry({ tolerance: [0.1] }), 'spectra[1].tolerance', 'INVALID'],
    ['percent', withEntry({ values: [0.1, 95] }), 'spectra[1].values[1]', 'INVALID'],
    ['a negative density', withEntry({ quantity: 'OD', values: [3, -3] }), 'spectra[1].values[1]', 'INVALID'],
    ['positive decibels', withEntry({ quantity: 'TdB', values: [30, -3] }), 'spectra[1].values[0]', 'INVALID'],
    ['no number', withEntry({ values: [0.1, null] }), 'spectra[1].values[1]', 'INVALID'],
    ['infinity', withEntry({ values: [0.1, Number.POSITIVE_INFINITY] }), 'spectra[1].values[1]', 'INVALID'],
    ['zero tolerance', withEntry({ tolerance: 0 }), 'spectra[1].tolerance', 'INVALID'],
    ['a negative weight', withEntry({ weight: -1 }), 'spectra[1].weight', 'INVALID'],
    ['a grazing angle', withEntry({ angleDeg: 90 }), 'spectra[1].angleDeg', 'INVALID'],
    ['no weight at all', { spectra: [{ ...entry, weight: 0 }], stack }, 'spectra[0].weight', 'INVALID'],
    ['no substrate', { spectra: [entry], stack: {} }, 'stack.substrate', 'INVALID'],
    ['zero layers', withStack({ maxLayers: 0 }), 'stack.maxLayers', 'IMPOSSIBLE'],
    ['half a layer', withStack({ maxLayers: 2.5 }), 'stack.maxLayers', 'INVALID'],
    ['limits the wrong way', withStack({ thicknessNm: { min: 9, max: 8 } }), 'stack.thicknessNm', 'INVALID'],
    ['own limits the wrong way', withStack({ limits: { SiO2: { min: 9, max: 8 } } }), 'stack.limits.SiO2', 'INVALID'],
    ['no materials', withStack({ materials: {} }), 'stack.materials', 'INVALID'],
    [
      'a back without slab',
      withStack({ substrate: { medium: 'Si' }, backLayers: 'design' }),
      'stack.backLayers',
      'INVALID',
    ],
    ['an exit without slab', withStack({ substrate: { medium: 'Si' }, exit: 'SiO2' }), 'stack.exit', 'INVALID'],
    [
      'more fixed than allowed layers',
      withStack({ maxLayers: 1, fixed: { outermost: [layer], innermost: [layer] } }),
      'stack.fixed',
      'IMPOSSIBLE',
    ],
    [
      'fixed layers above the cap',
      withStack({ totalThicknessNm: { max: 50 }, fixed: { outermost: [layer] } }),
      'stack.totalThicknessNm.max',
      'IMPOSSIBLE',
    ],
    [
      'too few locks',
      withStack({ start: { layers: [layer, layer], locked: [true] } }),
      'stack.start.locked',
      'INVALID',
    ],
    ['a range backwards', withRow({ rangeNm: [600, 500] }), 'specification[0].rangeNm', 'INVALID'],
    [
      'the edge of a point',
      withRow({ statistic: 'edge', rangeNm: [500, 500], value: 500 }),
      'specification[0].rangeNm',
      'INVALID',
    ],
    ['a percent row', withRow({ value: 90 }), 'specification[0].value', 'INVALID'],
    ['a negative width', withRow({ statistic: 'fwhm', value: -5 }), 'specification[0].value', 'INVALID'],
  ];
  it.each(cases)('%s', (_, target, path, code) => {
    expect(() => parseTarget(target)).toThrowError(expect.objectContaining({ code, path }));
  });

  it('with the prefix of the enclosing request', () => {
    expect(() => parseTarget(withEntry({ values: [0.1] }), 'target')).toThrowError(
      expect.objectContaining({ path: 'target.spectra[1].values' }),
    );
  });

  it('beyond the limit of points', () => {
    const many = { quantity: 'R', wavelengthsNm: new Array(60_000).fill(500), values: new Array(60_000).fill(0.5) };
    expect(() => parseTarget({ spectra: [many, many], stack })).toThrowError(
      expect.objectContaining({ code: 'LIMIT', path: 'spectra' }),
    );
  });

  it('hints at percent', () => {
    expect(() => parseTarget(withEntry({ values: [0.1, 95] }))).toThrowError(/percent/);
  });
});

for (const name of ['random-20', 'dielectric-20']) {
  const file = new URL(`../../../shared/data/targets/${name}.ndjson`, import.meta.url);
  it.skipIf(!existsSync(file))(`every line of the shared ${name} targets parses`, () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(20);
    for (const line of lines) expect(parseTarget(JSON.parse(line)).spectra).toHaveLength(2);
  });
}
