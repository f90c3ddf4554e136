import { describe, expect, it } from 'vitest';
import { deltaE1976, deltaE2000 } from '#core/optics/colour/difference.ts';
import type { Triple } from '#core/optics/colour/tristimulus.ts';

/** L₁ a₁ b₁ L₂ a₂ b₂ ΔE₀₀: G. Sharma, W. Wu, E. N. Dalal, Color Res. Appl. 30, 21 (2005), table 1. */
const PAIRS = `
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
`
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(Number));

describe('CIEDE2000', () => {
  it('gives the published differences of all 34 pairs, both ways round', () => {
    expect(PAIRS).toHaveLength(34);
    for (const [L1, a1, b1, L2, a2, b2, published] of PAIRS) {
      expect(Math.abs(deltaE2000([L1, a1, b1], [L2, a2, b2]).value - published)).toBeLessThan(5.1e-5);
      expect(Math.abs(deltaE2000([L2, a2, b2], [L1, a1, b1]).value - published)).toBeLessThan(5.1e-5);
    }
  });

  it('has derivatives that agree with differences', () => {
    for (const [L1, a1, b1, L2, a2, b2] of PAIRS) {
      const reference: Triple = [L2, a2, b2];
      // The hues of pairs 9 to 16 lie opposite each other, where the formula jumps: a step away from there.
      const sample: Triple = [L1 + 0.3, a1 + 0.4, b1 - 0.7];
      const { byLab } = deltaE2000(sample, reference);
      for (const axis of [0, 1, 2] as const) {
        const moved = (step: number): Triple => {
          const [L, a, b] = sample;
          return axis === 0 ? [L + step, a, b] : axis === 1 ? [L, a + step, b] : [L, a, b + step];
        };
        const difference =
          (deltaE2000(moved(1e-5), reference).value - deltaE2000(moved(-1e-5), reference).value) / 2e-5;
        expect(Math.abs(byLab[axis] - difference)).toBeLessThan(1e-7);
      }
    }
  });

  it('is 0 with derivative 0 between equal colours, greys among them', () => {
    for (const colour of [
      [50, 20, -30],
      [70, 0, 0],
      [0, 0, 0],
    ] as Triple[]) {
      expect(deltaE2000(colour, colour)).toEqual({ value: 0, byLab: [0, 0, 0] });
      expect(deltaE1976(colour, colour)).toEqual({ value: 0, byLab: [0, 0, 0] });
    }
    const grey = deltaE2000([60, 0, 0], [55, 0, 0]);
    expect(grey.byLab.every(Number.isFinite)).toBe(true);
  });
});

describe('ΔE of 1976', () => {
  it('is the distance in CIELAB, its derivatives the direction', () => {
    const { value, byLab } = deltaE1976([53, 4, 12], [50, 0, 0]);
    expect(value).toBeCloseTo(13, 14);
    expect(byLab).toEqual([3 / 13, 4 / 13, 12 / 13]);
  });
});
