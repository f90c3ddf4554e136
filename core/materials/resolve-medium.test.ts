import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { constantMaterial } from '#core/materials/material.ts';
import { type MediumContext, resolveMedium, resolveTable } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';

const catalogue: MaterialCatalogue = {
  find: (id) => (id === 'SiO2' || id === 'SiO2/Malitson' ? constantMaterial('SiO2/Malitson', 1.46, 0) : undefined),
  suggest: () => ['SiO2'],
};
const context: MediumContext = { catalogue, path: 'stack.layers[2].medium' };

function refusal(work: () => unknown): StackwrightError {
  try {
    work();
  } catch (error) {
    if (error instanceof StackwrightError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('names', () => {
  it('air is n = 1 exactly at any wavelength', () => {
    const { n, k } = resolveTable('air', context, [1, 550, 1e7]);
    expect([...n, ...k]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("the stack's own materials come first, and may lead on to the catalogue", () => {
    const own = { H: { n: 2.35 }, L: 'SiO2', SiO2: 'SiO2' };
    expect(resolveMedium('H', { ...context, own }).sample([500]).n[0]).toBe(2.35);
    expect(resolveMedium('L', { ...context, own }).id).toBe('SiO2/Malitson');
  });

  it.each(['a', '__proto__', 'constructor', 'toString'])('"%s" is unknown, with near ids and the path', (name) => {
    const error = refusal(() => resolveMedium(name, { ...context, own: { a: 'b', b: 'a' } }));
    expect(error.code).toBe('UNKNOWN_MATERIAL');
    expect(error.message).toContain(`"${name}"`);
    expect(error.message).toContain('SiO2');
    expect(error.path).toBe('stack.layers[2].medium');
  });
});

describe('inline tables', () => {
  const table = { wavelengthsNm: [600, 400, 500], n: [1.6, 1.4, 1.5], k: [0.3, 0.1, 0.2] };

  it('are sorted and joined by straight lines', () => {
    const { n, k } = resolveTable(table, context, [400, 450, 575, 600]);
    expect(n[1]).toBeCloseTo(1.45, 14);
    expect(k[2]).toBeCloseTo(0.275, 14);
    expect([n[0], n[3]]).toEqual([1.4, 1.6]);
  });

  it('outside their range are an error that names range, wavelength and place', () => {
    const error = refusal(() => resolveTable(table, context, [500, 601]));
    expect(error.code).toBe('OUT_OF_RANGE');
    expect(error.message).toMatch(/400–600 nm.*601 nm/);
    expect(error.path).toBe('stack.layers[2].medium');
  });

  it('with clamp take the nearest end and say so', () => {
    const sampled = resolveTable(table, { ...context, clamp: true }, [300, 700]);
    expect([...sampled.n]).toEqual([1.4, 1.6]);
    expect(sampled.clamped).toBe(true);
    expect(resolveTable(table, { ...context, clamp: true }, [500]).clamped).toBe(false);
  });

  it.each([
    ['rows of one wavelength', { wavelengthsNm: [400, 500, 400], n: [1, 1, 1] }, /Rows 1 and 3/],
    ['a value that is no number', { wavelengthsNm: [400, 500], n: [1, Number.NaN] }, /Row 2/],
    ['columns of unequal length', { wavelengthsNm: [400, 500], n: [1] }, /2 wavelengths but 1/],
    ['a negative k', { wavelengthsNm: [400, 500], n: [1, 1], k: [0, -0.1] }, /Row 2/],
    ['an index of zero', { n: 0 }, /no refractive index/],
  ])('with %s are refused', (_, medium, message) => {
    const error = refusal(() => resolveMedium(medium, context));
    expect(error.code).toBe('INVALID');
    expect(error.message).toMatch(message);
    expect(error.path).toContain('stack.layers[2].medium');
  });
});
