import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hitTest } from './hit-test.ts';
import { roundStepUp, snapped, toResolution } from './snapping.ts';
import { monotoneStroke, simplified, strokeKnots } from './stroke.ts';

const spot = fc.record({ x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 300 }) });

test('a hand that turns back overwrites what it drew', () => {
  const path = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 40, y: 50 },
  ];
  expect(monotoneStroke(path)).toEqual([
    { x: 0, y: 0 },
    { x: 40, y: 50 },
    { x: 100, y: 0 },
  ]);
});

test('every path becomes a function of x', () => {
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 40 }), (path) => {
      const stroke = monotoneStroke(path);
      for (let i = 1; i < stroke.length; i++) expect(stroke[i].x).toBeGreaterThan(stroke[i - 1].x);
      expect(stroke).toContainEqual(path[path.length - 1]);
    }),
  );
});

test('simplifying keeps the ends and stays within the tolerance', () => {
  fc.assert(
    fc.property(fc.array(spot, { minLength: 2, maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (path, tolerance) => {
      const stroke = monotoneStroke(path);
      const simple = simplified(stroke, tolerance);
      expect(simple[0]).toBe(stroke[0]);
      expect(simple.at(-1)).toBe(stroke.at(-1));
      for (const { x, y } of stroke) {
        const after = simple.findIndex((kept) => kept.x >= x);
        const to = simple[after];
        const from = simple[Math.max(0, after - 1)];
        const there = to.x === from.x ? to.y : from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
        expect(Math.abs(there - y)).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }),
  );
  const straight = Array.from({ length: 50 }, (_, x) => ({ x, y: 2 * x }));
  expect(simplified(straight, 1)).toHaveLength(2);
});

test('a stroke has each wavelength once', () => {
  const path = Array.from({ length: 50 }, (_, x) => ({ x, y: (x * 7) % 11 }));
  const knots = strokeKnots(path, 1, ({ x, y }) => [400 + Math.round(x / 10), y]);
  expect(knots.map(([wavelength]) => wavelength)).toEqual([400, 401, 402, 403, 404, 405]);
});

test('a knot is preferred to the lines that meet in it', () => {
  const pieces = [[[0, 0] as [number, number], [10, 0] as [number, number], [20, 10] as [number, number]]];
  const spotOf = ([x, y]: [number, number]) => ({ x, y });
  expect(hitTest(pieces, spotOf, { x: 12, y: 1 }, 5, 5)).toEqual({ kind: 'knot', piece: 0, index: 1 });
  expect(hitTest(pieces, spotOf, { x: 5, y: 1 }, 2, 5)).toEqual({ kind: 'segment', piece: 0, index: 0 });
  expect(hitTest(pieces, spotOf, { x: 5, y: 40 }, 2, 5)).toBeNull();
});

test('round numbers', () => {
  expect([0.03, 0.9, 1, 1.1, 2.1, 7].map(roundStepUp)).toEqual([0.05, 1, 1, 2, 5, 10]);
  expect(snapped(0.1 + 0.2, 0.1)).toBe(0.3);
  expect(toResolution(512.3456789, 0.5)).toBe(512.3);
});
