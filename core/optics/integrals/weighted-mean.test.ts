import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import {
  am15WavelengthsNm,
  blackbodyWeight,
  photonWeight,
  photopicWeight,
  solarWeight,
  tableWeight,
} from '#core/optics/integrals/spectral-weight.ts';
import { applyWeights, meanWeights } from '#core/optics/integrals/weighted-mean.ts';

const grid = (low: number, high: number, step: number) =>
  Float64Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
const integral = (x: Float64Array, y: Float64Array) =>
  x.reduce((sum, _, i) => (i === 0 ? 0 : sum + ((y[i] + y[i - 1]) * (x[i] - x[i - 1])) / 2), 0);

describe('the AM1.5 sun', () => {
  it.each([
    ['global', 1000.37],
    ['direct', 900.14],
  ] as const)('%s has %f W/m² (ASTM G173-03)', (beam, power) => {
    const weight = solarWeight(beam);
    const values = new Float64Array(2002);
    weight.fill(am15WavelengthsNm(), values);
    expect(Math.abs(integral(am15WavelengthsNm(), values) - power)).toBeLessThan(0.2);
  });

  it('has its tabulated values', () => {
    const at = (beam: 'global' | 'direct', wavelengthsNm: number[]) => {
      const values = new Float64Array(wavelengthsNm.length);
      solarWeight(beam).fill(wavelengthsNm, values);
      return [...values];
    };
    expect(at('global', [400, 550, 1000, 1702, 4000])).toEqual([1.1141, 1.5399, 0.73532, 0.20396, 0.0071043]);
    expect(at('direct', [550, 4000])).toEqual([1.3648, 0.0071199]);
  });

  it('sends 4.29e21 photons m⁻² s⁻¹ between 300 and 4000 nm, and silicon at most 43.8 mA/cm²', () => {
    const weight = photonWeight(solarWeight('global'));
    const values = new Float64Array(weight.nodesNm.length);
    weight.fill(weight.nodesNm, values);
    const hc = 6.62607015e-34 * 299792458;
    const photons = values.map((value) => (value * 1e-9) / hc);
    expect(Math.abs(integral(weight.nodesNm, photons) / 4.29e21 - 1)).toBeLessThan(0.01);
    const upTo = weight.nodesNm.findIndex((x) => x > 1107);
    const current = integral(weight.nodesNm.slice(0, upTo), photons.slice(0, upTo)) * 1.602176634e-19 * 0.1;
    expect(Math.abs(current - 43.8)).toBeLessThan(0.3); // mA/cm² at a gap of 1.12 eV
  });
});

describe('means', () => {
  const wavelengthsNm = grid(300, 1200, 7);

  it('of a constant are that constant, for every weight', () => {
    const weights = [
      solarWeight('global'),
      photonWeight(solarWeight('direct')),
      photopicWeight('A'),
      blackbodyWeight(3000),
      tableWeight([500, 600], [0, 2]),
    ];
    for (const weight of weights) {
      const { weights: w } = meanWeights(wavelengthsNm, weight, { outside: 'overlap' });
      expect(
        applyWeights(
          w,
          wavelengthsNm.map(() => 0.37),
        ),
      ).toBeCloseTo(0.37, 13);
      expect(Math.min(...w)).toBeGreaterThanOrEqual(0);
    }
  });

  it('of a straight line under a flat weight are its middle', () => {
    const flat = tableWeight([400, 800], [5, 5]);
    const { weights, coverage } = meanWeights(wavelengthsNm, flat, { rangeNm: [412, 633] });
    expect(applyWeights(weights, wavelengthsNm)).toBeCloseTo((412 + 633) / 2, 9);
    expect(coverage).toBeCloseTo(221 / 400, 12);
  });

  it('of a line under a triangle are at its centroid', () => {
    const triangle = tableWeight(
      grid(400, 600, 0.5),
      grid(400, 600, 0.5).map((x) => x - 400),
    );
    const { weights } = meanWeights(wavelengthsNm, triangle);
    expect(applyWeights(weights, wavelengthsNm)).toBeCloseTo(400 + (2 / 3) * 200, 2);
  });

  it('of V(λ) under E are those of the trapezoidal sum; τ_v of a step lies at its share', () => {
    const weight = photopicWeight('E');
    const spectrum = weight.nodesNm.map((x) => (x < 555 ? 1 : 0));
    const fine = grid(380, 780, 0.25);
    const { weights } = meanWeights(weight.nodesNm, weight);
    const values = new Float64Array(fine.length);
    weight.fill(fine, values);
    const share = integral(fine.slice(0, 701), values.slice(0, 701)) / integral(fine, values);
    expect(Math.abs(applyWeights(weights, spectrum) - share)).toBeLessThan(0.03);
    // luminous efficacy: ∫ V dλ = 106.857 nm, the CIE's sum
    expect(
      integral(
        weight.nodesNm,
        weight.nodesNm.map((_, i) => values[20 * i] / 100),
      ),
    ).toBeCloseTo(106.86, 1);
  });

  it('are second order in the step of the spectrum', () => {
    const weight = solarWeight('global');
    const smooth = (x: Float64Array) => x.map((value) => 0.5 + 0.5 * Math.sin(value / 60));
    const mean = (step: number) => {
      const x = grid(400, 1000, step);
      return applyWeights(meanWeights(x, weight, { rangeNm: [400, 1000] }).weights, smooth(x));
    };
    const exact = mean(0.125);
    const ratio = (mean(20) - exact) / (mean(10) - exact);
    expect(ratio).toBeGreaterThan(3.4);
    expect(ratio).toBeLessThan(4.6);
  });

  it('refuse a spectrum that does not reach so far, unless asked otherwise', () => {
    const solar = solarWeight('global');
    expect(() => meanWeights(wavelengthsNm, solar)).toThrow(StackwrightError);
    expect(() => meanWeights(wavelengthsNm, solar)).toThrow(/covers 300–1203 nm, but the mean runs over 280–4000 nm/);
    const overlap = meanWeights(wavelengthsNm, solar, { outside: 'overlap' });
    expect(overlap.rangeNm).toEqual([300, 1203]);
    expect(overlap.coverage).toBeGreaterThan(0.8);
    expect(overlap.coverage).toBeLessThan(0.86);
    const held = meanWeights(wavelengthsNm, solar, { outside: 'hold' });
    expect(held.coverage).toBe(1);
    expect(held.weights[held.weights.length - 1]).toBeGreaterThan(0.1);
    expect(() => meanWeights(wavelengthsNm, tableWeight([2000, 2100], [1, 1]), { outside: 'overlap' })).toThrow(
      /covers/,
    );
    expect(() => meanWeights(wavelengthsNm, solar, { rangeNm: [5000, 6000] })).toThrow(/do not overlap/);
    expect(() => tableWeight([1, 2], [0, 0])).toThrow(/not all 0/);
    expect(() => tableWeight([2, 1], [1, 1])).toThrow(/rising/);
  });
});

describe('a blackbody', () => {
  it('has its peak at 2898 µm K and the tabulated share below 4107 µm K', () => {
    const weight = blackbodyWeight(1000);
    const values = new Float64Array(weight.nodesNm.length);
    weight.fill(weight.nodesNm, values);
    const peak = weight.nodesNm[values.indexOf(Math.max(...values))];
    expect(Math.abs(peak - 2897.8)).toBeLessThan(8);
    // half of the power lies below λT = 4107 µm K
    const x = Float64Array.from([1000, ...grid(1001, 4107, 1), 4107.001, 100_000]);
    const step = x.map((value) => (value <= 4107 ? 1 : 0));
    const { weights } = meanWeights(x, weight);
    expect(applyWeights(weights, step)).toBeCloseTo(0.5, 3);
  });
});
