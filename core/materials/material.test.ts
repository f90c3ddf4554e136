import { describe, expect, it } from 'vitest';
import type { Dispersion } from '#core/materials/document.ts';
import { constantMaterial, createMaterial } from '#core/materials/material.ts';

const glassN = { formula: 5 as const, coefficients: [1.5], rangeNm: [300, 2000] as [number, number] };
const flagsOf = (dispersion: Dispersion) =>
  createMaterial('glass', dispersion).flags.map(({ flag, note }) => `${flag}: ${note}`);

describe('n by formula with a table of k', () => {
  it('is known where both are', () => {
    const glass = createMaterial('glass', { n: glassN, k: { wavelengthsNm: [400, 1000], k: [1e-5, 1e-5] } });
    expect(glass.rangeNm).toEqual([400, 1000]);
    expect(glass.flags).toEqual([]);
    expect(glass.sample([700])).toMatchObject({ n: new Float64Array([1.5]), k: new Float64Array([1e-5]) });
  });

  it('goes on with k = 0, flagged, where the table ends at ≤ 1e-6', () => {
    const dispersion = { n: glassN, k: { wavelengthsNm: [400, 1000], k: [1e-5, 1e-6] } };
    const glass = createMaterial('glass', dispersion);
    expect(glass.rangeNm).toEqual([400, 2000]);
    expect([...glass.sample([1000, 1000.01, 2000]).k]).toEqual([1e-6, 0, 0]);
    expect(flagsOf(dispersion)).toEqual([expect.stringMatching(/^k assumed: .*1000–2000 nm/)]);
    const below = createMaterial('glass', { n: glassN, k: { wavelengthsNm: [400, 1000], k: [1e-7, 1e-5] } });
    expect(below.rangeNm).toEqual([300, 1000]);
  });

  it('takes no more of k than n has', () => {
    expect(createMaterial('glass', { n: glassN, k: { wavelengthsNm: [200, 5000], k: [0, 0] } }).rangeNm).toEqual([
      300, 2000,
    ]);
  });

  it('without any k has k = 0, flagged, over the whole range', () => {
    const glass = createMaterial('glass', { n: glassN });
    expect(glass.sample([300, 2000]).k).toEqual(new Float64Array(2));
    expect(flagsOf({ n: glassN })).toEqual([expect.stringMatching(/^k assumed: .*300–2000 nm/)]);
  });

  it('is refused where the two do not meet', () => {
    const k = { wavelengthsNm: [2100, 3000], k: [1e-3, 1e-3] };
    expect(() => createMaterial('glass', { n: glassN, k })).toThrow(/n over 300–2000 nm but k over 2100–3000 nm/);
  });

  it('is refused where the formula fails inside its own range', () => {
    const n = { formula: 1 as const, coefficients: [0, 1, 1], rangeNm: [500, 3000] as [number, number] };
    expect(() => createMaterial('bad', { n })).toThrow(/no positive real index at/);
  });
});

describe('the range', () => {
  const table: Dispersion = { wavelengthsNm: [400, 800], n: [1.5, 1.4], k: [0.1, 0] };
  const material = createMaterial('film', table);

  it('is inclusive, with a relative slack of 1e-9', () => {
    expect(material.sample([400 * (1 - 5e-10), 800 * (1 + 5e-10)]).n).toEqual(new Float64Array([1.5, 1.4]));
    expect(() => material.sample([400 * (1 - 2e-9)])).toThrow(/film has data over 400–800 nm, but/);
  });

  it.each([399, 801])('%d nm is outside, unless clamped', (wavelength) => {
    expect(() => material.sample([500, wavelength])).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
    expect(material.sample([500, wavelength], { clamp: true })).toMatchObject({ clamped: true });
    expect(material.sample([500], { clamp: true })).toMatchObject({ clamped: false });
  });

  it.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('%d is no wavelength', (wavelength) => {
    expect(() => material.sample([wavelength], { clamp: true })).toThrow(expect.objectContaining({ code: 'INVALID' }));
    expect(() => constantMaterial('air', 1, 0).sample([wavelength])).toThrow();
  });

  it('of a table with one row is that row', () => {
    const single = createMaterial('one', { n: { wavelengthsNm: [589.3], n: [1.5] } });
    expect(single.sample([589.3]).n[0]).toBe(1.5);
    expect(() => single.sample([590])).toThrow(/589.3–589.3 nm/);
  });
});
