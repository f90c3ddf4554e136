import { describe, expect, it } from 'vitest';
import { constantMaterial } from '#core/materials/material.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Stack } from '#core/optics/stack.ts';
import { indexProfile, stepPath, ticks } from './index-profile.ts';
import { direction, keyed, START, turned, zoomed } from './orbit.ts';
import { layOut, scaleBarNm, zigzag } from './structure-layout.ts';
import { formatLength, materialTotals, structureOf } from './structure-model.ts';

const catalogue: MaterialCatalogue = {
  find: (id) => (id === 'TiO2' ? constantMaterial('TiO2/x', 2.4, 0.01) : undefined),
  suggest: () => [],
};
const VIEW = { fallbackNm: 550, numberFrom: 'ambient' } as const;
const layer = (medium: string | { n: number }, thicknessNm: number) => ({ medium, thicknessNm });
const mirror: Stack = {
  layers: [layer('TiO2', 60), layer({ n: 1.46 }, 90), layer('TiO2', 50)],
  substrate: { medium: { n: 1.52 } },
  referenceWavelengthNm: 600,
};
const bothFaces: Stack = {
  ...mirror,
  substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 },
  backLayers: [layer({ n: 1.38 }, 100)],
};

describe('structure of a stack', () => {
  it('lists the layers as light meets them, with n and k at the reference wavelength', () => {
    const { front, ambient, exit, problems, referenceNm } = structureOf(mirror, catalogue, VIEW);
    expect(front.map(({ name }) => name)).toEqual(['TiO2', 'n 1.46', 'TiO2']);
    expect(front[0].constants).toEqual({ n: 2.4, k: 0.01 });
    expect([ambient.name, exit, problems, referenceNm]).toEqual(['air', null, [], 600]);
    expect(front.map(({ number }) => number)).toEqual([1, 2, 3]);
    const fromSubstrate = structureOf(bothFaces, catalogue, { ...VIEW, numberFrom: 'substrate' });
    expect(fromSubstrate.front.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(fromSubstrate.back.map(({ number }) => number)).toEqual([1]);
  });

  it('says what is wrong with a material and shows the rest', () => {
    const unknown = { ...mirror, layers: [layer('Unobtainium', 10), ...mirror.layers] };
    const { front, problems } = structureOf(unknown, catalogue, VIEW);
    expect(front[0].constants).toBeNull();
    expect(front[1].constants).not.toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('Unobtainium');
  });

  it('adds up the materials of both faces', () => {
    expect(materialTotals(structureOf(bothFaces, catalogue, VIEW))).toEqual([
      { name: 'TiO2', layers: 2, totalNm: 110 },
      { name: 'n 1.46', layers: 1, totalNm: 90 },
      { name: 'n 1.38', layers: 1, totalNm: 100 },
    ]);
  });

  it('writes lengths in the unit that suits them', () => {
    expect([0.5, 87.314, 1624.2, 2.5e6].map(formatLength)).toEqual(['0.5 nm', '87.31 nm', '1.624 µm', '2.5 mm']);
  });
});

describe('layout', () => {
  it('is to scale, whatever the thicknesses', () => {
    const stack = { ...mirror, layers: [layer('TiO2', 1), layer({ n: 1.46 }, 5000), layer('TiO2', 2)] };
    const { boxes, unitsPerNm } = layOut(structureOf(stack, catalogue, VIEW));
    for (const { layer: of, top, bottom } of boxes) expect(top - bottom).toBeCloseTo(of.thicknessNm * unitsPerNm, 12);
    expect(boxes[2].bottom).toBeCloseTo(0, 12);
    expect(boxes[0].bottom).toBe(boxes[1].top);
  });

  it('breaks the slab between two coatings, which share one scale', () => {
    const { boxes, substrate, bottom } = layOut(structureOf(bothFaces, catalogue, VIEW));
    expect(substrate.map(({ cut }) => cut)).toEqual(['bottom', 'top']);
    expect(substrate[0].bottom).toBeGreaterThan(substrate[1].top);
    expect(boxes[3].top).toBe(substrate[1].bottom);
    expect(bottom).toBe(boxes[3].bottom);
    expect((boxes[3].top - boxes[3].bottom) / (boxes[0].top - boxes[0].bottom)).toBeCloseTo(100 / 60, 9);
  });

  it('holds for no layers, for layers of no thickness and for a thousand', () => {
    for (const layers of [[], [layer('TiO2', 0)], Array.from({ length: 1000 }, (_, i) => layer('TiO2', i + 1))]) {
      const { boxes, top, bottom } = layOut(structureOf({ ...mirror, layers }, catalogue, VIEW));
      expect(boxes).toHaveLength(layers.length);
      expect(Number.isFinite(top) && top > bottom).toBe(true);
    }
  });

  it('has a round scale bar of a fifth to a third', () => {
    for (const nm of [3, 47, 1234, 98_765]) {
      const bar = scaleBarNm(nm);
      expect(bar).toBeGreaterThan(nm / 8);
      expect(bar).toBeLessThanOrEqual(nm / 3);
    }
    expect(scaleBarNm(0)).toBe(0);
  });

  it('draws a cut from side to side', () => {
    const edge = zigzag(-1, 1, 0, 0.1, 4);
    expect([edge[0], edge.at(-1)]).toEqual([
      [-1, 0],
      [1, 0],
    ]);
  });
});

describe('index profile', () => {
  const identity = (value: number) => value;

  it('steps through every medium without a gap', () => {
    const { steps, extent, highestN, highestK } = indexProfile(structureOf(bothFaces, catalogue, VIEW));
    expect(steps).toHaveLength(1 + 3 + 1 + 1 + 1);
    steps.slice(1).forEach((step, i) => {
      expect(step.from).toBe(steps[i].to);
    });
    expect([steps[0].from, steps.at(-1)?.to]).toEqual([...extent]);
    expect([highestN, highestK]).toEqual([2.4, 0.01]);
  });

  it('leaves a gap where a medium has no data', () => {
    const structure = structureOf(
      { ...mirror, layers: [layer('TiO2', 5), layer('?', 5), layer('TiO2', 5)] },
      catalogue,
      VIEW,
    );
    const path = stepPath(indexProfile(structure).steps, 'n', identity, identity);
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('has a few round ticks', () => {
    expect(ticks(1, 2.5)).toEqual([1, 1.5, 2, 2.5]);
    expect(ticks(0, 0)).toEqual([0]);
    for (const high of [0.003, 7, 980, 12_345]) {
      const count = ticks(0, high).length;
      expect(count).toBeGreaterThanOrEqual(3);
      expect(count).toBeLessThanOrEqual(6);
    }
  });
});

describe('orbit', () => {
  it('turns by keys and comes home', () => {
    const right = keyed(START, 'ArrowRight');
    expect(right?.azimuth).toBeGreaterThan(START.azimuth);
    expect(keyed(right ?? START, 'Home')).toEqual(START);
    expect(keyed(START, 'x')).toBeNull();
  });

  it('never goes over the top, nor out of sight', () => {
    expect(turned(START, 0, 10).elevation).toBeLessThan(Math.PI / 2);
    expect(zoomed(START, 1e-9).zoom).toBeGreaterThan(0.1);
    expect(Math.hypot(...direction(turned(START, 2, -9)))).toBeCloseTo(1, 12);
  });
});
