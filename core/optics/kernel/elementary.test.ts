import { describe, expect, test } from 'vitest';
import {
  exp,
  exp2,
  log,
  log10,
  pow10,
  powerOfTwo,
  sinCos,
  sinCosDeg,
  tanDenominator,
  tanNumerator,
} from '#core/optics/kernel/elementary.ts';

/** Largest relative difference of `ours` and `theirs` on `count` points spread evenly over [lo, hi]. */
function worstRelative(
  ours: (x: number) => number,
  theirs: (x: number) => number,
  lo: number,
  hi: number,
  count = 200_000,
): number {
  let worst = 0;
  for (let i = 0; i <= count; i++) {
    const x = lo + ((hi - lo) * i) / count;
    const b = theirs(x);
    const difference = Math.abs(ours(x) - b);
    worst = Math.max(worst, b === 0 ? difference : difference / Math.abs(b));
  }
  return worst;
}

describe('elementary functions against Math.*', () => {
  test.each([
    ['exp', exp, Math.exp, -700, 700],
    ['exp near 0', exp, Math.exp, -1, 1],
    ['exp2', exp2, (x: number) => 2 ** x, -1000, 1000],
    ['pow10', pow10, (x: number) => 10 ** x, -300, 300],
    ['pow10 of optical densities', pow10, (x: number) => 10 ** x, -8, 8],
    ['log', log, Math.log, 1e-12, 20],
    ['log near 1', log, Math.log, 0.99, 1.01],
    ['log of large arguments', log, Math.log, 1, 1e300],
    ['log10', log10, Math.log10, 1e-12, 20],
    ['log10 near 1', log10, Math.log10, 0.999, 1.001],
  ] as const)('%s agrees to 2e-15', (_, ours, theirs, lo, hi) => {
    expect(worstRelative(ours, theirs, lo, hi)).toBeLessThan(2e-15);
  });

  test('log covers the whole range of doubles', () => {
    for (let e = -323; e <= 308; e++) {
      const x = Number(`1.2345e${e}`);
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThan(2e-15 * Math.abs(Math.log(x)) + 1e-300);
      expect(Math.abs(log10(x) - Math.log10(x))).toBeLessThan(2e-15 * Math.abs(Math.log10(x)) + 1e-300);
    }
  });

  test('sin and cos agree to 3e-16 absolutely over ±1000 rad', () => {
    expect(worstAbsolute((x) => sinCos(x).sin, Math.sin, 1000)).toBeLessThan(3e-16);
    expect(worstAbsolute((x) => sinCos(x).cos, Math.cos, 1000)).toBeLessThan(3e-16);
  });

  test('P/Q is the tangent of half turns to 1e-15 rad, also where Q vanishes', () => {
    let worst = 0;
    for (let i = -100_000; i <= 100_000; i++) {
      const f = i / 200_000;
      const angle = Math.atan2(tanNumerator(f, f * f), tanDenominator(f * f));
      worst = Math.max(worst, Math.abs(angle - Math.PI * f));
    }
    expect(worst).toBeLessThan(1e-15);
  });
});

function worstAbsolute(ours: (x: number) => number, theirs: (x: number) => number, limit: number): number {
  let worst = 0;
  for (let i = -200_000; i <= 200_000; i++) {
    const x = (limit * i) / 200_000;
    worst = Math.max(worst, Math.abs(ours(x) - theirs(x)));
  }
  return worst;
}

describe('edges', () => {
  test('zero, infinity and NaN come out as from Math.*', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-1e4)).toBe(0);
    expect(exp(1e4)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log10(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(pow10(-400)).toBe(0);
    expect(exp2(-1074)).toBe(5e-324);
  });

  test('powers of two are exact', () => {
    for (let k = -1080; k <= 1024; k++) expect(powerOfTwo(k)).toBe(2 ** k);
  });

  test('angles in degrees keep their relative accuracy at grazing incidence', () => {
    expect(sinCosDeg(0)).toEqual({ sin: 0, cos: 1 });
    expect(sinCosDeg(90)).toEqual({ sin: 1, cos: 0 });
    expect(sinCosDeg(30).sin).toBeCloseTo(0.5, 15);
    const grazing = Math.PI / 180 / 1024; // 90° − 1/1024°, exact in binary
    expect(Math.abs(sinCosDeg(90 - 1 / 1024).cos / Math.sin(grazing) - 1)).toBeLessThan(4e-16);
  });
});
