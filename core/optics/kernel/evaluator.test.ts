import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { flawOf, HARD_WAVELENGTHS, hardParts } from '#core/optics/kernel/hard-parts.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { type Part, reversedPart, solvePart } from '#core/optics/reference/part.ts';
import type { Direction, EvaluatorSetup, LayerSequence, MediumTable, Polarization } from '#core/optics/types.ts';

type Index = readonly [number, number];
type Film = readonly [Index, number];

const table = ([n, k]: Index): MediumTable => ({ n: Float64Array.of(n), k: Float64Array.of(k) });
const films = (list: readonly Film[], firstMedium: number): LayerSequence => ({
  count: list.length,
  media: Int32Array.from(list, (_, i) => firstMedium + i),
  thicknessNm: Float64Array.from(list, (film) => film[1]),
});

interface Case {
  readonly wavelengthNm: number;
  readonly angleDeg: number;
  readonly polarization: Polarization;
  readonly direction: Direction;
  readonly ambient: Index;
  readonly front: readonly Film[];
  readonly substrate: Index;
  readonly slab?: { readonly thicknessNm: number; readonly coherent: boolean; readonly exit: Index };
  readonly back: readonly Film[];
}

function setupOf(c: Case): EvaluatorSetup {
  return {
    wavelengthsNm: Float64Array.of(c.wavelengthNm),
    angleDeg: c.angleDeg,
    polarization: c.polarization,
    direction: c.direction,
    ambient: table(c.ambient),
    layerMedia: [...c.front, ...c.back].map(([index]) => table(index)),
    substrate: table(c.substrate),
    ...(c.slab === undefined ? {} : { slab: { ...c.slab, exit: table(c.slab.exit) } }),
  };
}

describe.each([
  ['WebAssembly', createEvaluator],
  ['plain TypeScript', createPlainEvaluator],
] as const)('%s', (_, create) => {
  const r = new Float64Array(1);
  const t = new Float64Array(1);

  function ours(c: Case): { R: number; T: number } {
    create(setupOf(c)).spectra(films(c.front, 0), films(c.back, c.front.length), r, t);
    return { R: r[0], T: t[0] };
  }

  function reference(c: Case): { R: number; T: number } {
    const coating = (list: readonly Film[]) => ({
      indices: list.map(([[n, k]]) => complex(n, k)),
      thicknessNm: list.map((film) => film[1]),
    });
    const part: Part = {
      ambient: complex(...c.ambient),
      front: coating(c.front),
      substrate: complex(...c.substrate),
      ...(c.slab === undefined ? {} : { slab: { ...c.slab, exit: complex(...c.slab.exit), back: coating(c.back) } }),
    };
    const lit = c.direction === 'reverse' ? reversedPart(part) : part;
    const incidence = { n: lit.ambient.re, angleRad: (c.angleDeg * Math.PI) / 180 };
    const polarizations = c.polarization === 'unpolarized' ? (['s', 'p'] as const) : [c.polarization];
    const solved = polarizations.map((one) => solvePart(lit, incidence, c.wavelengthNm, one));
    return {
      R: solved.reduce((sum, one) => sum + one.R, 0) / solved.length,
      T: solved.reduce((sum, one) => sum + one.T, 0) / solved.length,
    };
  }

  const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const clear = fc.tuple(real(1, 2.6), fc.constant(0));
  const index = fc.oneof(
    clear,
    fc.tuple(real(1.3, 4), fc.oneof(real(1e-7, 1e-3), real(1e-3, 1))),
    fc.tuple(real(0.05, 3), real(1, 8)),
  );
  const film: fc.Arbitrary<Film> = fc.tuple(index, fc.oneof(real(0, 300), fc.constant(0), real(0, 5000)));
  const condition = {
    wavelengthNm: real(300, 2500),
    angleDeg: fc.oneof(fc.constant(0), real(0, 85)),
    polarization: fc.constantFrom<Polarization>('s', 'p', 'unpolarized'),
    direction: fc.constantFrom<Direction>('forward', 'reverse'),
    ambient: clear,
    front: fc.array(film, { maxLength: 12 }),
  };
  const slabOf = (coherent: boolean) =>
    fc.record({ thicknessNm: coherent ? real(0, 5000) : real(1e5, 3e6), coherent: fc.constant(coherent), exit: clear });
  const slabIndex = fc.tuple(real(1.3, 2.6), fc.oneof(fc.constant(0), real(1e-9, 1e-6)));

  describe('kernel = readable reference to 1e-12', () => {
    const agree = (c: Case) => {
      const a = ours(c);
      const b = reference(c);
      expect(Math.abs(a.R - b.R)).toBeLessThan(1e-12);
      expect(Math.abs(a.T - b.T)).toBeLessThan(1e-12);
    };
    const options = { seed: 20261123, numRuns: 2000 };

    test('half-space', () => {
      const cases = fc.record({ ...condition, substrate: clear, back: fc.constant<Film[]>([]) });
      fc.assert(fc.property(cases, agree), options);
    });
    test('absorbing half-space, light from the front', () => {
      const forward = fc.constant<Direction>('forward');
      const cases = fc.record({ ...condition, direction: forward, substrate: index, back: fc.constant<Film[]>([]) });
      fc.assert(fc.property(cases, agree), options);
    });
    test('incoherent slab', () => {
      const back = fc.array(film, { maxLength: 8 });
      const cases = fc.record({ ...condition, substrate: slabIndex, slab: slabOf(false), back });
      fc.assert(fc.property(cases, agree), options);
    });
    test('coherent slab', () => {
      const back = fc.array(film, { maxLength: 8 });
      const cases = fc.record({ ...condition, substrate: index, slab: slabOf(true), back });
      fc.assert(fc.property(cases, agree), options);
    });
  });

  test('100 000 random parts: no NaN or infinity, no gain, in R, T and their derivatives', () => {
    const W = HARD_WAVELENGTHS;
    const scratch = Array.from({ length: 4 }, () => new Float64Array(W * 80));
    const [R, T] = [new Float64Array(W), new Float64Array(W)];
    const weights = Float64Array.from({ length: W }, (_, i) => (i % 2 === 0 ? 1 : -2));
    let checked = 0;
    for (const { setup, parts } of hardParts(7, 80)) {
      const evaluator = create(setup);
      parts.forEach((part, i) => {
        const { front, back } = part;
        const [a, b, c, d] = scratch.map((values) => values.subarray(0, W * (front.count + back.count)));
        const expectFine = (flaw: string | undefined): void => {
          if (flaw !== undefined) expect({ flaw, setup, part }).toBe('finite, without gain');
        };
        evaluator.derivatives(front, back, R, T, a, b);
        expectFine(flawOf(R, T, [a, b], 1e-12));
        if (i % 40 === 1) {
          const places = Array.from({ length: 2 * front.count + 1 }, (_, k) => ({
            onBack: false,
            layer: k >> 1,
            fraction: (k % 2) / 2,
          }));
          const slopes = new Float64Array(places.length * setup.layerMedia.length);
          evaluator.needleSlopes(front, back, places, weights, weights, slopes);
          evaluator.indexDerivatives(front, back, { R, T, dRdn: a, dTdn: b, dRdk: c, dTdk: d });
          expectFine(flawOf(R, T, [slopes, a, b, c, d], 1e-12));
        }
      });
      checked += parts.length;
      if (checked >= 100_000) break;
    }
    expect(checked).toBe(100_000);
  });

  describe('the longest stack', () => {
    test.each([0, 1e-5])('10 000 layers with k = %d stay finite, in the stop band and outside', (k) => {
      const grid = (n: number, kappa: number): MediumTable => ({
        n: Float64Array.of(n, n),
        k: Float64Array.of(kappa, kappa),
      });
      const count = 10_000;
      const evaluator = create({
        wavelengthsNm: Float64Array.of(550, 900),
        angleDeg: 30,
        polarization: 'unpolarized',
        direction: 'forward',
        ambient: grid(1, 0),
        layerMedia: [grid(1.46, k), grid(2.35, k)],
        substrate: grid(1.52, 0),
      });
      const mirror: LayerSequence = {
        count,
        media: Int32Array.from({ length: count }, (_, i) => i % 2),
        thicknessNm: Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 94 : 58.5)),
      };
      const R = new Float64Array(2);
      const T = new Float64Array(2);
      const dR = new Float64Array(2 * count).fill(Number.NaN);
      const dT = new Float64Array(2 * count).fill(Number.NaN);
      evaluator.derivatives(mirror, films([], 0), R, T, dR, dT);
      expect(R[0]).toBeGreaterThan(0.999);
      expect(T[0]).toBe(0);
      if (k === 0) expect(R[1] + T[1]).toBeCloseTo(1, 11);
      else expect(R[1] + T[1]).toBeLessThan(0.99);
      expect([...dR, ...dT].every(Number.isFinite)).toBe(true);
    });
  });

  describe('refusals', () => {
    const base: Case = {
      wavelengthNm: 550,
      angleDeg: 0,
      polarization: 's',
      direction: 'forward',
      ambient: [1, 0],
      front: [[[1.46, 0], 100]],
      substrate: [1.52, 0],
      back: [],
    };
    const refused = (c: Case): StackwrightError => {
      try {
        ours(c);
      } catch (error) {
        if (error instanceof StackwrightError) return error;
      }
      throw new Error('was not refused');
    };

    test('light from an absorbing medium, at its place in the stack', () => {
      expect(refused({ ...base, ambient: [1.3, 1e-6] })).toMatchObject({
        code: 'ABSORBING_AMBIENT',
        path: 'stack.ambient',
      });
      expect(refused({ ...base, direction: 'reverse', substrate: [3.9, 0.02] })).toMatchObject({
        code: 'ABSORBING_AMBIENT',
        path: 'stack.substrate',
      });
      const slab = { thicknessNm: 1e6, coherent: false, exit: [1.3, 0.1] as const };
      expect(refused({ ...base, direction: 'reverse', slab })).toMatchObject({
        code: 'ABSORBING_AMBIENT',
        path: 'stack.exit',
      });
    });
    test('an incoherent slab that absorbs within a wavelength', () => {
      const slab = { thicknessNm: 10, coherent: false, exit: [1, 0] as const };
      const film: Film = [[1.5, 0], 24];
      const strong: Case = { ...base, front: [film], substrate: [0.72, 1], slab, back: [film] };
      expect(refused(strong).code).toBe('UNDEFINED_QUANTITY');
    });
    test('angles outside 0 ≤ angle < 90', () => {
      expect(refused({ ...base, angleDeg: 90 }).code).toBe('INVALID');
      expect(refused({ ...base, angleDeg: Number.NaN }).code).toBe('INVALID');
    });
  });

  describe('closed forms', () => {
    const bare: Case = {
      wavelengthNm: 600,
      angleDeg: 0,
      polarization: 'unpolarized',
      direction: 'forward',
      ambient: [1, 0],
      front: [],
      substrate: [1.5, 0],
      back: [],
    };
    test('Fresnel, quarter wave, half wave, (HL)^p H', () => {
      expect(ours(bare).R).toBeCloseTo(0.04, 15);
      expect(ours({ ...bare, front: [[[Math.sqrt(1.5), 0], 150 / Math.sqrt(1.5)]] }).R).toBeLessThan(1e-30);
      expect(ours({ ...bare, front: [[[2.35, 0], 300 / 2.35]] }).R).toBeCloseTo(0.04, 14);
      const H: Film = [[2.35, 0], 150 / 2.35];
      const L: Film = [[1.46, 0], 150 / 1.46];
      const Y = (2.35 / 1.46) ** 16 * (2.35 ** 2 / 1.5); // admittance of (HL)⁸H on glass
      const mirror = { ...bare, front: [...Array.from({ length: 8 }, () => [H, L]).flat(), H] };
      expect(ours(mirror).R).toBeCloseTo(((1 - Y) / (1 + Y)) ** 2, 13);
    });
    test('Brewster angle, and total reflection beyond the critical one', () => {
      const brewster = (Math.atan(1.5) * 180) / Math.PI;
      expect(ours({ ...bare, polarization: 'p', angleDeg: brewster }).R).toBeLessThan(1e-30);
      const total = ours({ ...bare, ambient: [1.5, 0], substrate: [1, 0], angleDeg: 50 });
      expect(total.R).toBeCloseTo(1, 15);
      expect(total.T).toBe(0);
    });
    test('a bare clear plate: 1 − (1 − R)/(1 + R)', () => {
      const plate = ours({ ...bare, slab: { thicknessNm: 1e6, coherent: false, exit: [1, 0] } });
      expect(plate.R).toBeCloseTo(0.08 / 1.04, 15);
      expect(plate.T).toBeCloseTo(0.96 / 1.04, 15);
    });
  });
});
