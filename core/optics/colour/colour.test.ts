import { describe, expect, it } from 'vitest';
import {
  colourOf,
  type DifferenceFormula,
  differenceWithGradient,
  labWithGradients,
} from '#core/optics/colour/colour.ts';
import { relativePower } from '#core/optics/colour/illuminants.ts';
import { xyzOfLab } from '#core/optics/colour/spaces.ts';
import { srgbOf, xyzOfSrgb } from '#core/optics/colour/srgb.ts';
import { type Illuminant, type Observer, STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import { createColorimeter, type Triple } from '#core/optics/colour/tristimulus.ts';

const GRID = STANDARD_WAVELENGTHS_NM;
const hill = (centre: number, width: number) => GRID.map((x) => 0.05 + 0.8 * Math.exp(-(((x - centre) / width) ** 2)));

describe('illuminants', () => {
  it('A and D65 have the published powers', () => {
    // CIE 15:2004, table T.1 (5 nm): rows 380, 385, 400, 560, 600, 780 nm
    const rows = [0, 1, 4, 36, 44, 80];
    const a = relativePower('A');
    const published = [9.7951, 10.8996, 14.708, 100, 129.043, 241.675];
    for (const [index, row] of rows.entries()) expect(Math.abs(a[row] - published[index])).toBeLessThan(6e-4);
    const d65 = relativePower('D65');
    const daylight = [49.9755, 52.3118, 82.7549, 100, 90.0062, 63.3828];
    for (const [index, row] of rows.entries()) expect(Math.abs(d65[row] - daylight[index])).toBeLessThan(1e-3);
  });

  it('daylight of a temperature is that of D65 at its own', () => {
    const named = relativePower('D65');
    const byTemperature = relativePower({ daylightK: (6500 * 1.4388) / 1.438 });
    expect(byTemperature).toEqual(named);
    expect(() => relativePower({ daylightK: 3900 })).toThrow(/4000 to 25000 K/);
    expect(() => relativePower({ blackbodyK: 0 })).toThrow(/blackbody of 0 K/);
  });
});

describe('white points', () => {
  // X and Z as CIE 15:2004 lists them for its illuminants, by the 5 nm sum
  it.each<[Illuminant, Observer, number, number]>([
    ['A', '2', 109.85, 35.58],
    ['D65', '2', 95.04, 108.88],
    ['D50', '2', 96.42, 82.51],
    ['D55', '2', 95.68, 92.14],
    ['D75', '2', 94.97, 122.61],
    ['A', '10', 111.14, 35.2],
    ['D65', '10', 94.81, 107.32],
    ['D50', '10', 96.72, 81.43],
    ['D55', '10', 95.8, 90.93],
    ['D75', '10', 94.42, 120.64],
    ['F2', '2', 99.19, 67.39],
    ['F7', '2', 95.04, 108.75],
    ['F11', '2', 100.96, 64.35],
    ['F2', '10', 103.28, 69.03],
    ['F7', '10', 95.79, 107.69],
    ['F11', '10', 103.86, 65.61],
  ])('%s, %s°', (illuminant, observer, X, Z) => {
    const { white } = createColorimeter(GRID, { illuminant, observer });
    expect(Math.abs(white[0] - X)).toBeLessThan(0.006);
    expect(white[1]).toBe(100);
    expect(Math.abs(white[2] - Z)).toBeLessThan(0.006);
  });

  it.each<[Illuminant, number, number]>([
    ['F1', 0.3131, 0.3371],
    ['F4', 0.4402, 0.4031],
    ['F8', 0.3458, 0.3586],
    ['F12', 0.437, 0.4042],
    ['E', 0.3333, 0.3333],
  ])('chromaticity of %s', (illuminant, x, y) => {
    const { white } = createColorimeter(GRID, { illuminant });
    const sum = white[0] + white[1] + white[2];
    expect(Math.abs(white[0] / sum - x)).toBeLessThan(6e-5);
    expect(Math.abs(white[1] / sum - y)).toBeLessThan(6e-5);
  });
});

describe('colours', () => {
  it('the perfect diffuser is L* = 100 without chroma, and (1, 1, 1) on a display, under every light', () => {
    for (const illuminant of ['A', 'D50', 'D65', 'F11', { blackbodyK: 3000 }] as Illuminant[]) {
      for (const observer of ['2', '10'] as Observer[]) {
        const meter = createColorimeter([380, 500, 780], { illuminant, observer });
        const { Lab, Luv, sRGB, inGamut } = colourOf(meter, [1, 1, 1]);
        for (const [axis, value] of [100, 0, 0].entries()) {
          expect(Lab[axis]).toBeCloseTo(value, 10);
          expect(Luv[axis]).toBeCloseTo(value, 10);
        }
        expect(sRGB.every((value) => Math.abs(value - 1) < 1e-9)).toBe(true);
        expect(inGamut).toBe(true);
      }
    }
  });

  it('a grey of 18 % has L* = 49.496; one of 0.5 % is on the straight line near black', () => {
    const meter = createColorimeter(GRID);
    expect(
      colourOf(
        meter,
        GRID.map(() => 0.18),
      ).Lab[0],
    ).toBeCloseTo(49.4961, 4);
    expect(
      colourOf(
        meter,
        GRID.map(() => 0.005),
      ).Lab[0],
    ).toBeCloseTo((24389 / 27) * 0.005, 10);
    const black = colourOf(
      meter,
      GRID.map(() => 0),
    );
    expect(black.Lab).toEqual([0, 0, 0]);
    expect(black.xyY[0]).toBeCloseTo(0.3127, 4);
  });

  it('L*, a*, b* lead back to X, Y, Z, and sRGB too', () => {
    const { white } = createColorimeter(GRID, { illuminant: 'D50' });
    for (const rgb of [
      [0.2, 0.5, 0.9],
      [0.01, 0.99, 0.03],
      [0.7, 0.7, 0.7],
    ] as Triple[]) {
      const xyz = xyzOfSrgb(rgb, white);
      const back = srgbOf(xyz, white);
      expect(back.inGamut).toBe(true);
      for (const axis of [0, 1, 2]) expect(back.rgb[axis]).toBeCloseTo(rgb[axis], 6);
      const { Lab } = colourOf({ weights: [unit(0), unit(1), unit(2)], white, observer: '2' }, xyz);
      const again = xyzOfLab(Lab, white);
      for (const axis of [0, 1, 2]) expect(again[axis]).toBeCloseTo(xyz[axis], 10);
    }
  });

  it('sRGB red under D65 has the published L*, a*, b*', () => {
    const { white } = createColorimeter(GRID);
    const { Lab } = colourOf(
      { weights: [unit(0), unit(1), unit(2)], white, observer: '2' },
      xyzOfSrgb([1, 0, 0], white),
    );
    // 53.24, 80.09, 67.20 (D65, 2°)
    for (const [axis, value] of [53.24, 80.09, 67.2].entries()) expect(Math.abs(Lab[axis] - value)).toBeLessThan(0.02);
  });

  it('a narrow green lies outside the gamut', () => {
    const { inGamut, sRGB, LCh } = colourOf(createColorimeter(GRID), hill(520, 12));
    expect(inGamut).toBe(false);
    expect(sRGB.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(LCh[2]).toBeGreaterThan(120);
    expect(LCh[2]).toBeLessThan(180);
  });

  it.each<[string, Triple, number]>([
    // dominant wavelengths of the sRGB primaries relative to D65
    ['red', [1, 0, 0], 611.4],
    ['green', [0, 1, 0], 549.1],
    ['blue', [0, 0, 1], 464.2],
  ])('the sRGB %s has its dominant wavelength', (_name, rgb, wavelengthNm) => {
    const { white } = createColorimeter(GRID);
    const xyz = xyzOfSrgb(rgb, white);
    const colour = colourOf({ weights: [unit(0), unit(1), unit(2)], white, observer: '2' }, xyz);
    expect(Math.abs((colour.dominantWavelengthNm ?? 0) - wavelengthNm)).toBeLessThan(0.4);
    expect(colour.purity).toBeGreaterThan(0.6);
    expect(colour.purity).toBeLessThan(1);
  });

  it('a pure light is its own dominant wavelength; a magenta has that of its complement; white has none', () => {
    const meter = createColorimeter(GRID, { observer: '10' });
    const pure = colourOf(
      meter,
      GRID.map((x) => (x === 570 ? 1 : 0)),
    );
    expect(pure.dominantWavelengthNm).toBeCloseTo(570, 8);
    expect(pure.purity).toBeCloseTo(1, 10);
    const magenta = colourOf(
      meter,
      GRID.map((x) => (x > 490 && x < 590 ? 0 : 1)),
    );
    expect(magenta.dominantWavelengthNm).toBeLessThan(-490);
    expect(magenta.dominantWavelengthNm).toBeGreaterThan(-570);
    expect(magenta.purity).toBeGreaterThan(0.3);
    expect(
      colourOf(
        meter,
        GRID.map(() => 0.5),
      ),
    ).toMatchObject({ dominantWavelengthNm: null, purity: 0 });
  });

  it('do not depend on the order of the wavelengths, nor on further points of a straight line', () => {
    const spectrum = hill(600, 60);
    const plain = colourOf(createColorimeter(GRID), spectrum);
    const reversed = colourOf(createColorimeter(GRID.toReversed()), spectrum.toReversed());
    const finer = Float64Array.from({ length: 161 }, (_, i) => 380 + 2.5 * i);
    const between = finer.map((_, i) => (spectrum[i >> 1] + spectrum[(i + 1) >> 1]) / 2);
    const fine = colourOf(createColorimeter(finer), between);
    for (const axis of [0, 1, 2]) {
      expect(reversed.XYZ[axis]).toBeCloseTo(plain.XYZ[axis], 10);
      expect(fine.XYZ[axis]).toBeCloseTo(plain.XYZ[axis], 10);
    }
  });

  it('need the whole visible range unless the ends may be held', () => {
    expect(() => createColorimeter([400, 700])).toThrow(/380–780 nm.*400–700 nm/);
    expect(() => createColorimeter([500, 500])).toThrow(/twice/);
    const held = colourOf(createColorimeter([400, 700], { outside: 'hold' }), [0.4, 0.4]);
    expect(held.XYZ[1]).toBeCloseTo(40, 10);
  });
});

const unit = (axis: number) => Float64Array.from([0, 1, 2], (index) => (index === axis ? 1 : 0));

describe('gradients by the spectrum', () => {
  const spectrum = hill(480, 50);
  const meter = createColorimeter(GRID, { illuminant: 'F11', observer: '10' });
  const moved = (index: number, step: number) => spectrum.map((value, at) => (at === index ? value + step : value));

  it('of L*, a*, b* agree with differences', () => {
    const { gradients } = labWithGradients(meter, spectrum);
    for (const index of [3, 14, 20, 33, 40, 60]) {
      const [up, down] = [1e-5, -1e-5].map((step) => colourOf(meter, moved(index, step)).Lab);
      for (const axis of [0, 1, 2]) {
        expect(Math.abs(gradients[axis][index] - (up[axis] - down[axis]) / 2e-5)).toBeLessThan(1e-7);
      }
    }
  });

  it.each<DifferenceFormula>(['CIE1976', 'CIEDE2000'])('of %s agree with differences', (formula) => {
    const reference: Triple = [60, -20, -10];
    const { gradient } = differenceWithGradient(meter, spectrum, reference, formula);
    for (const index of [3, 14, 20, 33, 40, 60]) {
      const [up, down] = [1e-5, -1e-5].map(
        (step) => differenceWithGradient(meter, moved(index, step), reference, formula).value,
      );
      expect(Math.abs(gradient[index] - (up - down) / 2e-5)).toBeLessThan(1e-7);
    }
  });
});
