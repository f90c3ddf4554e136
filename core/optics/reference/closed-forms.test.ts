import { describe, expect, it } from 'vitest';
import { solveCoherent } from '#core/optics/reference/coherent.ts';
import { type Complex, complex } from '#core/optics/reference/complex.ts';
import { ellipsometricAngles } from '#core/optics/reference/ellipsometry.ts';
import type { LinearPolarization } from '#core/optics/reference/waves.ts';

const AIR = complex(1);
const LAMBDA = 550;
const quarterWave = (n: number): number => LAMBDA / (4 * n);
const degrees = (angle: number): number => (angle * Math.PI) / 180;

function solve(
  indices: readonly Complex[],
  thicknessNm: readonly number[] = [],
  angleDeg = 0,
  polarization: LinearPolarization = 's',
) {
  const incidence = { n: indices[0].re, angleRad: degrees(angleDeg) };
  return solveCoherent({ indices, thicknessNm }, incidence, LAMBDA, polarization);
}

describe('closed forms', () => {
  it('Fresnel: a bare interface at normal incidence', () => {
    const { r, t, R, T } = solve([AIR, complex(1.5)]);
    expect(r.re).toBeCloseTo(-0.2, 15);
    expect(t.re).toBeCloseTo(0.8, 15);
    expect(R).toBeCloseTo(0.04, 15);
    expect(T).toBeCloseTo(0.96, 15);
  });

  it('r_p has the opposite sign of r_s at normal incidence, and t is the same', () => {
    const indices = [AIR, complex(2.1), complex(1.5, 0.3)];
    const s = solve(indices, [137], 0, 's');
    const p = solve(indices, [137], 0, 'p');
    expect(p.r.re).toBeCloseTo(-s.r.re, 15);
    expect(p.r.im).toBeCloseTo(-s.r.im, 15);
    expect(p.t.re).toBeCloseTo(s.t.re, 15);
    expect(p.t.im).toBeCloseTo(s.t.im, 15);
  });

  it.each([10, 30, 56, 80, 89.9])('Fresnel: s and p at %d° from cosines alone', (angleDeg) => {
    const n = 1.7;
    const cos0 = Math.cos(degrees(angleDeg));
    const cos1 = Math.sqrt(1 - (Math.sin(degrees(angleDeg)) / n) ** 2);
    const s = solve([AIR, complex(n)], [], angleDeg, 's');
    const p = solve([AIR, complex(n)], [], angleDeg, 'p');
    expect(s.r.re).toBeCloseTo((cos0 - n * cos1) / (cos0 + n * cos1), 13);
    expect(p.r.re).toBeCloseTo((n * cos0 - cos1) / (n * cos0 + cos1), 13);
    expect(s.t.re).toBeCloseTo((2 * cos0) / (cos0 + n * cos1), 13);
    expect(p.t.re).toBeCloseTo((2 * cos0) / (n * cos0 + cos1), 13);
  });

  it('a quarter wave of √n makes glass invisible', () => {
    const n = Math.sqrt(1.5);
    expect(solve([AIR, complex(n), complex(1.5)], [quarterWave(n)]).R).toBeLessThan(1e-30);
  });

  it.each([1, 4, 9, 30])('a quarter-wave mirror H(LH)^%d reaches ((1 − Y)/(1 + Y))²', (pairs) => {
    const [high, low, glass] = [2.35, 1.46, 1.52];
    const indices = [AIR, complex(high)];
    const thicknessNm = [quarterWave(high)];
    for (let pair = 0; pair < pairs; pair++) {
      indices.push(complex(low), complex(high));
      thicknessNm.push(quarterWave(low), quarterWave(high));
    }
    indices.push(complex(glass));
    const Y = ((high / low) ** (2 * pairs) * high * high) / glass;
    const { R, T } = solve(indices, thicknessNm);
    expect(R).toBeCloseTo(((1 - Y) / (1 + Y)) ** 2, 13);
    expect(T / ((4 * Y) / (1 + Y) ** 2)).toBeCloseTo(1, 10);
  });

  it('a half-wave layer is absent', () => {
    const bare = solve([AIR, complex(1.52)]).R;
    expect(solve([AIR, complex(2.3), complex(1.52)], [2 * quarterWave(2.3)]).R).toBeCloseTo(bare, 14);
  });

  it('p light is not reflected at the Brewster angle, and Ψ is 0 there', () => {
    const brewsterDeg = (Math.atan(1.5) * 180) / Math.PI;
    const p = solve([AIR, complex(1.5)], [], brewsterDeg, 'p');
    const s = solve([AIR, complex(1.5)], [], brewsterDeg, 's');
    expect(p.R).toBeLessThan(1e-30);
    expect(ellipsometricAngles(s.r, p.r).psiDeg).toBeLessThan(1e-13);
  });

  it.each(['s', 'p'] as const)(
    '%s light is totally reflected beyond the critical angle, with the phase of Fresnel',
    (polarization) => {
      const n = 1.5;
      const angleDeg = 60;
      const { r, R, T } = solve([complex(n), AIR], [], angleDeg, polarization);
      expect(R).toBeCloseTo(1, 14);
      expect(T).toBe(0);
      const cos = Math.cos(degrees(angleDeg));
      const decay = Math.sqrt((n * Math.sin(degrees(angleDeg))) ** 2 - 1);
      // r_s = (n cos θ − iκ)/(n cos θ + iκ); r_p = (cos θ − inκ)/(cos θ + inκ)
      const phase = -2 * (polarization === 's' ? Math.atan2(decay, n * cos) : Math.atan2(n * decay, cos));
      expect(Math.atan2(r.im, r.re)).toBeCloseTo(phase, 13);
    },
  );

  it.each(['s', 'p'] as const)(
    '%s light at the critical angle, and through a gap in which it grazes exactly',
    (polarization) => {
      // sin 30° = 1/2 and n = 2 leave no rounding: q is exactly 0 in air only if cos² is; either way nothing may blow up
      const bare = solve([complex(2), AIR], [], 30, polarization);
      expect(bare.R).toBeCloseTo(1, 6);
      const gap = solve([complex(2), AIR, AIR, complex(2)], [40, 60], 30, polarization);
      // with q = 0 the gap's matrix is [[1, −ik₀d·(1 or N²)], [0 , 1]]: R = x²/(1 + x²), x = k₀d·(y or 1/y)/2
      const y = polarization === 's' ? 2 * Math.cos(degrees(30)) : Math.cos(degrees(30)) / 2;
      const x = ((2 * Math.PI * 100) / LAMBDA) * y * 0.5;
      expect(gap.R).toBeCloseTo((x * x) / (1 + x * x), 7);
      expect(gap.R + gap.T).toBeCloseTo(1, 13);
    },
  );

  it('a bare metal reflects ((n − 1)² + k²)/((n + 1)² + k²), and 1 cm of it nothing through', () => {
    const [n, k] = [0.13, 3.9];
    const expected = ((n - 1) ** 2 + k * k) / ((n + 1) ** 2 + k * k);
    expect(solve([AIR, complex(n, k)]).R).toBeCloseTo(expected, 14);
    const sheet = solve([AIR, complex(n, k), AIR], [1e7]);
    expect(sheet.R).toBeCloseTo(expected, 14);
    expect(sheet.T).toBe(0);
  });

  it('a thin absorbing sheet transmits as Beer and Lambert say, up to its reflections', () => {
    const k = 0.02;
    const { T } = solve([complex(1.5), complex(1.5, k), complex(1.5)], [3000]);
    expect(T / Math.exp((-4 * Math.PI * k * 3000) / LAMBDA)).toBeCloseTo(1, 3);
  });
});
