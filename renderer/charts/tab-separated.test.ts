import { expect, test } from 'vitest';
import { zoomed } from './chart-types.ts';
import { tabSeparated } from './tab-separated.ts';

test('copied data keep every digit and leave gaps empty', () => {
  const text = tabSeparated([
    { header: 'Wavelength (nm)', values: [400.1, 500] },
    { header: 'R 0°', values: Float64Array.of(0.1 + 0.2, Number.NaN) },
  ]);
  expect(text).toBe('Wavelength (nm)\tR 0°\n400.1\t0.30000000000000004\n500\t\n');
});

test('zooming keeps the place under the pointer', () => {
  expect(zoomed([400, 800], 500, 0.5)).toEqual([450, 650]);
});
