import { describe, expect, it } from 'vitest';
import { openTarget } from '#core/design/open-target.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { createDesignSpace } from './design-space.ts';
import { parseTarget } from './parse-target.ts';
import { targetOfWish, wishOfTarget } from './target-rows.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const R = { quantity: 'R', wavelengthsNm: [500, 600], values: [0, 0] };
const stack = { substrate: { medium: { n: 1.52 } }, materials: { H: { n: 2.35 }, L: { n: 1.46 } } };
const spec = (more: object) => ({
  quantity: 'T',
  statistic: 'mean',
  rangeNm: [500, 600],
  compare: '>=',
  value: 0.9,
  ...more,
});
const start = (limits: unknown[]) => ({
  ...stack,
  start: {
    layers: [
      { medium: 'H', thicknessNm: 50 },
      { medium: 'L', thicknessNm: 90 },
    ],
    limits,
  },
});
const TABLE = { wavelengthsNm: [520, 560], n: [1.3, 1.3] };

describe('a target that cannot be is refused at once, with its place', () => {
  const refused: [code: string, path: string, target: object][] = [
    ['INVALID', 'spectra', { spectra: [] }],
    ['INVALID', 'spectra[0].quantity', { spectra: [{ ...R, quantity: 'Q' }] }],
    ['INVALID', 'spectra[0].environment', { spectra: [{ ...R, environment: 'sea' }] }],
    ['INVALID', 'environments[1].id', { environments: [{ id: 'a' }, { id: 'a' }] }],
    ['INVALID', 'environments[0].exit', { environments: [{ id: 'a', exit: { n: 1.3 } }] }],
    ['INVALID', 'environments[0].temperature.deltaK', { environments: [{ id: 'a', temperature: {} }] }],
    [
      'INVALID',
      'environments[0].temperature.dnPerK.X',
      { environments: [{ id: 'a', temperature: { deltaK: 1, dnPerK: { X: 1e-5 } } }] },
    ],
    ['OUT_OF_RANGE', 'environments[0].ambient', { environments: [{ id: 'a', ambient: TABLE }] }],
    ['INVALID', 'spectra[0].polarization', { spectra: [{ ...R, quantity: 'Rs-Rp', polarization: 's' }] }],
    ['INVALID', 'spectra[0].polarization', { spectra: [{ ...R, quantity: 'GDR', angleDeg: 20 }] }],
    ['INVALID', 'spectra[0].kind', { spectra: [{ ...R, quantity: 'phaseR', kind: 'atMost' }] }],
    ['INVALID', 'spectra[0].statistic', { spectra: [{ ...R, quantity: 'delta', statistic: 'mean' }] }],
    ['INVALID', 'spectra[0].values[0]', { spectra: [{ ...R, quantity: 'psi', values: [100, 0] }] }],
    ['INVALID', 'spectra[0].media', { spectra: [{ ...R, media: ['H'] }] }],
    [
      'UNDEFINED_QUANTITY',
      'stack.substrate.coherent',
      {
        spectra: [{ ...R, quantity: 'phaseT' }],
        stack: { ...stack, substrate: { medium: { n: 1.5 }, thicknessNm: 1e6 } },
      },
    ],
    ['INVALID', 'penalties.thinLayers.belowNm', { penalties: { thinLayers: { belowNm: 0 } } }],
    ['INVALID', 'penalties.filmForce.limitNPerM', { penalties: { filmForce: { stressMPa: {} } } }],
    ['INVALID', 'robust', { robust: {} }],
    ['INVALID', 'robust.samples', { robust: { thicknessNm: 1, samples: 3 } }],
    ['INVALID', 'robust.objective', { robust: { thicknessNm: 1, objective: 'yield' } }],
    ['INVALID', 'sampling', { sampling: 'dense' }],
    ['INVALID', 'stack.start.limits', { stack: start([null]) }],
    ['INVALID', 'stack.start.limits[1]', { stack: start([null, { min: 9, max: 3 }]) }],
    ['IMPOSSIBLE', 'stack.maxLayers', { stack: { ...stack, maxLayers: 0 } }],
    ['IMPOSSIBLE', 'stack.totalThicknessNm.max', { stack: { ...stack, totalThicknessNm: { max: 3 } } }],
    ['IMPOSSIBLE', 'specification[1]', { specification: [spec({}), spec({ compare: '<=', value: 0.5 })] }],
    ['UNKNOWN_MATERIAL', 'stack.materials[0]', { stack: { ...stack, materials: ['Nothing'] } }],
  ];
  for (const [code, path, target] of refused) {
    it(`${path} (${code})`, () => {
      const open = () => openTarget(parseTarget({ spectra: [R], stack, ...target }), catalogue);
      expect(open).toThrow(expect.objectContaining({ code, path }));
    });
  }

  it('but not rows that look alike and can both be', () => {
    const specification = [
      spec({}),
      spec({ compare: '<=', value: 0.5, angleDeg: 45 }),
      spec({ compare: '<=', value: 0.95 }),
    ];
    expect(() => parseTarget({ spectra: [R], stack, specification })).not.toThrow();
  });
});

describe("a layer's own limits", () => {
  const target = parseTarget({ spectra: [R], stack: start([{ min: 40, max: 60 }, null]) });
  const space = createDesignSpace(target, catalogue);

  it('belong to a medium of its own, which answers call by its material', () => {
    const medium = space.start?.media[0] as number;
    expect(space.allowed).not.toContain(medium);
    expect(space.layerMedia[medium].key).toBe('H');
    expect([space.minNm[medium], space.maxNm[medium]]).toEqual([40, 60]);
    expect(space.start?.media[1]).toBe(1);
  });

  it('hold in refinement', () => {
    const context = openTarget(target, catalogue);
    const coating = {
      front: structuredClone(space.start as NonNullable<typeof space.start>),
      back: { media: [], thicknessNm: [], locked: [] },
    };
    context.refiner.refine(coating, { iterations: 60 });
    expect(coating.front.thicknessNm[0]).toBeGreaterThanOrEqual(40);
    expect(coating.front.thicknessNm[0]).toBeLessThanOrEqual(60);
  });
});

describe('the window keeps what its rows cannot show', () => {
  it('and gives the same target again', () => {
    const target = parseTarget({
      name: 'all',
      spectra: [R, { ...R, quantity: 'GDR' }, { ...R, environment: 'hot' }],
      measures: [{ measure: 'edge', of: 'R', rangeNm: [450, 650], value: 550 }],
      environments: [{ id: 'hot', temperature: { deltaK: 40 } }],
      penalties: { layerCount: { above: 6 } },
      robust: { thicknessNm: 1 },
      sampling: 'between',
      minimize: ['error', 'layerCount'],
      stack,
    });
    const again = targetOfWish(wishOfTarget(target), 'all');
    const { spectra, ...others } = again;
    const { spectra: originals, ...rest } = target;
    expect(others).toEqual({ ...rest, merit: 'rms' });
    expect(spectra.slice(1)).toEqual(originals.slice(1));
  });
});
