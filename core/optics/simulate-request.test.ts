import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { tableCurve } from '#core/materials/curve.ts';
import { constantMaterial, curveMaterial } from '#core/materials/material.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import { SimulateRequest, simulateInSteps, simulateRequest } from '#core/optics/simulate-request.ts';
import { TableCache } from '#core/optics/table-cache.ts';
import { parseOrThrow } from '#core/validation.ts';

const tabulated = (id: string, n: [number, number], k: [number, number] = [0, 0]): Material =>
  curveMaterial(id, tableCurve([400, 800], n, 'linear'), tableCurve([400, 800], k, 'linear'));
const MATERIALS: Record<string, Material> = {
  SiO2: tabulated('SiO2/Film', [1.47, 1.45]),
  TiO2: tabulated('TiO2/Film', [2.6, 2.3], [1e-3, 0]),
  BK7: tabulated('BK7/Schott', [1.53, 1.51]),
  Ag: constantMaterial('Ag/Constant', 0.05, 3.5),
};
const catalogue: MaterialCatalogue = {
  find: (id) => MATERIALS[id],
  suggest: () => ['SiO2', 'TiO2'],
};

const layers = [
  { medium: 'TiO2', thicknessNm: 60 },
  { medium: 'SiO2', thicknessNm: 90 },
  { medium: 'TiO2', thicknessNm: 30 },
];
const wavelengthsNm = [450, 550, 650];
const plain = { id: 'a', stack: { layers, substrate: { medium: 'BK7' } }, illumination: { wavelengthsNm } };
const slab = { medium: 'BK7', thicknessNm: 1e6 };

const simulate = (request: object, tables?: TableCache) =>
  simulateRequest(parseOrThrow(SimulateRequest, request), catalogue, tables);

function failure(request: object): StackwrightError {
  try {
    simulate(request);
  } catch (error) {
    if (error instanceof StackwrightError) return error;
    throw error;
  }
  throw new Error('the request was answered');
}

describe('answers', () => {
  it('carry id, R, T and A by default', () => {
    const answer = simulate(plain);
    expect(Object.keys(answer)).toEqual(['id', 'R', 'T', 'A']);
    expect(answer.id).toBe('a');
    answer.R.forEach((R, index) => {
      expect(R + answer.T[index] + answer.A[index]).toBeCloseTo(1, 14);
      expect(answer.A[index]).toBeGreaterThan(0);
    });
  });

  it('carry everything wanted, one entry or row per wavelength', () => {
    const answer = simulate({
      ...plain,
      illumination: { wavelengthsNm, polarization: 'p', angleDeg: 40 },
      want: ['spectra', 'amplitudes', 'layerAbsorption', 'ellipsometry'],
    });
    expect(answer.amplitudes?.r).toHaveLength(3);
    answer.amplitudes?.r.forEach(([re, im], index) => {
      expect(re * re + im * im).toBeCloseTo(answer.R[index], 14);
    });
    expect(answer.layerAbsorption?.front.map((row) => row.length)).toEqual([3, 3, 3]);
    expect(answer.layerAbsorption?.slab).toEqual([0, 0, 0]);
    expect(answer.layerAbsorption?.back).toEqual([[], [], []]);
    answer.layerAbsorption?.front.forEach((row, index) => {
      expect(row.reduce((sum, loss) => sum + loss, 0)).toBeCloseTo(answer.A[index], 13);
      expect(row[1]).toBe(0);
    });
    expect(answer.ellipsometry?.psiDeg).toHaveLength(3);
    expect(answer.ellipsometry?.deltaDeg).toHaveLength(3);
  });

  it('give Ψ and Δ for every polarization, from r_p and r_s', () => {
    const [s, p, unpolarized] = ['s', 'p', 'unpolarized'].map((polarization) =>
      simulate({ ...plain, illumination: { wavelengthsNm, angleDeg: 65, polarization }, want: ['ellipsometry'] }),
    );
    expect(s.ellipsometry).toEqual(p.ellipsometry);
    expect(s.ellipsometry).toEqual(unpolarized.ellipsometry);
    expect(s.R).not.toEqual(p.R);
  });

  it('take unpolarized light as the mean of s and p, also behind an incoherent slab', () => {
    const stack = { layers, substrate: slab, backLayers: layers.slice(0, 1), exit: { n: 1.33 } };
    const [s, p, mean] = ['s', 'p', undefined].map((polarization) =>
      simulate({ stack, illumination: { wavelengthsNm, angleDeg: 50, polarization }, want: ['layerAbsorption'] }),
    );
    expect(mean.id).toBeNull();
    wavelengthsNm.forEach((_, index) => {
      expect(mean.R[index]).toBeCloseTo((s.R[index] + p.R[index]) / 2, 14);
      expect(mean.T[index]).toBeCloseTo((s.T[index] + p.T[index]) / 2, 14);
      const back = [s, p].map((one) => one.layerAbsorption?.back[index][0] ?? Number.NaN);
      expect(mean.layerAbsorption?.back[index][0]).toBeCloseTo((back[0] + back[1]) / 2, 14);
    });
  });

  it('carry phase, group delay and fields where they are wanted', () => {
    const glass = { wavelengthsNm: [300, 500, 700, 900], n: [1.55, 1.53, 1.52, 1.515], interpolation: 'spline' };
    const request = {
      stack: {
        layers: [
          { medium: 'Ag', thicknessNm: 20 },
          { medium: 'G', thicknessNm: 500 },
        ],
        substrate: { medium: 'G' },
        materials: { G: glass },
      },
      illumination: { wavelengthsNm, angleDeg: 20, polarization: 'p' },
      want: ['amplitudes', 'phase', 'groupDelay', 'fields', 'layerAbsorption'],
      depthsNm: [-100, 10, 300],
    };
    const { amplitudes, phase, groupDelay, fields } = simulate(request);
    for (const side of ['r', 't'] as const) {
      amplitudes?.[side].forEach(([re, im], w) => {
        expect(phase?.[side][w]).toBeCloseTo((Math.atan2(im, re) * 180) / Math.PI, 11);
      });
      // the slope of the phase, from wavelengths close by
      const c = 299.792458;
      const near = [550 - 0.01, 550 + 0.01];
      const [low, high] =
        simulate({ ...request, illumination: { ...request.illumination, wavelengthsNm: near } }).phase?.[side] ?? [];
      const slope = (((low - high) * Math.PI) / 180 / (2 * Math.PI * c * (1 / near[0] - 1 / near[1]))) as number;
      expect((groupDelay?.[side].gdFs[1] ?? 0) / slope).toBeCloseTo(1, 6);
      expect(groupDelay?.[side].gddFs2).toHaveLength(3);
      expect(groupDelay?.[side].todFs3).toHaveLength(3);
    }
    expect(fields?.intensity.map((row) => row.length)).toEqual([3, 3, 3]);
    for (const [, inSilver, inGlass] of fields?.absorptionPerNm ?? []) {
      expect(inSilver).toBeGreaterThan(1e-5);
      expect(inGlass).toBe(0);
    }
  });

  it('take every table as a spline where that is asked', () => {
    const request = {
      ...plain,
      illumination: { wavelengthsNm, polarization: 's' },
      want: ['groupDelay'],
      interpolation: 'spline',
    };
    const tables = new TableCache();
    const answer = simulate(request, tables);
    expect(answer.groupDelay?.t.gdFs.every((gd) => gd > 0)).toBe(true);
    expect(simulate({ ...plain, illumination: request.illumination }, tables).R).toEqual(
      simulate({ ...plain, illumination: request.illumination }).R,
    );
  });

  it('keep the order of the layers for reverse light', () => {
    const stack = {
      layers: [{ medium: 'Ag', thicknessNm: 10 }, ...layers],
      substrate: slab,
      backLayers: layers.slice(1),
    };
    const { layerAbsorption, R, T } = simulate({
      stack: { ...stack, materials: { Ag: { n: 0.1, k: 3 } } },
      illumination: { wavelengthsNm: [500], direction: 'reverse' },
      want: ['layerAbsorption'],
    });
    const { front, slab: inSlab, back } = layerAbsorption ?? { front: [[]], slab: [], back: [[]] };
    expect(front[0]).toHaveLength(4);
    expect(back[0]).toHaveLength(2);
    expect(front[0][0]).toBeGreaterThan(front[0][1]); // the silver
    expect(front[0][2]).toBe(0); // the SiO2
    const sum = [...front[0], inSlab[0], ...back[0]].reduce((total, loss) => total + loss, 0);
    expect(R[0] + T[0] + sum).toBeCloseTo(1, 13);
  });

  it('clamp only when asked, and say so', () => {
    const outside = { ...plain, illumination: { wavelengthsNm: [300, 500] } };
    expect(failure(outside)).toMatchObject({ code: 'OUT_OF_RANGE', path: 'stack.layers[0].medium' });
    const answer = simulate({ ...outside, outOfRange: 'clamp' });
    expect(answer.clamped?.toSorted()).toEqual(['BK7/Schott', 'SiO2/Film', 'TiO2/Film']);
    expect(simulate({ ...plain, outOfRange: 'clamp' }).clamped).toBeUndefined();
  });

  it('are the same with and without a cache, also when a stack names its own material after a catalogue one', () => {
    const tables = new TableCache();
    const own = { ...plain, stack: { ...plain.stack, materials: { SiO2: { n: 1.9 } } } };
    for (const request of [plain, own, plain, own]) expect(simulate(request, tables)).toEqual(simulate(request));
    expect(simulate(own).R).not.toEqual(simulate(plain).R);
  });

  it('are the same in one go and in blocks of wavelengths', () => {
    const many = Array.from({ length: 120 }, (_, index) => 410 + index);
    const deep = Array.from({ length: 2000 }, (_, index) => layers[index % 2]);
    const request = parseOrThrow(SimulateRequest, {
      stack: { layers: deep, substrate: { medium: 'BK7' } },
      illumination: { wavelengthsNm: many },
      want: ['layerAbsorption'],
    });
    let pauses = 0;
    const steps = simulateInSteps(request, catalogue);
    let step = steps.next();
    for (; !step.done; step = steps.next()) pauses++;
    expect(pauses).toBeGreaterThan(1);
    const { R, layerAbsorption } = step.value;
    expect(R).toHaveLength(120);
    expect(layerAbsorption?.front).toHaveLength(120);
    const one = simulateRequest({ ...request, illumination: { wavelengthsNm: [many[119]] } }, catalogue);
    expect(R[119]).toBe(one.R[0]);
  });
});

describe('refusals', () => {
  const withLayer = (third: object) => ({ ...plain, stack: { ...plain.stack, layers: [layers[0], layers[1], third] } });
  const withLight = (illumination: object) => ({ ...plain, illumination: { wavelengthsNm, ...illumination } });
  const withStack = (stack: object) => ({ ...plain, stack: { ...plain.stack, ...stack } });

  it.each<[string, object, string, string]>([
    [
      'an unknown material',
      withLayer({ medium: 'SiO3', thicknessNm: 1 }),
      'UNKNOWN_MATERIAL',
      'stack.layers[2].medium',
    ],
    ['a negative thickness', withLayer({ medium: 'SiO2', thicknessNm: -1 }), 'INVALID', 'stack.layers[2].thicknessNm'],
    ['a metre of glass', withLayer({ medium: 'SiO2', thicknessNm: 1.1e9 }), 'LIMIT', 'stack.layers[2].thicknessNm'],
    ['gain', withLayer({ medium: { n: 1, k: -1 }, thicknessNm: 1 }), 'INVALID', 'stack.layers[2].medium.k'],
    ['nothing for a medium', withLayer({ medium: { n: 0 }, thicknessNm: 1 }), 'INVALID', 'stack.layers[2].medium'],
    ['all but nothing', withLayer({ medium: { n: 1e-9 }, thicknessNm: 1 }), 'INVALID', 'stack.layers[2].medium'],
    ['no wavelength', withLight({ wavelengthsNm: [] }), 'INVALID', 'illumination.wavelengthsNm'],
    ['wavelength 0', withLight({ wavelengthsNm: [0] }), 'INVALID', 'illumination.wavelengthsNm[0]'],
    ['an X-ray', withLight({ wavelengthsNm: [0.1] }), 'LIMIT', 'illumination.wavelengthsNm[0]'],
    ['grazing light', withLight({ angleDeg: 90 }), 'INVALID', 'illumination.angleDeg'],
    ['a million layers', withStack({ layers: new Array(1e6).fill(layers[0]) }), 'LIMIT', 'stack.layers'],
    [
      'too many layers on both sides',
      withStack({
        layers: new Array(6000).fill(layers[0]),
        backLayers: new Array(6000).fill(layers[0]),
        substrate: slab,
      }),
      'LIMIT',
      'stack.backLayers',
    ],
    [
      'too many names of its own',
      withStack({ materials: Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`m${at}`, 7])) }),
      'LIMIT',
      'stack.materials',
    ],
    ['no wish', { ...plain, want: [] }, 'INVALID', 'want'],
    ['an unknown key', { ...plain, colour: 1 }, 'INVALID', 'colour'],
    ['an unknown wish', { ...plain, want: ['spectra', 'smell'] }, 'INVALID', 'want[1]'],
    ['an exit behind a half-space', withStack({ exit: 'air' }), 'INVALID', 'stack.exit'],
    ['a coating behind a half-space', withStack({ backLayers: layers }), 'INVALID', 'stack.backLayers'],
    [
      'a coherent half-space',
      withStack({ substrate: { medium: 'BK7', coherent: true } }),
      'INVALID',
      'stack.substrate.coherent',
    ],
    ['an absorbing ambient', withStack({ ambient: { n: 1.3, k: 1e-6 } }), 'ABSORBING_AMBIENT', 'stack.ambient'],
    [
      'light from an absorbing half-space',
      { ...withLight({ direction: 'reverse' }), stack: { layers, substrate: { medium: 'Ag' } } },
      'ABSORBING_AMBIENT',
      'stack.substrate.medium',
    ],
    [
      'light from an absorbing exit',
      { ...withLight({ direction: 'reverse' }), stack: { layers, substrate: slab, exit: 'Ag' } },
      'ABSORBING_AMBIENT',
      'stack.exit',
    ],
    ['amplitudes of unpolarized light', { ...plain, want: ['amplitudes'] }, 'UNDEFINED_QUANTITY', 'want[0]'],
    [
      'amplitudes of an incoherent slab',
      { ...withLight({ polarization: 's' }), stack: { layers, substrate: slab }, want: ['spectra', 'amplitudes'] },
      'UNDEFINED_QUANTITY',
      'want[1]',
    ],
    [
      'Ψ of an incoherent slab',
      { ...withStack({ substrate: slab }), want: ['ellipsometry'] },
      'UNDEFINED_QUANTITY',
      'want[0]',
    ],
    ['a phase of unpolarized light', { ...plain, want: ['phase'] }, 'UNDEFINED_QUANTITY', 'want[0]'],
    [
      'the group delay of an incoherent slab',
      { ...withLight({ polarization: 's' }), stack: { layers, substrate: slab }, want: ['groupDelay'] },
      'UNDEFINED_QUANTITY',
      'want[0]',
    ],
    [
      'the group delay of straight lines',
      { ...withLight({ polarization: 's' }), want: ['groupDelay'] },
      'UNDEFINED_QUANTITY',
      'stack.layers[0].medium',
    ],
    ['fields nowhere', { ...withLight({ polarization: 's' }), want: ['fields'] }, 'INVALID', 'want'],
    ['depths without fields', { ...plain, depthsNm: [1] }, 'INVALID', 'depthsNm'],
    ['an id that is neither text nor number', { ...plain, id: true }, 'INVALID', 'id'],
  ])('%s', (_name, request, code, path) => {
    const error = failure(request);
    expect(error).toMatchObject({ code, path });
    expect(error.message).toMatch(/\.$/);
  });

  it('suggests what an unknown material may have meant', () => {
    expect(failure(withLayer({ medium: 'SiO3', thicknessNm: 1 })).message).toContain('SiO2');
  });

  it('refuses an answer that no memory could hold', () => {
    const request = {
      stack: {
        layers: new Array(10_000).fill({ medium: { n: 1.5 }, thicknessNm: 1 }),
        substrate: { medium: { n: 1.5 } },
      },
      illumination: { wavelengthsNm: new Array(100_000).fill(500) },
      want: ['layerAbsorption'],
    };
    expect(failure(request)).toMatchObject({ code: 'LIMIT', path: 'want' });
  });
});

describe('TableCache', () => {
  it('stays bounded however many grids and materials pass through it', () => {
    const tables = new TableCache();
    for (let round = 0; round < 60; round++) {
      const grid = tables.grid(Array.from({ length: 50_000 }, (_, index) => 400 + index / 1000 + round));
      for (let key = 0; key < 4; key++) {
        const table = { n: new Float64Array(grid.length), k: new Float64Array(grid.length), id: 'x', clamped: false };
        tables.table(grid, String(key), () => table);
      }
      expect(tables.size).toBeLessThan(3e6);
    }
  });

  it('gives one array for one grid', () => {
    const tables = new TableCache();
    const grid = tables.grid([1, 2, 3]);
    tables.grid([1, 2, 4]);
    expect(tables.grid([1, 2, 3])).toBe(grid);
  });
});
