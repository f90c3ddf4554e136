import { expect, test } from 'vitest';
import { MOST_DRAWN_POINTS, mergedAscending, mostPointsOf, roundStep, spectrumGrid } from './wavelength-grid.ts';

test('steps are round, about a pixel wide and fine enough for the fringes', () => {
  const { wavelengthsNm, followsFringes } = spectrumGrid([400.5, 800], 20_000, 700);
  expect(followsFringes).toBe(true);
  expect(wavelengthsNm[0]).toBe(400.5);
  expect(wavelengthsNm.at(-1)).toBe(800);
  for (let i = 1; i < wavelengthsNm.length; i++) {
    const step = wavelengthsNm[i] - wavelengthsNm[i - 1];
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThanOrEqual(Math.min((1.3 * 400) / 700, wavelengthsNm[i] ** 2 / (16 * 20_000)) + 1e-9);
  }
  expect(wavelengthsNm).toContain(550);
});

test('a stack too thick to follow gets the most points there may be, and says so', () => {
  const { wavelengthsNm, followsFringes } = spectrumGrid([400, 800], 1e7, 700);
  expect(followsFringes).toBe(false);
  expect(wavelengthsNm.length).toBeLessThanOrEqual(MOST_DRAWN_POINTS);
  expect(wavelengthsNm.length).toBeGreaterThan(MOST_DRAWN_POINTS / 4);
});

test('thousands of layers are drawn with fewer points', () => {
  expect(mostPointsOf(20)).toBe(MOST_DRAWN_POINTS);
  expect(mostPointsOf(5000)).toBe(1000);
  expect(mostPointsOf(100_000)).toBe(401);
});

test('round steps', () => {
  expect([0.9, 1, 1.99, 2, 4.9, 5, 0.03].map(roundStep)).toEqual([0.5, 1, 1, 2, 2, 5, 0.02]);
});

test('merging keeps order and drops what is there twice', () => {
  expect([...mergedAscending([1, 2, 4], [2, 2, 3, 5])]).toEqual([1, 2, 3, 4, 5]);
  expect([...mergedAscending([], [])]).toEqual([]);
});
