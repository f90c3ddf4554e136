import { describe, expect, test } from 'vitest';
import { pointsOf, type TargetRow } from '#core/targets/target-rows.ts';
import type { PlotGeometry } from '#renderer/charts/chart-types.ts';
import { NORMAL_INCIDENCE } from '#renderer/physics/beams.ts';
import { chartFrame } from './chart-frame.ts';
import { drafted } from './gesture.ts';
import { type KeyContext, neighbourOf, outcomeOfKey } from './knot-keys.ts';
import { readoutAt, valueBetween } from './readout.ts';
import { newRow, piecesOf, pointsOutside, shapeWith } from './row-curve.ts';
import { possibleRange, usualRangeNm } from './shown-range.ts';
import { spectrumColumns, wishPointsNm } from './spectrum-columns.ts';
import { spectrumSeries, valueRange } from './spectrum-series.ts';
import { targetPaths } from './target-shapes.ts';
import { fractionOf, fractionShown, quantityOf, rowValueText, shownValue, valueText } from './value-scale.ts';

const geometry: PlotGeometry = { left: 0, top: 0, width: 400, height: 104, x: [400, 800], y: [-2, 102] };
const drawn = (pieces: [number, number][][], change: Partial<TargetRow> = {}): TargetRow => ({
  ...newRow([], [400, 800]),
  shape: { kind: 'lines', pieces, stepNm: 2 },
  ...change,
});

describe('gestures', () => {
  const row = drawn([]);
  const frame = chartFrame(geometry, row, 'percent');

  test('a band lays one round value over the wavelengths that were dragged over', () => {
    const draft = drafted({ kind: 'band', from: { x: 201, y: 60 }, to: { x: 99, y: 11.6 } }, [], frame, false, false);
    expect(draft?.pieces).toEqual([
      [
        [500, 0.9],
        [600, 0.9],
      ],
    ]);
  });
  test('above 100 % a hand draws 100 %', () => {
    expect(frame.knotAt({ x: 0, y: -50 }, false)).toEqual([400, 1]);
    expect(frame.knotAt({ x: 0, y: 400 }, true)).toEqual([400, 0]);
  });
  test('a line by clicks goes through its corners', () => {
    const path = [
      { x: 0, y: 102 },
      { x: 100, y: 2 },
      { x: 200, y: 102 },
    ];
    expect(drafted({ kind: 'line', path }, [], frame, false, false)?.pieces).toEqual([
      [
        [400, 0],
        [500, 1],
        [600, 0],
      ],
    ]);
  });
  test('a straight move changes the value alone', () => {
    const pieces = [[[500, 0.5] as [number, number]]];
    const gesture = {
      kind: 'knot',
      place: { piece: 0, index: 0 },
      from: { x: 0, y: 0 },
      to: { x: 7, y: -20 },
    } as const;
    expect(drafted(gesture, pieces, frame, false, true)?.pieces).toEqual([[[500, 0.7]]]);
  });
  test('erasing keeps measured points as they are', () => {
    const shape = { kind: 'points' as const, wavelengthsNm: [400, 401, 402.5], values: [0.1, 0.2, 0.3] };
    expect(pointsOutside(shape, 400.5, 402)).toEqual({
      kind: 'points',
      wavelengthsNm: [400, 402.5],
      values: [0.1, 0.3],
    });
  });
});

describe('keys', () => {
  const row = drawn([
    [
      [500, 0.5],
      [600, 0.5],
    ],
  ]);
  const context: KeyContext = {
    row,
    pieces: piecesOf(row.shape),
    selected: { piece: 0, index: 0 },
    frame: chartFrame(geometry, row, 'percent'),
    rangeNm: [400, 800],
  };
  const press = (key: string, shiftKey = false, altKey = false) => outcomeOfKey({ key, shiftKey, altKey }, context);

  test('arrows move the selected point, with Shift ten times as far, with Alt a tenth', () => {
    expect(press('ArrowRight')?.draft?.pieces[0][0]).toEqual([501, 0.5]);
    expect(press('ArrowLeft', true)?.draft?.pieces[0][0]).toEqual([490, 0.5]);
    expect(press('ArrowUp', false, true)?.draft?.pieces[0][0]).toEqual([500, 0.501]);
    expect(press('ArrowUp', true)?.draft?.pieces[0][0]).toEqual([500, 0.6]);
  });
  test('Enter adds the point half way to the next, Delete takes one away', () => {
    expect(press('Enter')?.draft).toMatchObject({ selected: { piece: 0, index: 1 } });
    expect(press('Enter')?.draft?.pieces[0][1]).toEqual([550, 0.5]);
    expect(press('Delete')?.draft?.pieces).toEqual([[[600, 0.5]]]);
  });
  test('Enter on an empty chart puts a point in its middle', () => {
    const empty = { ...context, pieces: [], selected: null };
    expect(outcomeOfKey({ key: 'Enter', shiftKey: false, altKey: false }, empty)?.draft?.pieces).toEqual([
      [[600, 0.5]],
    ]);
  });
  test('Tab goes from point to point and then leaves', () => {
    expect(neighbourOf({ pieces: context.pieces, selected: null }, 1)).toEqual({ piece: 0, index: 0 });
    expect(neighbourOf({ pieces: context.pieces, selected: { piece: 0, index: 1 } }, 1)).toBeNull();
  });
});

describe('rows as curves', () => {
  test('imported points are joined inside their bands, and stay points while they are only moved', () => {
    const shape = { kind: 'points' as const, wavelengthsNm: [400, 410, 420, 600, 610], values: [0, 0, 0, 1, 1] };
    const pieces = piecesOf(shape);
    expect(pieces.map((piece) => piece.length)).toEqual([3, 2]);
    expect(shapeWith(shape, pieces, false)).toEqual(shape);
    expect(shapeWith(shape, pieces, true)).toMatchObject({ kind: 'lines', stepNm: 10 });
  });
  test('a new row has an id of its own', () => {
    expect(newRow([drawn([], { id: 'row-2' })], [400, 800]).id).toBe('row-3');
  });
  test('one-sided wishes are hatched on the side they forbid, whichever way the scale runs', () => {
    const atLeast = drawn([[[500, 0.5]]], { kind: 'atLeast' });
    const second = (path: string): number => Number(path.split('L')[2].split(',')[1].replace('Z', ''));
    const first = (path: string): number => Number(path.split('L')[1].split(',')[1]);
    const percent = targetPaths(atLeast, piecesOf(atLeast.shape), geometry, 'percent').forbidden;
    expect(second(percent)).toBeGreaterThan(first(percent));
    const density = targetPaths(
      atLeast,
      piecesOf(atLeast.shape),
      { ...geometry, y: [0, 3] },
      'opticalDensity',
    ).forbidden;
    expect(second(density)).toBeLessThan(first(density));
  });
  test('a measurement of very many points is thinned to what can be seen', () => {
    const wavelengthsNm = Array.from({ length: 100_000 }, (_, i) => 400 + 0.004 * i);
    const values = wavelengthsNm.map((_, i) => (i === 54_321 ? 1 : 0.2));
    const row: TargetRow = { ...drawn([]), shape: { kind: 'points', wavelengthsNm, values } };
    const points = wishPointsNm([row]);
    expect(points.length).toBeLessThan(5000);
    expect([points[0], points.at(-1)]).toEqual([wavelengthsNm[0], wavelengthsNm.at(-1)]);
    const places = targetPaths(row, piecesOf(row.shape), geometry, 'percent').line.slice(1).split('L');
    expect(places.length).toBeLessThan(5 * geometry.width);
    expect(Math.min(...places.map((place) => Number(place.split(',')[1])))).toBe(2);
  });
});

describe('what the chart shows', () => {
  test('the range takes in the whole wish and a little more', () => {
    const [low, high] = usualRangeNm({ rows: [drawn([[[500, 1]]]), drawn([[[900, 1]]])], specification: [] }, 550);
    expect(low).toBeLessThan(500);
    expect(high).toBeGreaterThan(900);
    expect(usualRangeNm({ rows: [], specification: [] }, undefined)).toEqual([380, 780]);
    expect(
      usualRangeNm(
        {
          rows: [
            drawn([
              [
                [500, 1],
                [600, 1],
              ],
            ]),
          ],
          specification: [],
        },
        550,
      ),
    ).toEqual([380, 780]);
    expect(possibleRange([900, -3])).toEqual([1, 900]);
  });
  test('scales there and back', () => {
    expect(shownValue(0.01, 'opticalDensity')).toBeCloseTo(2, 12);
    expect(fractionShown(-20, 'decibel')).toBeCloseTo(0.01, 12);
    expect(fractionOf(quantityOf(0.03, 'OD'), 'OD')).toBeCloseTo(0.03, 12);
    expect(valueText(0.5, 'decibel')).toBe('−3.01 dB');
    expect(rowValueText(0.915, 'R')).toBe('R 91.5 %');
    expect(rowValueText(3, 'OD')).toBe('T OD 3');
  });

  const grid = Float64Array.of(500, 501, 502);
  const spectrum = {
    beam: { angleDeg: 45, polarization: 's' as const, direction: 'forward' as const },
    R: Float64Array.of(0.1, 0.2, 0.3),
    T: Float64Array.of(0.9, 0.8, 0.7),
    A: Float64Array.of(0, 0, 0),
  };
  const row = drawn([[[501, 0.25]]], { angleDeg: 45, polarization: 's' });

  test('the table says quantity, angle and polarization, and what is wished where it is wished', () => {
    const columns = spectrumColumns(grid, [spectrum], null, [row, row]);
    expect(columns.map(({ header }) => header)).toEqual([
      'Wavelength (nm)',
      'R 45° s',
      'T 45° s',
      'A 45° s',
      'target R 45° s',
      'target R 45° s (2)',
    ]);
    expect(Array.from(columns[4].values)).toEqual([Number.NaN, 0.25, Number.NaN]);
    expect(wishPointsNm([row, row])).toEqual([501]);
  });
  test('the light of the selected row stands out, and hidden quantities are not drawn', () => {
    const other = { ...spectrum, beam: NORMAL_INCIDENCE };
    const series = spectrumSeries([spectrum, other], null, spectrum.beam, { R: true, T: false, A: false }, 'percent');
    expect(series.map(({ key }) => key)).toEqual(['R 0°', 'R 45° s']);
    expect(series[1].width).toBeGreaterThan(series[0].width);
    expect(valueRange(series, [], 'percent', true)[1]).toBeCloseTo(31.2, 9);
  });
  test('the readout compares with the wish', () => {
    expect(readoutAt(501, grid, spectrum, row, 'percent')).toMatchObject({
      wavelength: '501 nm',
      difference: '−5.00 %',
    });
    expect(valueBetween(grid, spectrum.R, 501.5)).toBeCloseTo(0.25, 12);
    expect(valueBetween(grid, spectrum.R, 499)).toBeNaN();
  });
  test('what is drawn is what is asked for', () => {
    const { shape } = drawn([
      [
        [500, 0.9],
        [504, 0.9],
      ],
    ]);
    expect(pointsOf(shape)).toEqual({ wavelengthsNm: [500, 502, 504], values: [0.9, 0.9, 0.9] });
  });
});
