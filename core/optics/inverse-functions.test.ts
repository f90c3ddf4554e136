import { describe, expect, it } from 'vitest';
import { acos, asin, atan2, cbrt, realPower } from '#core/optics/inverse-functions.ts';

describe('inverse functions against Math', () => {
  it('atan2 in every direction, to 5e-16', () => {
    for (let i = -1000; i <= 1000; i++) {
      const angle = (i / 1000) * Math.PI;
      for (const stretch of [3, 1e-3]) {
        const [y, x] = [3 * Math.sin(angle), stretch * Math.cos(angle)];
        expect(Math.abs(atan2(y, x) - Math.atan2(y, x))).toBeLessThan(5e-16);
      }
    }
    for (const y of [0, -0]) {
      for (const x of [0, -0]) expect(Math.abs(atan2(y, x))).toBe(0);
      expect(atan2(y, -1)).toBe(Math.PI);
      expect(Math.abs(atan2(y, 1))).toBe(0);
    }
    expect(atan2(-3, 0)).toBe(-Math.PI / 2);
    expect(atan2(1e-300, 1)).toBeCloseTo(1e-300, 310);
  });

  it('acos and asin, with arguments beyond ±1 by rounding', () => {
    for (let i = -1000; i <= 1000; i++) {
      expect(Math.abs(acos(i / 1000) - Math.acos(i / 1000))).toBeLessThan(1.5e-15);
      expect(Math.abs(asin(i / 1000) - Math.asin(i / 1000))).toBeLessThan(1e-15);
    }
    expect(asin(1 + 1e-15)).toBe(Math.PI / 2);
    expect(asin(-1 - 1e-15)).toBe(-Math.PI / 2);
    expect(acos(1 + 1e-15)).toBe(0);
    expect(acos(-1 - 1e-15)).toBe(Math.PI);
  });

  it('cube roots and powers, to 1e-15 relative', () => {
    for (let i = -300; i <= 300; i++) {
      const x = 1.1 ** i;
      expect(Math.abs(cbrt(x) / Math.cbrt(x) - 1)).toBeLessThan(1e-15);
      expect(cbrt(-x)).toBe(-cbrt(x));
      expect(Math.abs(realPower(x, 1 / 2.4) / x ** (1 / 2.4) - 1)).toBeLessThan(5e-15);
    }
    expect(cbrt(0)).toBe(0);
    expect(cbrt(27)).toBe(3);
    expect([realPower(0, 2.4), realPower(0, 0), realPower(0, -1)]).toEqual([0, 1, Number.POSITIVE_INFINITY]);
  });
});
