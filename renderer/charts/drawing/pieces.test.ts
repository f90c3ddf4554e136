import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Knot } from '#core/targets/target-rows.ts';
import {
  drawOver,
  eraseInterval,
  insertKnot,
  knotPlaces,
  moveKnot,
  moveSegment,
  type Pieces,
  removeKnot,
  valueAt,
} from './pieces.ts';

const ramp: Pieces = [
  [
    [400, 0],
    [500, 1],
  ],
  [[600, 0.5]],
];
const isOn = (a: number, b: number) => Math.abs(a - b) < 0.03;

function expectOrdered(pieces: Pieces): void {
  const wavelengths = pieces.flat().map(([wavelength]) => wavelength);
  for (let i = 1; i < wavelengths.length; i++) expect(wavelengths[i]).toBeGreaterThan(wavelengths[i - 1]);
  for (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
}

describe('erasing', () => {
  test('cuts a line where the eraser began and ended', () => {
    expect(eraseInterval(ramp, 420, 440)).toEqual([
      [
        [400, 0],
        [420, 0.2],
      ],
      [
        [440, 0.4],
        [500, 1],
      ],
      [[600, 0.5]],
    ]);
  });
  test('takes single points and whole pieces', () => {
    expect(eraseInterval(ramp, 590, 610)).toEqual([ramp[0]]);
    expect(eraseInterval(ramp, 300, 700)).toEqual([]);
  });
});

describe('drawing over a curve', () => {
  test('joins where the stroke begins on the curve, and keeps away where it ends off it', () => {
    const stroke: Knot[] = [
      [450, 0.5],
      [480, 0.1],
    ];
    expect(drawOver(ramp, stroke, 2, isOn)).toEqual([
      [
        [400, 0],
        [450, 0.5],
        [480, 0.1],
      ],
      [
        [482, 0.82],
        [500, 1],
      ],
      [[600, 0.5]],
    ]);
  });
  test('any strokes leave ascending pieces, with the last stroke in them', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const stroke = fc
      .tuple(fc.integer({ min: 300, max: 900 }), fc.integer({ min: 0, max: 300 }), value, value)
      .map(([from, width, a, b]): Knot[] =>
        width === 0
          ? [[from, a]]
          : [
              [from, a],
              [from + width, b],
            ],
      );
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 12 }), (strokes) => {
        let pieces: Knot[][] = [];
        for (const next of strokes) pieces = drawOver(pieces, next, 2, isOn);
        expectOrdered(pieces);
        for (const [wavelength, wanted] of strokes[strokes.length - 1])
          expect(valueAt(pieces, wavelength)).toBe(wanted);
      }),
    );
  });
});

describe('knots', () => {
  test('one put inside a piece bends it, one outside stands alone', () => {
    expect(insertKnot(ramp, [450, 0.9])).toMatchObject({ place: { piece: 0, index: 1 } });
    const alone = insertKnot(ramp, [550, 0.9]);
    expect(alone.place).toEqual({ piece: 1, index: 0 });
    expectOrdered(alone.pieces);
  });
  test('a knot does not pass its neighbours', () => {
    expect(moveKnot(ramp, { piece: 0, index: 1 }, [700, 0.3], 1)[0][1]).toEqual([599, 0.3]);
    expect(moveKnot(ramp, { piece: 0, index: 1 }, [300, 0.3], 1)[0][1]).toEqual([401, 0.3]);
  });
  test('a line moves as a whole until its neighbours stop it', () => {
    const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
    expect(moveSegment(ramp, { piece: 0, index: 0 }, [200, 0.5], 1, clamp)[0]).toEqual([
      [499, 0.5],
      [599, 1],
    ]);
  });
  test('the last knot of a piece takes the piece with it', () => {
    expect(removeKnot(ramp, { piece: 1, index: 0 })).toEqual([ramp[0]]);
    expect(knotPlaces(ramp)).toHaveLength(3);
  });
});
