import { describe, expect, it } from 'vitest';
import { Random } from '#core/design/random.ts';
import { constantMaterial, createMaterial } from '#core/materials/material.ts';
import type { Material } from '#core/materials/types.ts';
import { WaveEvaluator, type WaveSide } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { SPEED_OF_LIGHT_NM_PER_FS as C } from '#core/optics/constants.ts';
import { simulateStack } from '#core/optics/reference/simulate.ts';
import type { LayerSequence, SeriesOrder } from '#core/optics/types.ts';

const SILICA = createMaterial('SiO2', {
  n: {
    formula: 1,
    coefficients: [0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161],
    rangeNm: [210, 6700],
  },
});
const RUTILE = createMaterial('TiO2', {
  n: { formula: 4, coefficients: [5.913, 0.2441, 0, 0.0803, 1], rangeNm: [430, 1530] },
});
const ABSORBER = createMaterial('film', {
  wavelengthsNm: [400, 500, 620, 760, 900, 1100],
  n: [2.9, 2.6, 2.4, 2.28, 2.2, 2.15],
  k: [0.4, 0.2, 0.09, 0.05, 0.02, 0.01],
  interpolation: 'spline',
});
const AIR = constantMaterial('air', 1, 0);
const FILMS = [SILICA, RUTILE, ABSORBER, constantMaterial('metal', 0.15, 4)];

type Pile = LayerSequence & { thicknessNm: Float64Array };
const pile = (media: readonly number[], thicknessNm: readonly number[]): Pile => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NOTHING = pile([], []);

interface Case {
  readonly angleDeg?: number;
  readonly polarization?: 's' | 'p';
  readonly direction?: 'forward' | 'reverse';
  readonly ambient?: Material;
  readonly films?: readonly Material[];
  readonly substrate?: Material;
  readonly slabNm?: number;
}

function setupOf(the: Case, wavelengthsNm: readonly number[], order: SeriesOrder): WaveSetup {
  const grid = Float64Array.from(wavelengthsNm);
  const seriesOf = (material: Material) => material.series(grid, order);
  return {
    wavelengthsNm: grid,
    angleDeg: the.angleDeg ?? 0,
    polarization: the.polarization ?? 's',
    direction: the.direction ?? 'forward',
    order,
    ambient: seriesOf(the.ambient ?? AIR),
    layerMedia: (the.films ?? FILMS).map(seriesOf),
    substrate: seriesOf(the.substrate ?? SILICA),
    ...(the.slabNm === undefined ? {} : { slab: { thicknessNm: the.slabNm, coherent: true, exit: seriesOf(AIR) } }),
  };
}

const omegaOf = (lambda: number): number => (2 * Math.PI * C) / lambda;
const delays = (the: Case, front: Pile, wavelengthsNm: number[], side: WaveSide) =>
  new WaveEvaluator(setupOf(the, wavelengthsNm, 3)).phases(front, NOTHING, side).phases;

describe('closed forms', () => {
  it('a layer between equal media: GD = n_g d/c, and GDD, TOD those of the path', () => {
    const nothing: Case = { ambient: SILICA, substrate: SILICA, films: [SILICA] };
    const d = 12_345;
    const [, gd, gdd, tod] = delays(nothing, pile([0], [d]), [800], 't');
    const { n } = SILICA.series([800], 3);
    const w = omegaOf(800);
    // φ = n ω d/c, n as a series in ω
    expect(gd[0] / (((n[0] + w * n[1]) * d) / C)).toBeCloseTo(1, 13);
    expect(gdd[0] / ((2 * (n[1] + w * n[2]) * d) / C)).toBeCloseTo(1, 11);
    expect(tod[0] / ((6 * (n[2] + w * n[3]) * d) / C)).toBeCloseTo(1, 9);
  });

  it('a single interface between clear media has no delay, however dispersive the substrate', () => {
    for (const side of ['r', 't'] as const) {
      const [, gd, gdd, tod] = delays({ substrate: RUTILE }, NOTHING, [500, 800], side);
      for (const part of [gd, gdd, tod]) for (const value of part) expect(Math.abs(value)).toBeLessThan(1e-13);
    }
  });

  it('total reflection: tan(φ_s/2) = −√(sin²θ − (n₂/n₁)²)/cos θ, and its dispersion (Born & Wolf §1.5.4)', () => {
    const [phase, gd] = delays({ ambient: SILICA, substrate: AIR, angleDeg: 60 }, NOTHING, [800], 'r');
    const half = (lambda: number) => {
      const n = SILICA.sample([lambda]).n[0];
      return Math.atan(Math.sqrt(0.75 - 1 / (n * n)) / 0.5);
    };
    expect(Math.abs(phase[0])).toBeCloseTo(2 * half(800), 13);
    const w = omegaOf(800);
    const h = 1e-4 * w;
    const at = (m: number) => half((2 * Math.PI * C) / (w + m * h));
    const slope = (2 * (at(-2) - 8 * at(-1) + 8 * at(1) - at(2))) / (12 * h);
    expect(gd[0] / (Math.sign(phase[0]) * slope)).toBeCloseTo(1, 9);
  });

  it('Gires–Tournois: GD and GDD of an etalon before a perfect mirror', () => {
    // r = −(ρ + e^{2iδ})/(1 + ρ e^{2iδ}): dφ/dδ = 2(1 − ρ²)/(1 + ρ² + 2ρ cos 2δ)
    const films = [constantMaterial('gap', 1.5, 0), constantMaterial('mirror', 1e-7, 1e6)];
    const d = 4000;
    const wavelengths = [700, 780, 801.3, 850];
    const [, gd, gdd] = delays({ films }, pile([0, 1], [d, 500]), wavelengths, 'r');
    const rho = 0.2;
    wavelengths.forEach((lambda, i) => {
      const tau = (1.5 * d) / C; // dδ/dω
      const delta = omegaOf(lambda) * tau;
      const lorentz = 1 + rho * rho + 2 * rho * Math.cos(2 * delta);
      const first = (2 * (1 - rho * rho)) / lorentz;
      const second = (2 * (1 - rho * rho) * 4 * rho * Math.sin(2 * delta)) / (lorentz * lorentz);
      expect(gd[i] / (first * tau)).toBeCloseTo(1, 4);
      expect(gdd[i] / (tau * tau)).toBeCloseTo(second, 3);
    });
  });

  it('Fabry–Pérot: GD in transmission of a slab in air', () => {
    // tan φ = (1 + ρ²)/(1 − ρ²) tan δ, so dφ/dδ = (1 − ρ⁴)/((1 − ρ²)² cos²δ + (1 + ρ²)² sin²δ)
    const n = 2;
    const d = 3000;
    const films = [constantMaterial('plate', n, 0)];
    const wavelengths = [600, 651.7, 700];
    const [, gd] = delays({ films, substrate: AIR }, pile([0], [d]), wavelengths, 't');
    const r2 = ((n - 1) / (n + 1)) ** 2;
    wavelengths.forEach((lambda, i) => {
      const tau = (n * d) / C;
      const delta = omegaOf(lambda) * tau;
      const below = (1 - r2) ** 2 * Math.cos(delta) ** 2 + (1 + r2) ** 2 * Math.sin(delta) ** 2;
      expect(gd[i] / ((tau * (1 - r2 * r2)) / below)).toBeCloseTo(1, 12);
    });
  });
});

function randomCase(random: Random): { the: Case; front: Pile } {
  const count = 1 + random.integer(8);
  const media = Array.from({ length: count }, () => (random.uniform() < 0.1 ? 3 : random.integer(3)));
  const thicknessNm = media.map((medium) => random.between(3, medium === 3 ? 30 : 300));
  const isDense = random.uniform() < 0.3;
  const the: Case = {
    angleDeg: random.uniform() < 0.3 ? 0 : random.between(0, isDense ? 80 : 75),
    polarization: random.uniform() < 0.5 ? 's' : 'p',
    direction: random.uniform() < 0.3 ? 'reverse' : 'forward',
    ...(isDense ? { ambient: SILICA, substrate: AIR, direction: 'forward' } : {}),
    ...(random.uniform() < 0.3 ? { slabNm: random.between(300, 2000), substrate: SILICA } : {}),
  };
  return { the, front: pile(media, thicknessNm) };
}

describe('against differences', () => {
  it('GD is the slope of the reference solver’s phase, GDD that of GD, TOD that of GDD', () => {
    const random = new Random(3);
    for (let i = 0; i < 60; i++) {
      const { the, front } = randomCase(random);
      const lambda = random.between(520, 1050);
      const w = omegaOf(lambda);
      const h = 4e-5 * w;
      const grid = [0, -3, -2, -1, 1, 2, 3].map((m) => (2 * Math.PI * C) / (w + m * h));
      const setup = setupOf(the, grid, 3);
      const layers = Array.from(front.media, (medium, j) => ({
        medium: setup.layerMedia[medium],
        thicknessNm: front.thicknessNm[j],
      }));
      const half = { ambient: setup.ambient, layers, substrate: setup.substrate };
      const stack = setup.slab === undefined ? half : { ...half, slab: { ...setup.slab, backLayers: [] } };
      const { amplitudes } = simulateStack(stack, setup, { amplitudes: true });
      for (const side of ['r', 't'] as const) {
        const own = new WaveEvaluator(setup).phases(front, NOTHING, side).phases;
        const [[re, im]] = amplitudes?.[side] ?? [];
        const turns = (amplitudes?.[side] ?? []).map(([a, b]) => Math.atan2(b * re - a * im, a * re + b * im));
        const slope = (values: ArrayLike<number>) =>
          (values[6] - values[1] - 9 * (values[5] - values[2]) + 45 * (values[4] - values[3])) / (60 * h);
        expect(Math.abs(Math.sin(own[0][0] - Math.atan2(im, re)))).toBeLessThan(1e-9);
        const scale = (j: number) => (1 + Math.abs(own[1][0])) ** j;
        expect(Math.abs(own[1][0] - slope(turns)) / scale(1)).toBeLessThan(1e-9);
        expect(Math.abs(own[2][0] - slope(own[1])) / scale(2)).toBeLessThan(1e-8);
        expect(Math.abs(own[3][0] - slope(own[2])) / scale(3)).toBeLessThan(1e-7);
      }
    }
  });

  it('holds at the critical angle of a layer, which dispersion crosses', () => {
    const critical = SILICA.sample([800]).n[0] * Math.sin(Math.PI / 3);
    const films = [constantMaterial('gap', critical, 0)];
    for (const polarization of ['s', 'p'] as const) {
      const the: Case = { ambient: SILICA, substrate: SILICA, films, angleDeg: 60, polarization };
      const w = omegaOf(800);
      const h = 1e-3 * w;
      const grid = [0, -3, -2, -1, 1, 2, 3].map((m) => (2 * Math.PI * C) / (w + m * h));
      for (const side of ['r', 't'] as const) {
        const phases = delays(the, pile([0], [500]), grid, side);
        for (let j = 0; j < 3; j++) {
          const v = phases[j];
          const slope = (v[6] - v[1] - 9 * (v[5] - v[2]) + 45 * (v[4] - v[3])) / (60 * h);
          expect(Math.abs(phases[j + 1][0] - slope)).toBeLessThan(1e-8 * (1 + Math.abs(slope)));
        }
      }
    }
  });

  it('stays finite in thick absorbers and long stacks', () => {
    const long = pile(
      Array.from({ length: 500 }, (_, i) => i % 3),
      Array.from({ length: 500 }, (_, i) => 60 + (i % 7) * 20),
    );
    for (const front of [pile([2, 1], [1e6, 100]), pile([1, 3], [100, 1e5]), long]) {
      const evaluator = new WaveEvaluator(setupOf({ angleDeg: 30 }, [550, 800], 3));
      for (const side of ['r', 't'] as const) {
        const { phases, byThickness } = evaluator.phaseDerivatives(front, NOTHING, side);
        for (const part of [...phases, ...byThickness]) expect(part.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('∂φ, ∂GD, ∂GDD and ∂TOD by every thickness', () => {
    const random = new Random(5);
    for (let i = 0; i < 60; i++) {
      const { the, front } = randomCase(random);
      const evaluator = new WaveEvaluator(setupOf(the, [random.between(520, 1050)], 3));
      for (const side of ['r', 't'] as const) {
        const { phases, byThickness } = evaluator.phaseDerivatives(front, NOTHING, side);
        expect(phases).toEqual(evaluator.phases(front, NOTHING, side).phases);
        for (let layer = 0; layer < front.count; layer++) {
          const h = 0.02;
          const at = (m: number) => {
            const changed = pile([...front.media], [...front.thicknessNm]);
            changed.thicknessNm[layer] += m * h;
            return evaluator.phases(changed, NOTHING, side).phases;
          };
          const values = [-3, -2, -1, 1, 2, 3].map(at);
          byThickness.forEach((cells, j) => {
            const [a, b, c, d, e, f] = values.map((value) => value[j][0]);
            if (j === 0 && Math.abs(f - a) > 3) return; // across ±π
            const slope = (f - a - 9 * (e - b) + 45 * (d - c)) / (60 * h);
            const size = Math.abs(slope) + 1e-2 * (1 + Math.abs(phases[1][0])) ** j;
            expect(Math.abs(cells[layer] - slope) / size).toBeLessThan(2e-9);
          });
        }
      }
    }
  });
});

describe('laws', () => {
  it('a clear symmetric stack: r and t are a quarter turn apart, so their delays are equal', () => {
    const films = [SILICA, RUTILE];
    const front = pile([1, 0, 1, 0, 1], [90, 140, 60, 140, 90]);
    for (const polarization of ['s', 'p'] as const) {
      const the: Case = { films, substrate: AIR, angleDeg: 40, polarization };
      const r = delays(the, front, [612, 800, 951], 'r');
      const t = delays(the, front, [612, 800, 951], 't');
      for (let w = 0; w < 3; w++) {
        expect(Math.abs(Math.cos(r[0][w] - t[0][w]))).toBeLessThan(1e-12);
        for (let j = 1; j < 4; j++) expect(Math.abs(r[j][w] - t[j][w])).toBeLessThan(1e-10 * (1 + Math.abs(t[j][w])));
      }
    }
  });

  it('delays in transmission are the same from both sides, also with absorption (reciprocity)', () => {
    const front = pile([1, 2, 0, 3], [90, 140, 60, 12]);
    const forward = delays({}, front, [612, 800], 't');
    const reverse = delays({ direction: 'reverse' }, front, [612, 800], 't');
    for (let j = 0; j < 4; j++) {
      for (let w = 0; w < 2; w++) expect(reverse[j][w]).toBeCloseTo(forward[j][w], 11);
    }
  });

  it('is the same to the bit in a lower order', () => {
    const front = pile([1, 2, 0, 3], [90, 140, 60, 12]);
    const high = delays({ angleDeg: 30 }, front, [612, 800], 'r');
    const low = new WaveEvaluator(setupOf({ angleDeg: 30 }, [612, 800], 1)).phases(front, NOTHING, 'r').phases;
    expect(low).toEqual(high.slice(0, 2));
  });
});
