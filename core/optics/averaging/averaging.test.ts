import { describe, expect, it } from 'vitest';
import { type Cone, type ConeProfile, coneQuadrature } from '#core/optics/averaging/cone.ts';
import { createConeEvaluator } from '#core/optics/averaging/cone-evaluator.ts';
import { gaussLegendre } from '#core/optics/averaging/gauss-legendre.ts';
import { slitQuadrature } from '#core/optics/averaging/slit.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { LayerSequence, MediumTable, Polarization } from '#core/optics/types.ts';

const RAD = Math.PI / 180;
const uniform = (axisAngleDeg: number, halfAngleDeg: number, more: Partial<Cone> = {}): Cone => ({
  axisAngleDeg,
  halfAngleDeg,
  profile: 'uniform',
  ...more,
});

/** Mean over the cone of a function of the ray, by brute force: ψ from the axis and φ about it. */
function bruteForce(cone: Cone, of: (angleRad: number, sShare: number) => number, count = 600): number {
  const [a0, half] = [cone.axisAngleDeg * RAD, cone.halfAngleDeg * RAD];
  const opening = cone.profile === 'gaussian' ? 2 * half : half;
  const axis = [Math.sin(a0), 0, Math.cos(a0)];
  const [e1, e2] = [
    [Math.cos(a0), 0, -Math.sin(a0)],
    [0, 1, 0],
  ];
  let [sum, total] = [0, 0];
  for (let i = 0; i < count; i++) {
    const psi = ((i + 0.5) / count) * opening;
    for (let j = 0; j < count; j++) {
      const phi = ((j + 0.5) / count) * 2 * Math.PI;
      const k = [0, 1, 2].map(
        (n) => axis[n] * Math.cos(psi) + Math.sin(psi) * (e1[n] * Math.cos(phi) + e2[n] * Math.sin(phi)),
      );
      // y turned with the ray (Rodrigues about axis × k by ψ)
      const u = [0, 1, 2].map((n) => e2[n] * Math.cos(phi) - e1[n] * Math.sin(phi));
      const y = [0, 1, 0];
      const uy = u[1];
      const cross = [u[1] * y[2] - u[2] * y[1], u[2] * y[0] - u[0] * y[2], u[0] * y[1] - u[1] * y[0]];
      const e = [0, 1, 2].map((n) => y[n] * Math.cos(psi) + cross[n] * Math.sin(psi) + u[n] * uy * (1 - Math.cos(psi)));
      const flat = Math.hypot(k[0], k[1]);
      const alongS = flat === 0 ? 1 : (-k[1] * e[0] + k[0] * e[1]) / flat;
      const brightness =
        cone.profile === 'uniform' ? 1 : cone.profile === 'cosine' ? k[2] : Math.exp(-2 * (psi / half) ** 2);
      const weight = Math.sin(psi) * brightness;
      sum += weight * of(Math.acos(k[2]), alongS * alongS);
      total += weight;
    }
  }
  return sum / total;
}

const mean = (cone: Cone, polarization: Polarization, of: (angleRad: number, isS: boolean) => number): number => {
  const { anglesDeg, weightS, weightP } = coneQuadrature(cone, polarization);
  return anglesDeg.reduce(
    (sum, angle, i) => sum + weightS[i] * of(angle * RAD, true) + weightP[i] * of(angle * RAD, false),
    0,
  );
};

describe('Gauss–Legendre', () => {
  it('has the published nodes of 3 and integrates xⁿ exactly up to 2·count − 1', () => {
    const three = gaussLegendre(3);
    expect(three.nodes[2]).toBeCloseTo(Math.sqrt(0.6), 15);
    expect([...three.weights].map((weight) => weight * 9)).toEqual([5, 8, 5].map((value) => expect.closeTo(value, 13)));
    for (const count of [1, 2, 5, 12, 24, 64]) {
      const { nodes, weights } = gaussLegendre(count);
      for (let power = 0; power < 2 * count; power++) {
        const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** power, 0);
        expect(Math.abs(sum - (power % 2 === 1 ? 0 : 2 / (power + 1)))).toBeLessThan(1e-14);
      }
    }
  });
});

describe('the mean over a cone', () => {
  it('about the normal has the closed forms of ⟨cos θ⟩ and ⟨sin² θ⟩', () => {
    const c = Math.cos(25 * RAD);
    const s2 = Math.sin(25 * RAD) ** 2;
    expect(mean(uniform(0, 25), 'unpolarized', Math.cos)).toBeCloseTo((1 + c) / 2, 12);
    // cosine weighting: ∫cos²θ sin θ dθ / ∫cos θ sin θ dθ
    const cosine = uniform(0, 25, { profile: 'cosine' });
    expect(mean(cosine, 'unpolarized', Math.cos)).toBeCloseTo((2 * (1 - c ** 3)) / (3 * s2), 11);
    expect(mean(cosine, 'unpolarized', (angle) => Math.sin(angle) ** 2)).toBeCloseTo(s2 / 2, 10);
  });

  it('about any axis has ⟨cos θ⟩ = cos(axis)·(1 + cos(half))/2', () => {
    for (const [axis, half] of [
      [10, 25],
      [30, 12],
      [45, 45 - 1e-9],
      [20, 20],
    ]) {
      const expected = (Math.cos(axis * RAD) * (1 + Math.cos(half * RAD))) / 2;
      expect(mean(uniform(axis, half), 'unpolarized', Math.cos)).toBeCloseTo(expected, 7);
    }
  });

  it.each<[ConeProfile, number, number]>([
    ['uniform', 35, 15],
    ['uniform', 8, 20],
    ['cosine', 50, 25],
    ['gaussian', 40, 9],
    ['gaussian', 5, 10],
  ])('%s about %i° of %i° agrees with a sum over rays, in s and p', (profile, axis, half) => {
    const cone = uniform(axis, half, { profile });
    const s = (angle: number) => Math.cos(3 * angle);
    const p = (angle: number) => 1 / (1 + angle);
    const expected = bruteForce(cone, (angle, share) => share * s(angle) + (1 - share) * p(angle));
    expect(mean(cone, 's', (angle, isS) => (isS ? s(angle) : p(angle)))).toBeCloseTo(expected, 4);
    const other = bruteForce(cone, (angle, share) => (1 - share) * s(angle) + share * p(angle));
    expect(mean(cone, 'p', (angle, isS) => (isS ? s(angle) : p(angle)))).toBeCloseTo(other, 4);
  });

  it('converges quickly in the number of nodes', () => {
    const value = (nodeCount: number) => mean(uniform(30, 20, { nodeCount }), 's', (a, isS) => Math.sin(9 * a + +isS));
    const exact = value(64);
    expect(Math.abs(value(6) - exact)).toBeLessThan(1e-4);
    expect(Math.abs(value(12) - exact)).toBeLessThan(1e-9);
  });

  it('takes polarized light about the normal as half and half, unless every ray has its own plane', () => {
    const { weightS, weightP } = coneQuadrature(uniform(0, 30), 's');
    weightS.forEach((weight, i) => {
      expect(weight).toBeCloseTo(weightP[i], 15);
    });
    const local = coneQuadrature(uniform(0, 30, { polarizationModel: 'local' }), 's');
    expect(local.weightP.every((weight) => weight === 0)).toBe(true);
  });

  it('refuses grazing rays', () => {
    expect(() => coneQuadrature(uniform(60, 30), 's')).toThrow(/below 90°/);
    expect(() => coneQuadrature(uniform(60, 20, { profile: 'gaussian' }), 's')).toThrow(/below 90°/);
    expect(() => coneQuadrature(uniform(0, 10, { nodeCount: 0 }), 's')).toThrow(/1 to 200/);
  });
});

const wavelengthsNm = Float64Array.from({ length: 41 }, (_, i) => 500 + 5 * i);
const constant = (n: number, k = 0): MediumTable => ({
  n: wavelengthsNm.map(() => n),
  k: wavelengthsNm.map(() => k),
});
const setup = {
  wavelengthsNm,
  polarization: 's' as Polarization,
  direction: 'forward' as const,
  ambient: constant(1),
  layerMedia: [constant(2.3, 1e-3), constant(1.46)],
  substrate: constant(1.52),
};
const sequence = (thicknessNm: number[]): LayerSequence => ({
  count: thicknessNm.length,
  media: Int32Array.from(thicknessNm, (_, i) => i % 2),
  thicknessNm: Float64Array.from(thicknessNm),
});
const layers = [65, 102, 130, 102, 65];
const none = sequence([]);

describe('an evaluator of a cone', () => {
  const count = wavelengthsNm.length;
  const spectraOf = (evaluator: ReturnType<typeof createEvaluator>, thicknessNm = layers) => {
    const [R, T] = [new Float64Array(count), new Float64Array(count)];
    evaluator.spectra(sequence(thicknessNm), none, R, T);
    return { R, T };
  };

  it('of half-angle 0 is the parallel beam', () => {
    const cone = spectraOf(createConeEvaluator(setup, uniform(33, 0)));
    const beam = spectraOf(createEvaluator({ ...setup, angleDeg: 33 }));
    expect(cone.R).toEqual(beam.R);
    expect(cone.T).toEqual(beam.T);
  });

  it('agrees with a sum over rays of Fresnel’s formulas', () => {
    const bare = { ...setup, polarization: 'p' as const };
    const R = new Float64Array(count);
    createConeEvaluator(bare, uniform(50, 12)).spectra(none, none, R, new Float64Array(count));
    const fresnel = (angle: number, share: number) => {
      const cosT = Math.sqrt(1 - (Math.sin(angle) / 1.52) ** 2);
      const s = (Math.cos(angle) - 1.52 * cosT) / (Math.cos(angle) + 1.52 * cosT);
      const p = (1.52 * Math.cos(angle) - cosT) / (1.52 * Math.cos(angle) + cosT);
      return share * p * p + (1 - share) * s * s;
    };
    expect(R[0]).toBeCloseTo(bruteForce(uniform(50, 12), fresnel), 5);
  });

  it('has derivatives that agree with differences, and R + T ≤ 1', () => {
    const evaluator = createConeEvaluator(setup, uniform(20, 18));
    const [R, T] = [new Float64Array(count), new Float64Array(count)];
    const [dR, dT] = [new Float64Array(5 * count), new Float64Array(5 * count)];
    evaluator.derivatives(sequence(layers), none, R, T, dR, dT);
    const plain = spectraOf(evaluator);
    for (let layer = 0; layer < 5; layer++) {
      const moved = (step: number) =>
        spectraOf(
          evaluator,
          layers.map((d, i) => (i === layer ? d + step : d)),
        );
      const [up, down] = [moved(1e-3), moved(-1e-3)];
      for (let i = 0; i < count; i++) {
        expect(R[i]).toBeCloseTo(plain.R[i], 13);
        expect(Math.abs(dR[layer * count + i] - (up.R[i] - down.R[i]) / 2e-3)).toBeLessThan(1e-8);
        expect(Math.abs(dT[layer * count + i] - (up.T[i] - down.T[i]) / 2e-3)).toBeLessThan(1e-8);
        expect(R[i] + T[i]).toBeLessThanOrEqual(1);
      }
    }
    const many = new Float64Array(2 * count);
    evaluator.spectraOfMany(
      [
        { front: sequence(layers), back: none },
        { front: none, back: none },
      ],
      many,
      many.slice(),
    );
    expect(many[7]).toBeCloseTo(plain.R[7], 13);
  });
});

describe('a slit', () => {
  it('has the closed forms of the mean of cos(2πx/period)', () => {
    const period = 7;
    const seen = (fwhmNm: number, shape: 'triangular' | 'rectangular' | 'gaussian') => {
      const { wavelengthsNm: x, weights } = slitQuadrature(550, { fwhmNm, shape });
      return x.reduce((sum, value, i) => sum + weights[i] * Math.cos((2 * Math.PI * (value - 550)) / period), 0);
    };
    const sinc = (fwhmNm: number) => Math.sin((Math.PI * fwhmNm) / period) / ((Math.PI * fwhmNm) / period);
    expect(seen(4, 'rectangular')).toBeCloseTo(sinc(4), 12);
    expect(seen(4, 'triangular')).toBeCloseTo(sinc(4) ** 2, 12);
    const sigma = 4 / (2 * Math.sqrt(2 * Math.LN2));
    expect(seen(4, 'gaussian')).toBeCloseTo(Math.exp(-2 * (Math.PI * (sigma / period)) ** 2), 4);
  });

  it('keeps a straight line, and refuses a width without meaning', () => {
    const { wavelengthsNm: x, weights } = slitQuadrature(600, { fwhmNm: 10 });
    expect(x.reduce((sum, value, i) => sum + weights[i] * value, 0)).toBeCloseTo(600, 10);
    expect(() => slitQuadrature(600, { fwhmNm: 0 })).toThrow(/makes no sense/);
    expect(() => slitQuadrature(5, { fwhmNm: 10 })).toThrow(/makes no sense/);
  });
});
