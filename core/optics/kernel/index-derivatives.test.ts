import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type {
  Direction,
  EvaluatorSetup,
  IndexDerivatives,
  LayerSequence,
  MediumTable,
  Polarization,
} from '#core/optics/types.ts';

const WAVELENGTHS_NM = Float64Array.of(431, 550, 737.5, 1203);
const COUNT = WAVELENGTHS_NM.length;
const constant = (n: number, k = 0): MediumTable => ({
  n: new Float64Array(COUNT).fill(n),
  k: new Float64Array(COUNT).fill(k),
});
const AIR = constant(1);
const GLASS = constant(1.52);

type Film = readonly [n: number, k: number, thicknessNm: number];

/** Every layer of a medium of its own, so that its index can be changed alone. */
const pile = (films: readonly Film[], first: number): LayerSequence => ({
  count: films.length,
  media: Int32Array.from(films, (_, i) => first + i),
  thicknessNm: Float64Array.from(films, (film) => film[2]),
});

function derivativesOf(setup: EvaluatorSetup, front: readonly Film[], back: readonly Film[], create = createEvaluator) {
  const layers = front.length + back.length;
  const rows = () => new Float64Array(layers * COUNT).fill(Number.NaN);
  const out: IndexDerivatives = {
    R: new Float64Array(COUNT),
    T: new Float64Array(COUNT),
    dRdn: rows(),
    dTdn: rows(),
    dRdk: rows(),
    dTdk: rows(),
  };
  create(setup).indexDerivatives(pile(front, 0), pile(back, front.length), out);
  return out;
}

type Base = Omit<EvaluatorSetup, 'layerMedia' | 'wavelengthsNm'>;
const setupOf = (base: Base, films: readonly Film[]): EvaluatorSetup => ({
  ...base,
  wavelengthsNm: WAVELENGTHS_NM,
  layerMedia: films.map(([n, k]) => constant(n, k)),
});

function spectraOf(base: Base, front: readonly Film[], back: readonly Film[]): number[] {
  const [R, T] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  const setup = setupOf(base, [...front, ...back]);
  createEvaluator(setup).spectra(pile(front, 0), pile(back, front.length), R, T);
  return [...R, ...T];
}

/** Weights of differences of sixth order, central, and one-sided where k cannot go below 0. */
const CENTRAL: readonly (readonly [number, number])[] = [
  [-3, -1 / 60],
  [-2, 9 / 60],
  [-1, -45 / 60],
  [1, 45 / 60],
  [2, -9 / 60],
  [3, 1 / 60],
];
const ONE_SIDED: readonly (readonly [number, number])[] = [
  [0, -147 / 60],
  [1, 360 / 60],
  [2, -450 / 60],
  [3, 400 / 60],
  [4, -225 / 60],
  [5, 72 / 60],
  [6, -10 / 60],
];

/** ∂R, then ∂T, by n or k of one layer. */
function difference(base: Base, front: readonly Film[], back: readonly Film[], row: number, part: 0 | 1, h: number) {
  const films = [...front, ...back];
  const sum = new Array<number>(2 * COUNT).fill(0);
  for (const [step, weight] of part === 1 && films[row][1] < 3 * h ? ONE_SIDED : CENTRAL) {
    const changed = films.map((film, i): Film => {
      if (i !== row) return film;
      return part === 0 ? [film[0] + step * h, film[1], film[2]] : [film[0], film[1] + step * h, film[2]];
    });
    spectraOf(base, changed.slice(0, front.length), changed.slice(front.length)).forEach((value, i) => {
      sum[i] += (weight * value) / h;
    });
  }
  return sum;
}

/** Largest difference from the better of two steps, relative to the largest derivative of its kind or 1. */
function worstError(base: Base, front: readonly Film[], back: readonly Film[]): number {
  const films = [...front, ...back];
  const { R, T, dRdn, dTdn, dRdk, dTdk } = derivativesOf(setupOf(base, films), front, back);
  spectraOf(base, front, back).forEach((value, i) => {
    expect([...R, ...T][i]).toBeCloseTo(value, 13);
  });
  let worst = 0;
  for (const [part, onR, onT] of [
    [0, dRdn, dTdn],
    [1, dRdk, dTdk],
  ] as const) {
    const scale = Math.max(1, ...onR.map(Math.abs), ...onT.map(Math.abs));
    films.forEach((_, row) => {
      const [coarse, fine] = [4e-3, 1e-3].map((h) => difference(base, front, back, row, part, h));
      for (let w = 0; w < COUNT; w++) {
        for (const [at, value] of [
          [w, onR[row * COUNT + w]],
          [COUNT + w, onT[row * COUNT + w]],
        ]) {
          worst = Math.max(worst, Math.min(Math.abs(coarse[at] - value), Math.abs(fine[at] - value)) / scale);
        }
      }
    });
  }
  return worst;
}

const CONDITIONS = (['s', 'p', 'unpolarized'] as Polarization[]).flatMap((polarization) =>
  (['forward', 'reverse'] as Direction[]).flatMap((direction) =>
    [0, 25, 38].map((angleDeg) => ({ polarization, direction, angleDeg, ambient: AIR })),
  ),
);
const CLEAR: Film[] = [
  [2.35, 0, 61.3],
  [1.46, 0, 120.7],
  [1.38, 0, 33.1],
  [2.35, 0, 240.2],
];
const MIXED: Film[] = [
  [2.35, 0, 61.3],
  [1.46, 0, 120.7],
  [2.1, 0.04, 33.1],
  [0.3, 3.9, 12.5],
  [3.9, 0.25, 14.1],
  [1.46, 0, 0],
];

describe.each(CONDITIONS)(
  'derivatives by n and k against differences: $polarization, $direction, $angleDeg°',
  (condition) => {
    test('half-space', () => {
      expect(worstError({ ...condition, substrate: GLASS }, CLEAR, [])).toBeLessThan(1e-9);
      expect(worstError({ ...condition, substrate: GLASS }, MIXED, [])).toBeLessThan(1e-9);
    });
    test('both faces of an incoherent, absorbing slab', () => {
      const slab = { thicknessNm: 1e6, coherent: false, exit: constant(1.33) };
      expect(worstError({ ...condition, substrate: constant(1.52, 2e-8), slab }, MIXED, CLEAR)).toBeLessThan(1e-9);
    });
    test('both faces of a coherent slab', () => {
      const slab = { thicknessNm: 500, coherent: true, exit: AIR };
      expect(worstError({ ...condition, substrate: constant(1.7, 1e-3), slab }, CLEAR, MIXED)).toBeLessThan(1e-9);
    });
  },
);

test('a quarter-wave layer at its wavelength: R = ((n₀nₛ − n²)/(n₀nₛ + n²))², closed form', () => {
  const n = 1.9;
  const base: Base = { polarization: 's', angleDeg: 0, direction: 'forward', ambient: AIR, substrate: GLASS };
  const film: Film = [n, 0, 550 / (4 * n)];
  const { dRdn, dTdn } = derivativesOf(setupOf(base, [film]), [film], []);
  const r = (1.52 - n * n) / (1.52 + n * n);
  // to first order the thickness, no longer a quarter wave, has no share
  const slope = (2 * r * -4 * n * 1.52) / (1.52 + n * n) ** 2;
  expect(dRdn[1]).toBeCloseTo(slope, 13);
  expect(dTdn[1]).toBeCloseTo(-slope, 13);
});

describe('where κ vanishes in a layer', () => {
  const dense = constant(2);
  const base = { direction: 'forward', ambient: dense, substrate: dense, angleDeg: 30 } as const;
  test.each(['s', 'p', 'unpolarized'] as const)('the critical angle, %s', (polarization) => {
    for (const gap of [1, 1 + 1e-9, 1.0002, 1.003, 0.999]) {
      const front: Film[] = [
        [1.4, 0, 90],
        [gap, 0, 120],
        [2.2, 0.01, 35],
      ];
      expect(worstError({ ...base, polarization }, front, [])).toBeLessThan(1e-9);
    }
  });
});

test('a long stack, past several normalisations, and the same from both solvers', () => {
  const films = Array.from(
    { length: 70 },
    (_, i): Film => [1.4 + 0.3 * (i % 4), i % 5 === 0 ? 1e-3 : 0, 20 + ((i * 37) % 90)],
  );
  const base: Base = {
    polarization: 'unpolarized',
    angleDeg: 20,
    direction: 'forward',
    ambient: AIR,
    substrate: GLASS,
  };
  const ours = derivativesOf(setupOf(base, films), films, []);
  const plain = derivativesOf(setupOf(base, films), films, [], createPlainEvaluator);
  expect(ours).toEqual(plain);
  for (const row of [0, 30, 69]) {
    const [coarse, fine] = [2e-3, 4e-4].map((h) => difference(base, films, [], row, 0, h));
    for (let w = 0; w < COUNT; w++) {
      const value = ours.dRdn[row * COUNT + w];
      expect(Math.min(Math.abs(coarse[w] - value), Math.abs(fine[w] - value))).toBeLessThan(1e-9);
    }
  }
});
