import { describe, expect, it } from 'vitest';
import { tableCurve } from '#core/materials/curve.ts';
import { curveMaterial } from '#core/materials/material.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import { Stack } from '#core/optics/stack.ts';
import { toStack } from './answer-stack.ts';
import { createDesignSpace, type DesignSpace, type DesignSpaceOptions } from './design-space.ts';
import { parseTarget } from './parse-target.ts';

function tabulated(id: string, rangeNm: [number, number], n: number, k = 0): Material {
  return curveMaterial(id, tableCurve(rangeNm, [n, n]), tableCurve(rangeNm, [k, k]));
}

const known: Record<string, Material> = {
  SiO2: tabulated('SiO2/Malitson', [210, 6700], 1.46),
  TiO2: tabulated('TiO2/Siefke', [120, 125_000], 2.4),
  MgF2: tabulated('MgF2/Rodriguez', [30, 2000], 1.38),
  Ag: tabulated('Ag/Johnson', [188, 1937], 0.05, 3.5),
};
const catalogue: MaterialCatalogue = {
  find: (id) => known[id] ?? Object.values(known).find((material) => material.id === id),
  suggest: () => [],
};

function space(stack: object, wavelengthsNm = [400, 800], options?: DesignSpaceOptions): DesignSpace {
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 0.5) }],
    stack: { substrate: { medium: 'SiO2' }, ...stack },
  });
  return createDesignSpace(target, catalogue, options);
}

const keys = ({ layerMedia, allowed }: DesignSpace): string[] => allowed.map((m) => layerMedia[m].key);

describe('materials', () => {
  it('come by default as far as they are known and cover the target', () => {
    const visible = space({});
    expect(keys(visible)).toEqual(['MgF2/Rodriguez', 'SiO2/Malitson', 'TiO2/Siefke']);
    expect(visible.excluded.map(({ id }) => id)).toEqual(['Al2O3', 'HfO2', 'Ta2O5']);
    const infrared = space({}, [1500, 2500]);
    expect(keys(infrared)).toEqual(['SiO2/Malitson', 'TiO2/Siefke']);
    expect(infrared.excluded.find(({ id }) => id === 'MgF2/Rodriguez')?.reason).toContain('2000 nm');
    expect(keys(space({}, [400, 800], { defaultMaterials: ['Ag'] }))).toEqual(['Ag/Johnson']);
  });

  it('are an error where named outside their data', () => {
    expect(() => space({ materials: ['SiO2', 'MgF2'] }, [1500, 2500])).toThrowError(
      expect.objectContaining({ code: 'OUT_OF_RANGE', path: 'stack.materials[1]' }),
    );
    expect(() => space({}, [8000, 9000])).toThrowError(
      expect.objectContaining({ code: 'OUT_OF_RANGE', path: 'stack.substrate.medium' }),
    );
  });

  it('are an error where unknown', () => {
    expect(() => space({ materials: ['SiO3'] })).toThrowError(
      expect.objectContaining({ code: 'UNKNOWN_MATERIAL', path: 'stack.materials[0]' }),
    );
  });

  it('count the range of the specification too', () => {
    const target = parseTarget({
      spectra: [{ quantity: 'R', wavelengthsNm: [500], values: [0.5] }],
      specification: [{ quantity: 'T', statistic: 'mean', rangeNm: [400, 2200], compare: '>=', value: 0.5 }],
      stack: { substrate: { medium: 'SiO2' } },
    });
    expect(createDesignSpace(target, catalogue).excluded.map(({ id }) => id)).toContain('MgF2/Rodriguez');
  });
});

describe('limits', () => {
  it('are 10 … 500 nm for dielectrics and 5 … 200 nm for metals', () => {
    const { minNm, maxNm } = space({ materials: ['SiO2', 'Ag'] });
    expect([...minNm, ...maxNm]).toEqual([10, 5, 500, 200]);
  });

  it('let a half wave of the lowest index fit', () => {
    const { maxNm } = space({ materials: ['SiO2', 'TiO2', 'Ag'] }, [1500, 1900]);
    expect(maxNm[0]).toBeCloseTo(1900 / (2 * 1.46), 9);
    expect(maxNm[1]).toBe(maxNm[0]);
    expect(maxNm[2]).toBe(200);
  });

  it('are those of the target where it gives some, by any name of the material', () => {
    const stack = {
      materials: ['SiO2', 'Ag', { n: 2.35 }],
      thicknessNm: { min: 20, max: 150 },
      limits: { 'SiO2/Malitson': { min: 1, max: 2 }, 'n2.35': { min: 3, max: 4 } },
    };
    const { minNm, maxNm } = space(stack);
    expect([...minNm, ...maxNm]).toEqual([1, 20, 3, 2, 150, 4]);
    expect([...space({ ...stack, limits: { SiO2: { min: 1, max: 2 } } }).minNm]).toEqual([1, 20, 20]);
  });

  it('of a material that is not there are an error', () => {
    expect(() => space({ materials: ['SiO2'], limits: { TiO2: { min: 1, max: 2 } } })).toThrowError(
      expect.objectContaining({ code: 'INVALID', path: 'stack.limits.TiO2' }),
    );
  });

  it('of the total must leave room for one layer', () => {
    expect(() => space({ materials: ['SiO2'], totalThicknessNm: { max: 9 } })).toThrowError(
      expect.objectContaining({ code: 'IMPOSSIBLE', path: 'stack.totalThicknessNm.max' }),
    );
    expect(space({ materials: ['SiO2'], totalThicknessNm: { max: 10 } }).totalMaxNm).toBe(10);
  });
});

describe('fixed layers and starts', () => {
  const a = { medium: 'SiO2', thicknessNm: 100 };
  const b = { medium: 'TiO2', thicknessNm: 50 };
  const c = { medium: 'Ag', thicknessNm: 10 };

  it('are put together, the fixed ones locked', () => {
    const { start, layerMedia, allowed } = space({
      materials: ['TiO2'],
      fixed: { outermost: [a], innermost: [c] },
      start: { layers: [b, b], locked: [false, true] },
    });
    expect(allowed).toEqual([0]);
    expect(start?.media.map((m) => layerMedia[m].key)).toEqual([
      'SiO2/Malitson',
      'TiO2/Siefke',
      'TiO2/Siefke',
      'Ag/Johnson',
    ]);
    expect(start?.locked).toEqual([true, false, true, true]);
  });

  it('are not repeated where the start already has them', () => {
    const { start } = space({ fixed: { outermost: [a], innermost: [c] }, start: { layers: [a, b, c] } });
    expect(start?.thicknessNm).toEqual([100, 50, 10]);
    expect(start?.locked).toEqual([true, false, true]);
  });

  it('may exceed the default number of layers but not a given one', () => {
    const layers = Array.from({ length: 30 }, (_, i) => (i % 2 ? a : b));
    expect(space({ start: { layers } }).maxLayers).toBe(30);
    expect(space({}).maxLayers).toBe(20);
    expect(() => space({ maxLayers: 29, start: { layers } })).toThrowError(
      expect.objectContaining({ code: 'IMPOSSIBLE', path: 'stack.start.layers' }),
    );
  });

  it('of the back are designed, mirrored or given', () => {
    const slab = { substrate: { medium: 'SiO2', thicknessNm: 1e6 } };
    expect(space(slab).back.mode).toBe('none');
    expect(space({ ...slab, backLayers: 'mirror' }).back.mode).toBe('mirror');
    expect(space({ ...slab, backLayers: 'design' }).back.mode).toBe('design');
    expect(space({ ...slab, backLayers: [a, b] }).back).toMatchObject({
      mode: 'fixed',
      face: { thicknessNm: [100, 50] },
    });
  });
});

describe('the stack of an answer', () => {
  const table = { wavelengthsNm: [300, 900], n: [2, 2.1] };

  it('defines the names of the target that it uses, and no others', () => {
    const made = space({
      ambient: 'water',
      substrate: { medium: 'glass', thicknessNm: 1e6 },
      materials: { H: table, L: 'SiO2', glass: { n: 1.5 }, water: { n: 1.33 }, unused: { n: 3 } },
      exit: 'air',
    });
    const stack = toStack(made, { media: [0, 1], thicknessNm: [50, 60] }, { media: [1], thicknessNm: [70] });
    expect(Stack.parse(stack)).toEqual({
      ambient: 'water',
      layers: [
        { medium: 'H', thicknessNm: 50 },
        { medium: 'L', thicknessNm: 60 },
      ],
      substrate: { medium: 'glass', thicknessNm: 1e6 },
      backLayers: [{ medium: 'L', thicknessNm: 70 }],
      exit: 'air',
      materials: { H: table, L: 'SiO2/Malitson', glass: { n: 1.5 }, water: { n: 1.33 } },
    });
  });

  it('names catalogue data by their source and inline media by what they are', () => {
    const made = space({
      substrate: { medium: { n: 1.52 } },
      materials: ['TiO2', { n: 1.46 }, { n: 3, k: 0.2 }, table],
    });
    const stack = toStack(made, { count: 4, media: [0, 1, 2, 3, 9], thicknessNm: [1, 2, 3, 4, 9] });
    expect(stack).toEqual({
      layers: ['TiO2/Siefke', 'n1.46', 'n3k0.2', 'table1'].map((medium, i) => ({ medium, thicknessNm: i + 1 })),
      substrate: { medium: { n: 1.52 } },
      materials: { 'n1.46': { n: 1.46 }, 'n3k0.2': { n: 3, k: 0.2 }, table1: table },
    });
  });

  it('carries the end of a chain of names', () => {
    const made = space({ materials: { A: 'B', B: { n: 2 } } });
    expect(toStack(made, { media: [0], thicknessNm: [5] }).materials).toEqual({ A: { n: 2 } });
  });

  it('keeps a shadowed catalogue name apart', () => {
    const made = space({ substrate: { medium: 'SiO2' }, materials: { SiO2: { n: 1.4 }, H: { n: 2 } } });
    const stack = toStack(made, { media: [0], thicknessNm: [5] });
    expect(stack.substrate.medium).toBe('SiO2');
    expect(stack.materials).toEqual({ SiO2: { n: 1.4 } });
  });
});
