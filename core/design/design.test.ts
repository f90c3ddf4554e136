import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import type { Candidate } from './candidate.ts';
import { type Coating, emptyFace, type Face, mergedFace, sameDesign, totalThicknessNm } from './coating.ts';
import { ElitePool } from './elite-pool.ts';
import { polish } from './improve.ts';
import { perturb } from './moves.ts';
import { findNeedles, insertNeedle } from './needle.ts';
import { openTarget } from './open-target.ts';
import { paretoFirst } from './pareto.ts';
import { type DesignEvent, designStream, type SearchRunner } from './pipeline.ts';
import { Random } from './random.ts';
import { randomCoating } from './random-coating.ts';
import { rework } from './rework.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import { runTask } from './search-task.ts';
import { Verifier } from './verify.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const H = { n: 2.35 };
const L = { n: 1.46 };

function grid(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}

function mirrorTarget(stack: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const wavelengthsNm = grid(500, 600, 5);
  return parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 1) }],
    stack: { substrate: { medium: { n: 1.52 } }, materials: { H, L }, maxLayers: 8, ...stack },
    ...more,
  });
}

const open = (target = mirrorTarget()): SearchContext => openTarget(target, NO_CATALOGUE);

function face(...layers: [number, number, boolean?][]): Face {
  return {
    media: layers.map(([medium]) => medium),
    thicknessNm: layers.map(([, thicknessNm]) => thicknessNm),
    locked: layers.map(([, , locked]) => locked ?? false),
  };
}
const coatingOf = (front: Face): Coating => ({ front, back: emptyFace() });

/** Runs tasks at once, in this thread; stops after a number of tasks if asked. */
class InlineRunner implements SearchRunner {
  stopping = false;
  private readonly context: SearchContext;
  private left: number;
  constructor(context: SearchContext, mostTasks = Number.POSITIVE_INFINITY) {
    this.context = context;
    this.left = mostTasks;
  }
  async run(task: Parameters<SearchRunner['run']>[0]) {
    if (this.left-- <= 0) this.stopping = true;
    return runTask(this.context, task, () => this.stopping);
  }
  stopAfter(): void {}
}

async function designOf(
  target: ReturnType<typeof mirrorTarget>,
  rounds: number,
  seed = 1,
): Promise<readonly Candidate[]> {
  const context = open(target);
  const verifier = new Verifier(target, context, { seed });
  const stream = designStream(context, verifier, new InlineRunner(context), [], {
    seed,
    rounds,
    candidates: 10,
    budgetMs: 0,
  });
  let last: DesignEvent | undefined;
  for await (const event of stream) last = event;
  if (last?.type !== 'done') throw new Error('no answer');
  return last.candidates;
}

describe('coatings', () => {
  test('zero layers are dropped and equal neighbours merged', () => {
    expect(mergedFace(face([0, 10], [1, 0], [0, 5], [1, 7]))).toEqual(face([0, 15], [1, 7]));
  });

  test('two designs are the same within max(1 nm, 1 %)', () => {
    const base = coatingOf(face([0, 50], [1, 400]));
    expect(sameDesign(base, coatingOf(face([0, 50.9], [1, 403.9])))).toBe(true);
    expect(sameDesign(base, coatingOf(face([0, 51.2], [1, 400])))).toBe(false);
    expect(sameDesign(base, coatingOf(face([0, 50], [1, 404.2])))).toBe(false);
    expect(sameDesign(base, coatingOf(face([1, 50], [0, 400])))).toBe(false);
  });
});

describe('random numbers', () => {
  test('the same seed gives the same numbers, another seed others, and they are uniform', () => {
    const draw = (...seed: number[]) => {
      const random = new Random(...seed);
      return Array.from({ length: 10_000 }, () => random.uniform());
    };
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1, 2)[0]).not.toBe(draw(2, 1)[0]);
    const values = draw(7);
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0.5, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });

  test('the bell has mean 0 and standard deviation 1', () => {
    const random = new Random(3);
    const values = Array.from({ length: 20_000 }, () => random.bell());
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(values.reduce((a, b) => a + b * b, 0) / values.length).toBeCloseTo(1, 1);
  });
});

describe('refinement', () => {
  test('a perturbed quarter-wave V-coat finds its exact zero', () => {
    const target = parseTarget({
      spectra: [{ quantity: 'R', wavelengthsNm: [550], values: [0] }],
      stack: { substrate: { medium: { n: 1.52 } }, materials: { M: { n: 1.38 }, H }, maxLayers: 2 },
    });
    const context = open(target);
    const first = coatingOf(face([0, 120], [1, 15]));
    const merit = context.refiner.refine(first, { iterations: 100, tolerance: 1e-9 }).merit;
    expect(merit * 0.01).toBeLessThan(1e-8); // the merit counts in tolerances of 0.01
    expect(first.front.thicknessNm[0]).toBeCloseTo(129.29, 1);
    expect(first.front.thicknessNm[1]).toBeCloseTo(11.67, 1);
  });

  test('never leaves the limits, keeps locked layers, and never makes the merit worse', () => {
    const context = open(mirrorTarget({ thicknessNm: { min: 30, max: 120 } }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const coating = randomCoating(new Random(seed), context);
        coating.front.locked[0] = true;
        const lockedNm = coating.front.thicknessNm[0];
        const before = context.refiner.merit(coating);
        const { merit } = context.refiner.refine(coating, { iterations: 25 });
        expect(merit).toBeLessThanOrEqual(before);
        expect(merit).toBeCloseTo(context.refiner.merit(coating), 12);
        expect(coating.front.thicknessNm[0]).toBe(lockedNm);
        for (const thicknessNm of coating.front.thicknessNm) {
          expect(thicknessNm).toBeGreaterThanOrEqual(30);
          expect(thicknessNm).toBeLessThanOrEqual(120);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('keeps a cap on the total thickness, in whatever order and groups the layers are added up', () => {
    const context = open(mirrorTarget({ totalThicknessNm: { max: 400 } }));
    const coating = randomCoating(new Random(5), context);
    context.refiner.refine(coating, { iterations: 50 });
    expect(totalThicknessNm(coating)).toBeCloseTo(400, 6);
    expect(totalThicknessNm(coating)).toBeLessThan(400 * (1 - 1e-13)); // the sum's own rounding is smaller
  });

  test('layers that become one because the layer between them vanished keep the limit', () => {
    const target = parseTarget({
      spectra: [{ quantity: 'R', wavelengthsNm: [550], values: [0] }],
      stack: {
        substrate: { medium: { n: 1.52 } },
        materials: { H, L },
        maxLayers: 3,
        thicknessNm: { min: 0, max: 60 },
      },
    });
    const context = open(target);
    const [l, h] = [1, 0];
    const start = coatingOf(face([l, 52], [h, 8], [l, 33]));
    const lineage = { origin: 'global' as const, proposal: start, proposalMerit: 1 };
    const scored: Scored = { coating: start, merit: context.refiner.merit(start), lineage };
    const refined = mergedFace(polish(context, scored, () => false).coating.front);
    expect(Math.max(...refined.thicknessNm)).toBeLessThanOrEqual(60);
  });

  test('a mirrored back is refined as one with the front: the gradient sees both faces', () => {
    const context = open(mirrorTarget({ substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 }, backLayers: 'mirror' }));
    const coating = randomCoating(new Random(11), context);
    const before = context.refiner.merit(coating);
    const { merit, converged } = context.refiner.refine(coating, { iterations: 300, tolerance: 1e-6 });
    expect(merit).toBeLessThan(before);
    expect(converged).toBe(true);
  });
});

describe('needles', () => {
  test('the slope is the derivative of the squared merit at zero thickness', () => {
    const context = open();
    const coating = randomCoating(new Random(2), context);
    const squared = (c: Coating) => context.refiner.merit(c) ** 2;
    for (const needle of findNeedles(coating, context).slice(0, 6)) {
      const step = 1e-4;
      const slope = (squared(insertNeedle(coating, needle, step)) - squared(coating)) / step;
      expect(Math.abs(slope / needle.slope - 1)).toBeLessThan(1e-3);
    }
  });

  test('grow a thick layer into a mirror', () => {
    const context = open();
    const [best] = rework(
      context,
      { kind: 'rework', start: coatingOf(face([0, 280])), seed: [1], needle: true, cleanNm: 0 },
      () => false,
    );
    expect(best.coating.front.media.length).toBeGreaterThan(3);
    expect(best.merit).toBeLessThan(0.3 * context.refiner.merit(coatingOf(face([0, 280]))));
  });

  test('cleaning leaves no layer thinner than asked, and refuses to leave nothing', () => {
    const context = open(mirrorTarget({ thicknessNm: { min: 1, max: 300 } }));
    const start = coatingOf(face([0, 60], [1, 3], [0, 2], [1, 95], [0, 58]));
    const task = { kind: 'rework' as const, start, seed: [1], needle: false };
    const [clean] = rework(context, { ...task, cleanNm: 20 }, () => false);
    for (const thicknessNm of clean.coating.front.thicknessNm) expect(thicknessNm).toBeGreaterThanOrEqual(20);
    expect(() => rework(context, { ...task, cleanNm: 5000 }, () => false)).toThrow(/nothing would be left/);
  });
});

describe('moves', () => {
  test('keep locked layers in order, the number of layers in bounds, and never put equal neighbours side by side', () => {
    const context = open(mirrorTarget({ materials: { H, L, M: { n: 1.8 } }, maxLayers: 9 }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = new Random(seed);
        let coating = coatingOf(
          face([0, 40, true], [1, 80], [2, 60], [1, 33, true], [0, 51, true], [1, 90], [2, 20, true]),
        );
        for (let i = 0; i < 12; i++) coating = perturb(random, coating, context);
        const { front } = coating;
        expect(front.media.length).toBeLessThanOrEqual(9);
        const locked = front.media.flatMap((medium, i) => (front.locked[i] ? [[medium, front.thicknessNm[i]]] : []));
        expect(locked).toEqual([
          [0, 40],
          [1, 33],
          [0, 51],
          [2, 20],
        ]);
        expect(front.locked[0] && front.locked[front.media.length - 1]).toBe(true);
        for (let i = 1; i < front.media.length; i++) expect(front.media[i]).not.toBe(front.media[i - 1]);
      }),
    );
  });
});

describe('the pool', () => {
  const scored = (merit: number, ...layers: [number, number][]): Scored => {
    const coating = coatingOf(face(...layers));
    return { coating, merit, lineage: { origin: 'global', proposal: coating, proposalMerit: merit } };
  };

  test('keeps one of equal designs, the better one, in order of merit', () => {
    const pool = new ElitePool(3, ['error']);
    pool.merge([scored(3, [0, 50]), scored(2, [0, 50.5]), scored(1, [0, 90]), scored(5, [1, 1]), scored(4, [1, 9])]);
    expect(pool.entries.map(({ merit }) => merit)).toEqual([1, 2, 4]);
  });

  test('with several objectives, keeps the best of each layer count beyond its capacity', () => {
    const pool = new ElitePool(1, ['error', 'layerCount']);
    pool.merge([scored(1, [0, 50], [1, 50]), scored(2, [0, 50]), scored(3, [0, 60], [1, 70])]);
    expect(pool.entries.map(({ merit }) => merit)).toEqual([1, 2]);
  });

  test('a front comes before what it beats', () => {
    const make = (merit: number, layers: number) => ({ merit, layers, spec: { pass: true } }) as unknown as Candidate;
    const ordered = paretoFirst([make(1, 9), make(2, 9), make(3, 4)], ['error', 'layerCount'], 10);
    expect(ordered.map(({ merit }) => merit)).toEqual([1, 3, 2]);
  });

  test('a front longer than the answer is shown from end to end, equals once', () => {
    const make = (merit: number, layers: number) => ({ merit, layers, spec: { pass: true } }) as unknown as Candidate;
    const perfect = [make(0, 12), make(0, 12), make(0, 12), make(0, 12)];
    const worse = [make(0.1, 11), make(0.2, 10), make(4, 6), make(20, 3), make(40, 1)];
    const shown = paretoFirst([...perfect, ...worse], ['error', 'layerCount'], 4);
    expect(shown.map(({ layers }) => layers)).toEqual([12, 6, 3, 1]);
  });
});

describe('the pipeline', () => {
  test('finds the quarter-wave mirror, with distinct candidates in order', async () => {
    const candidates = await designOf(mirrorTarget(), 4);
    expect(candidates.length).toBe(10);
    const [best] = candidates;
    const quarterWave = coatingOf(
      face(...Array.from({ length: 8 }, (_, i): [number, number] => (i % 2 ? [1, 93.8] : [0, 58.3]))),
    );
    expect(best.merit).toBeLessThanOrEqual(open().refiner.merit(quarterWave) * 1.001);
    const meanR = best.spectra[0].R.reduce((a, b) => a + b) / best.spectra[0].R.length;
    expect(meanR).toBeGreaterThan(0.93);
    for (let i = 1; i < candidates.length; i++)
      expect(candidates[i].merit).toBeGreaterThanOrEqual(candidates[i - 1].merit);
    expect(best.origin).toBe('global');
    expect(best.stack.materials).toEqual({ H, L });
  });

  test('the same seed and rounds give the same bytes, another seed another answer', async () => {
    const once = JSON.stringify(await designOf(mirrorTarget(), 3));
    expect(JSON.stringify(await designOf(mirrorTarget(), 3))).toBe(once);
    expect(JSON.stringify(await designOf(mirrorTarget(), 3, 2))).not.toBe(once);
  });

  test('with several objectives the answer is a front, from the best to the simplest', async () => {
    const candidates = await designOf(mirrorTarget({}, { minimize: ['error', 'layerCount'] }), 4);
    const counts = candidates.map(({ layers }) => layers);
    expect(Math.max(...counts)).toBe(8);
    expect(Math.min(...counts)).toBe(1);
    expect(new Set(counts).size).toBeGreaterThan(4);
  });

  test('a cap on the total is kept where all layers at their least thickness would exceed it', async () => {
    const candidates = await designOf(
      mirrorTarget({ thicknessNm: { min: 60, max: 200 }, totalThicknessNm: { max: 200 } }),
      2,
    );
    expect(candidates.length).toBeGreaterThan(0);
    for (const { totalThicknessNm } of candidates) expect(totalThicknessNm).toBeLessThanOrEqual(200);
  });

  test('a stopped run answers with what it has', async () => {
    const target = mirrorTarget();
    const context = open(target);
    const runner = new InlineRunner(context, 6);
    const verifier = new Verifier(target, context, { seed: 1 });
    const events: DesignEvent[] = [];
    const options = { seed: 1, rounds: 1000, candidates: 10, budgetMs: 0 };
    for await (const event of designStream(context, verifier, runner, [], options)) events.push(event);
    expect(events.at(-1)?.type).toBe('done');
    expect(events.at(-1)?.progress.rounds).toBeLessThan(5);
  });

  test('fixed layers stay, and specification passed comes before merit', async () => {
    const cap = { medium: 'L', thicknessNm: 77 };
    const target = mirrorTarget(
      { fixed: { outermost: [cap] } },
      { specification: [{ quantity: 'R', statistic: 'mean', rangeNm: [500, 600], compare: '>=', value: 0.8 }] },
    );
    const candidates = await designOf(target, 4);
    for (const { stack } of candidates) expect(stack.layers[0]).toEqual(cap);
    const passes = candidates.map(({ spec }) => spec.pass);
    expect(passes).toEqual([...passes].sort((a, b) => Number(b) - Number(a)));
    expect(passes[0]).toBe(true);
  });

  test('layers that are all fixed are the answer', async () => {
    const layers = [
      { medium: 'H', thicknessNm: 58 },
      { medium: 'L', thicknessNm: 94 },
    ];
    const candidates = await designOf(mirrorTarget({ fixed: { outermost: layers }, maxLayers: 2 }), 3);
    expect(candidates.map(({ stack }) => stack.layers)).toEqual([layers]);
  });
});
