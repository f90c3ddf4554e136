import { describe, expect, it } from 'vitest';
import { appendedPiece, movedEnd } from './pieces.ts';
import { emptyRow } from './presets.ts';
import { converted } from './row-quantity.ts';

describe('pieces as numbers', () => {
  it('keep a flat piece flat when its value is typed', () => {
    const flat: [number, number][] = [
      [500, 1],
      [600, 1],
    ];
    expect(movedEnd(flat, 'first', { value: 0.9 })).toEqual([
      [500, 0.9],
      [600, 0.9],
    ]);
    expect(movedEnd(flat, 'last', { value: 0.5 })).toEqual([
      [500, 1],
      [600, 0.5],
    ]);
  });

  it('stretch what lies between the ends', () => {
    const bent: [number, number][] = [
      [400, 0],
      [450, 1],
      [500, 0],
    ];
    expect(movedEnd(bent, 'last', { wavelengthNm: 600 })).toEqual([
      [400, 0],
      [500, 1],
      [600, 0],
    ]);
  });

  it('stay ascending when one end is typed past the other', () => {
    const ramp: [number, number][] = [
      [500, 0],
      [600, 1],
    ];
    expect(movedEnd(ramp, 'first', { wavelengthNm: 700 })).toEqual([
      [600, 1],
      [700, 0],
    ]);
    expect(movedEnd([[500, 1]], 'last', { wavelengthNm: 520 })).toEqual([
      [500, 1],
      [520, 1],
    ]);
  });

  it('go on to the right of the last', () => {
    expect(appendedPiece([], 'R')[0][0]).toEqual([500, 1]);
    expect(appendedPiece([[[400, 0.2]]], 'R')[1][0]).toEqual([420, 0.2]);
  });
});

describe('another quantity for a row', () => {
  const row = {
    ...emptyRow([]),
    quantity: 'OD' as const,
    shape: { kind: 'points' as const, wavelengthsNm: [500], values: [2] },
  };

  it('converts between scales of the same light', () => {
    expect(converted(row, 'T').shape).toMatchObject({ values: [0.01] });
    expect(converted(row, 'TdB').shape).toMatchObject({ values: [-20] });
  });

  it('takes what is not transmitted as reflected', () => {
    expect(converted(row, 'R').shape).toMatchObject({ values: [0.99] });
  });

  it('leaves the numbers between R, T and A alone', () => {
    expect(converted({ ...row, quantity: 'R' }, 'T')).toEqual({ quantity: 'T' });
  });
});
