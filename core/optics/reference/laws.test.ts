import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { type CoherentSolution, layerAbsorptions, solveCoherent } from '#core/optics/reference/coherent.ts';
import { abs2, type Complex, complex } from '#core/optics/reference/complex.ts';
import { fieldAt, fieldProfile } from '#core/optics/reference/fields.ts';
import { type Part, type PartSolution, reversedPart, solvePart } from '#core/optics/reference/part.ts';
import type { Incidence, LinearPolarization } from '#core/optics/reference/waves.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const dielectric = number(1, 3).map((n) => complex(n));
const lossy = fc.record({ re: number(0.05, 4), im: number(1e-6, 6) });
const medium = fc.oneof(dielectric, lossy);
const layer = fc.record({ index: medium, thicknessNm: fc.oneof(number(0, 400), fc.constant(0)) });
const polarization = fc.constantFrom<LinearPolarization>('s', 'p');
const angleRad = number(0, 1.5);
const light = fc.record({ angleRad, polarization, wavelengthNm: number(300, 2000) });
type Light = typeof light extends fc.Arbitrary<infer T> ? T : never;
interface Layer {
  index: Complex;
  thicknessNm: number;
}

const incidenceFrom = (ambient: Complex, { angleRad: angle }: Light): Incidence => ({ n: ambient.re, angleRad: angle });

function solveStack(ambient: Complex, layers: readonly Layer[], exit: Complex, the: Light): CoherentSolution {
  const indices = [ambient, ...layers.map(({ index }) => index), exit];
  const thicknessNm = layers.map((one) => one.thicknessNm);
  return solveCoherent({ indices, thicknessNm }, incidenceFrom(ambient, the), the.wavelengthNm, the.polarization);
}

const coatingOf = (layers: readonly Layer[]) => ({
  indices: layers.map(({ index }) => index),
  thicknessNm: layers.map(({ thicknessNm }) => thicknessNm),
});
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const total = ({ R, T, absorption }: PartSolution): number =>
  R + T + sum(absorption?.front ?? []) + (absorption?.slab ?? Number.NaN) + sum(absorption?.back ?? []);

describe('laws of coherent stacks', () => {
  it('R + T + Σ absorption = 1, and no absorption is negative', () => {
    fc.assert(
      fc.property(dielectric, fc.array(layer, { maxLength: 12 }), medium, light, (ambient, layers, exit, the) => {
        const solution = solveStack(ambient, layers, exit, the);
        const losses = layerAbsorptions(solution);
        expect(solution.R + solution.T + sum(losses)).toBeCloseTo(1, 11);
        for (const loss of losses) expect(loss).toBeGreaterThan(-1e-12);
        expect(solution.powerEntering).toBeCloseTo(1 - solution.R, 11);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('reciprocity: T is the same from both sides, and t obeys y_exit·t = y_ambient·t′', () => {
    fc.assert(
      fc.property(dielectric, fc.array(layer, { maxLength: 8 }), dielectric, light, (ambient, layers, exit, the) => {
        const sine = (ambient.re * Math.sin(the.angleRad)) / exit.re;
        fc.pre(sine < 0.999);
        const back = { ...the, angleRad: Math.asin(sine) };
        const forward = solveStack(ambient, layers, exit, the);
        const reverse = solveStack(exit, layers.toReversed(), ambient, back);
        expect(reverse.T).toBeCloseTo(forward.T, 10);
        const cosines = [ambient.re * Math.cos(the.angleRad), exit.re * Math.cos(back.angleRad)];
        expect(reverse.t.re * cosines[0]).toBeCloseTo(forward.t.re * cosines[1], 9);
        expect(reverse.t.im * cosines[0]).toBeCloseTo(forward.t.im * cosines[1], 9);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('only thickness over wavelength counts', () => {
    fc.assert(
      fc.property(
        dielectric,
        fc.array(layer, { maxLength: 8 }),
        medium,
        light,
        number(0.1, 10),
        (ambient, layers, exit, the, factor) => {
          const plain = solveStack(ambient, layers, exit, the);
          const larger = layers.map(({ index, thicknessNm }) => ({ index, thicknessNm: thicknessNm * factor }));
          const scaled = solveStack(ambient, larger, exit, { ...the, wavelengthNm: the.wavelengthNm * factor });
          expect(scaled.R).toBeCloseTo(plain.R, 11);
          expect(scaled.T).toBeCloseTo(plain.T, 11);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('a layer without thickness is absent, wherever it is', () => {
    fc.assert(
      fc.property(
        dielectric,
        fc.array(layer, { maxLength: 8 }),
        medium,
        light,
        medium,
        fc.nat(8),
        (ambient, layers, exit, the, extra, at) => {
          const plain = solveStack(ambient, layers, exit, the);
          const withExtra = layers.toSpliced(at, 0, { index: extra, thicknessNm: 0 });
          const { r, t } = solveStack(ambient, withExtra, exit, the);
          expect(r.re).toBeCloseTo(plain.r.re, 13);
          expect(r.im).toBeCloseTo(plain.r.im, 13);
          expect(abs2(t)).toBeCloseTo(abs2(plain.t), 12);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it('s and p are one at normal incidence', () => {
    fc.assert(
      fc.property(dielectric, fc.array(layer, { maxLength: 8 }), medium, light, (ambient, layers, exit, the) => {
        const s = solveStack(ambient, layers, exit, { ...the, angleRad: 0, polarization: 's' });
        const p = solveStack(ambient, layers, exit, { ...the, angleRad: 0, polarization: 'p' });
        expect(p.R).toBeCloseTo(s.R, 12);
        expect(p.T).toBeCloseTo(s.T, 12);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('the Poynting flux is continuous, enters as 1 − R, leaves as T, and falls by what is absorbed', () => {
    fc.assert(
      fc.property(
        dielectric,
        fc.array(layer, { minLength: 1, maxLength: 6 }),
        medium,
        light,
        (ambient, layers, exit, the) => {
          const solution = solveStack(ambient, layers, exit, the);
          const last = layers.length + 1;
          expect(fieldAt(solution, 1, 0).poynting).toBeCloseTo(1 - solution.R, 10);
          expect(fieldAt(solution, last, 0).poynting).toBeCloseTo(solution.T, 10);
          layers.forEach(({ thicknessNm }, index) => {
            const here = fieldAt(solution, index + 1, thicknessNm).poynting;
            expect(here).toBeCloseTo(fieldAt(solution, index + 2, 0).poynting, 10);
          });
          const inside = layers[0].thicknessNm / 2;
          const h = Math.min(0.01, inside / 2);
          fc.pre(h > 1e-3);
          const fall = fieldAt(solution, 1, inside - h).poynting - fieldAt(solution, 1, inside + h).poynting;
          const { absorptionPerNm } = fieldAt(solution, 1, inside);
          expect(fall / (2 * h)).toBeCloseTo(absorptionPerNm, 6);
        },
      ),
      { numRuns: 300, seed: 6 },
    );
  });

  it('tangential fields are continuous along a profile from the ambient to the exit', () => {
    const layers = [
      { index: complex(2.3), thicknessNm: 60 },
      { index: complex(0.2, 3), thicknessNm: 25 },
    ];
    for (const pol of ['s', 'p'] as const) {
      const solution = solveStack(complex(1), layers, complex(1.5), {
        angleRad: 0.7,
        polarization: pol,
        wavelengthNm: 600,
      });
      for (const interfaceNm of [0, 60, 85]) {
        const [before, after] = fieldProfile(solution, [interfaceNm, interfaceNm + 1e-9]);
        expect(after.medium).toBe(before.medium + 1);
        for (const axis of [0, 1]) {
          expect(after.E[axis].re).toBeCloseTo(before.E[axis].re, 7);
          expect(after.H[axis].im).toBeCloseTo(before.H[axis].im, 7);
        }
      }
      // far in front, incident and reflected light beat between (1 − |r|)² and (1 + |r|)²
      const fringes = fieldProfile(
        solution,
        Array.from({ length: 400 }, (_, step) => -2000 + 5 * step),
      ).map((point) => point.intensity);
      if (pol === 's') expect(Math.max(...fringes)).toBeCloseTo((1 + Math.sqrt(solution.R)) ** 2, 2);
    }
  });
});

describe('laws of whole parts', () => {
  const part = fc.record({
    ambient: dielectric,
    front: fc.array(layer, { maxLength: 6 }),
    slab: fc.record({ n: number(1.3, 2.5), k: fc.oneof(fc.constant(0), number(0, 1e-7)) }),
    slabNm: number(1e5, 5e6),
    back: fc.array(layer, { maxLength: 6 }),
    exit: dielectric,
  });
  const built = (
    { ambient, front, slab, slabNm, back, exit }: typeof part extends fc.Arbitrary<infer T> ? T : never,
    coherent: boolean,
  ): Part => ({
    ambient,
    front: coatingOf(front),
    substrate: complex(slab.n, slab.k),
    slab: { thicknessNm: slabNm, coherent, back: coatingOf(back), exit },
  });

  it.each([true, false])('R + T + all absorption = 1, from either side (coherent slab: %s)', (coherent) => {
    fc.assert(
      fc.property(part, light, fc.boolean(), (description, the, isReversed) => {
        const forward = built(description, coherent);
        const seen = isReversed ? reversedPart(forward) : forward;
        const solution = solvePart(seen, incidenceFrom(seen.ambient, the), the.wavelengthNm, the.polarization, true);
        // k of the slab up to 1e-7 lets incident and reflected light mix by as much
        expect(total(solution)).toBeCloseTo(1, coherent ? 9 : 6);
        expect(solution.R).toBeLessThan(1 + 1e-6);
        expect(solution.T).toBeLessThan(1 + 1e-6);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('an incoherent slab is the mean over its thickness of the coherent one', () => {
    const description = {
      ambient: complex(1),
      front: [{ index: complex(2.1, 0.01), thicknessNm: 120 }],
      slab: { n: 1.5, k: 1e-8 },
      slabNm: 1e6,
      back: [{ index: complex(1.9), thicknessNm: 80 }],
      exit: complex(1.2),
    };
    for (const pol of ['s', 'p'] as const) {
      const the = { angleRad: 0.5, polarization: pol, wavelengthNm: 633 };
      const incidence = incidenceFrom(description.ambient, the);
      const incoherent = solvePart(built(description, false), incidence, the.wavelengthNm, pol);
      const fringeNm = the.wavelengthNm / (2 * Math.sqrt(1.5 ** 2 - Math.sin(0.5) ** 2));
      const steps = 64;
      const coherent = Array.from({ length: steps }, (_, step) =>
        solvePart(
          built({ ...description, slabNm: 1e6 + (fringeNm * step) / steps }, true),
          incidence,
          the.wavelengthNm,
          pol,
        ),
      );
      expect(sum(coherent.map(({ R }) => R)) / steps).toBeCloseTo(incoherent.R, 7);
      expect(sum(coherent.map(({ T }) => T)) / steps).toBeCloseTo(incoherent.T, 7);
    }
  });

  it('a slab that light cannot enter reflects as its front does', () => {
    const [glass, air] = [complex(1.5), complex(1)];
    const gap: Part = {
      ambient: glass,
      front: coatingOf([]),
      substrate: air,
      slab: { thicknessNm: 1e6, coherent: false, back: coatingOf([]), exit: glass },
    };
    const solution = solvePart(gap, { n: 1.5, angleRad: 1 }, 500, 'p', true);
    expect(solution.R).toBeCloseTo(1, 13);
    expect(solution.T).toBe(0);
    expect(total(solution)).toBeCloseTo(1, 13);
  });
});

describe('extremes', () => {
  const extremeIndex = fc
    .record({
      re: fc.oneof(number(0, 10), fc.constantFrom(0, 1e-6, 1, 1e6)),
      im: fc.oneof(fc.constant(0), number(0, 10), fc.constantFrom(1e-300, 1e-12, 1e6)),
    })
    .filter(({ re, im }) => re + im >= 1e-6);
  const extremeLayer = fc.record({
    index: extremeIndex,
    thicknessNm: fc.oneof(fc.constantFrom(0, 1e-300, 1, 1e7, 1e9), number(0, 1e9)),
  });

  it('give finite numbers, and powers between 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.oneof(number(0.01, 5), fc.constantFrom(1, 1.5, 1e6)),
        fc.array(extremeLayer, { maxLength: 20 }),
        extremeIndex,
        fc.oneof(number(0, 1.5707963), fc.constantFrom(0, Math.asin(1 / 1.5), Math.PI / 2 - 1e-9)),
        fc.oneof(number(1, 1e7), fc.constantFrom(1, 1e7)),
        polarization,
        (n, layers, exit, angle, wavelengthNm, pol) => {
          const solution = solveStack(complex(n), layers, exit, { angleRad: angle, polarization: pol, wavelengthNm });
          const { R, T, r, t } = solution;
          const losses = layerAbsorptions(solution);
          for (const value of [R, T, r.re, r.im, t.re, t.im, ...losses]) expect(Number.isFinite(value)).toBe(true);
          expect(R).toBeLessThan(1 + 1e-8);
          expect(T).toBeGreaterThanOrEqual(0);
          expect(T).toBeLessThan(1 + 1e-8);
        },
      ),
      { numRuns: 3000, seed: 8 },
    );
  });

  it('give finite numbers for whole parts, or the reason why intensities cannot be summed in the slab', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(extremeLayer, { maxLength: 4 }),
        fc.oneof(extremeIndex, dielectric),
        fc.oneof(number(0, 1e9), fc.constantFrom(0, 1, 1e6)),
        fc.array(extremeLayer, { maxLength: 4 }),
        fc.oneof(number(0, 1.5707963), fc.constantFrom(0, Math.asin(1 / 1.5))),
        number(1, 1e7),
        polarization,
        (front, substrate, slabNm, back, angle, wavelengthNm, pol) => {
          const slab = { thicknessNm: slabNm, coherent: false, back: coatingOf(back), exit: complex(1) };
          const whole: Part = { ambient: complex(1.5), front: coatingOf(front), substrate, slab };
          try {
            const { R, T, absorption } = solvePart(whole, { n: 1.5, angleRad: angle }, wavelengthNm, pol, true);
            const losses = [...(absorption?.front ?? []), absorption?.slab ?? Number.NaN, ...(absorption?.back ?? [])];
            for (const value of [R, T, ...losses]) expect(Number.isFinite(value)).toBe(true);
            expect(Math.min(R, T)).toBeGreaterThanOrEqual(0);
            expect(Math.max(R, T)).toBeLessThan(1.01);
          } catch (error) {
            if (!(error instanceof StackwrightError)) throw error;
            expect(error.code).toBe('UNDEFINED_QUANTITY');
            refused++;
          }
        },
      ),
      { numRuns: 3000, seed: 9 },
    );
    expect(refused).toBeLessThan(300); // of 3000: only slabs that are thin and metallic
  });

  it('ten thousand layers reflect like a perfect mirror and overflow nothing', () => {
    const layers = Array.from({ length: 10_000 }, (_, at) => ({
      index: complex(at % 2 ? 1.46 : 2.35),
      thicknessNm: at % 2 ? 94 : 58,
    }));
    const { R, T } = solveStack(complex(1), layers, complex(1.5), {
      angleRad: 0,
      polarization: 's',
      wavelengthNm: 550,
    });
    expect(R).toBeCloseTo(1, 12);
    expect(T).toBe(0);
  });
});
