import { describe, expect, it } from 'vitest';
import { createCatalogue } from '#core/materials/catalogue.ts';
import type { Stack } from '#core/optics/stack.ts';
import { inserted, mediaKey, middleOfWish, moved, opticalFactors, withLayers } from './layer-rows.ts';
import { rowWindow } from './row-window.ts';

const stack: Stack = {
  layers: [
    { medium: { n: 2 }, thicknessNm: 68.75 },
    { medium: { n: 1.5 }, thicknessNm: 10 },
    { medium: { n: 2 }, thicknessNm: 20 },
  ],
  substrate: { medium: { n: 1.52 } },
};
const none = createCatalogue([]);

describe('optical columns', () => {
  it('are n·d and 4 n d / λ₀', () => {
    const factors = opticalFactors(stack, none, { wavelengthNm: 550, matchAngleDeg: 0 })({ n: 2 });
    expect(68.75 * (factors?.opticalPerNm ?? 0)).toBeCloseTo(137.5, 9);
    expect(68.75 * (factors?.qwotPerNm ?? 0)).toBeCloseTo(1, 12);
  });

  it('follow the match angle inside the layer', () => {
    const factors = opticalFactors(stack, none, { wavelengthNm: 550, matchAngleDeg: 45 })({ n: 2 });
    const cosine = Math.sqrt(1 - (Math.SQRT1_2 / 2) ** 2);
    expect(factors?.qwotPerNm).toBeCloseTo((4 * 2 * cosine) / 550, 12);
  });

  it('depend on media and not on thicknesses', () => {
    const thicker = { ...stack, layers: stack.layers.map((layer) => ({ ...layer, thicknessNm: 7 })) };
    expect(mediaKey(thicker)).toBe(mediaKey(stack));
    expect(mediaKey({ ...stack, ambient: { n: 1.33 } })).not.toBe(mediaKey(stack));
  });

  it('refer to the middle of the wish where the design names no wavelength', () => {
    const wish = { rows: [], rules: { substrate: { medium: 'N-BK7' } }, merit: 'rms' as const, specification: [] };
    expect(middleOfWish(wish)).toBe(550);
  });
});

describe('edits of the list of layers', () => {
  it('insert and move without touching the rest', () => {
    expect(inserted(['a', 'b'], 1, 'x')).toEqual(['a', 'x', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  });

  it('leave no empty back coating behind', () => {
    const slab: Stack = { ...stack, substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 }, backLayers: stack.layers };
    expect(withLayers(slab, 'back', [])).not.toHaveProperty('backLayers');
    expect(withLayers(slab, 'front', []).backLayers).toBe(stack.layers);
  });
});

describe('the rows that are drawn', () => {
  it('are all of a short table and a window of a long one', () => {
    expect(rowWindow(200, 0, 100, 24)).toEqual({ from: 0, to: 200 });
    const { from, to } = rowWindow(10_000, 120_000, 480, 24);
    expect(from).toBe(4988);
    expect(to).toBe(5032);
    expect(rowWindow(201, 1e6, 480, 24)).toEqual({ from: 201, to: 201 });
  });
});
