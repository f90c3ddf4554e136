import { Random } from '#core/design/random.ts';
import { createEvaluator, createSearchEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { solvePart } from '#core/optics/reference/part.ts';
import type {
  Evaluator,
  EvaluatorSetup,
  LayerSequence,
  MediumTable,
  NeedlePlace,
  PartLayers,
} from '#core/optics/types.ts';

/** One piece of work: all stacks at all wavelengths, angles and polarizations. */
export interface Shape {
  readonly name: string;
  readonly what: string;
  readonly wavelengthsNm: Float64Array;
  readonly anglesDeg: readonly number[];
  readonly polarizations: 1 | 2;
  /** media of the layers, then ambient and substrate */
  readonly media: readonly MediumTable[];
  readonly stacks: readonly LayerSequence[];
}

/** Which media: all clear, clear and weakly absorbing in turn (the usual stack), or all absorbing. */
export type MediaKind = 'lossless' | 'mixed' | 'lossy';

const LAYERS = 20;
const CAUCHY: Record<MediaKind, readonly (readonly [number, number, number])[]> = {
  lossless: [
    [1.45, 3500, 0],
    [2.25, 25000, 0],
  ],
  mixed: [
    [1.45, 3500, 0],
    [2.25, 25000, 0.002],
  ],
  lossy: [
    [1.7, 3500, 0.01],
    [2.25, 25000, 0.002],
  ],
};

const range = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step);

function shape(
  name: string,
  what: string,
  kind: MediaKind,
  random: Random,
  work: { stacks: number; wavelengthsNm: number[]; anglesDeg: readonly number[]; polarizations: 1 | 2 },
): Shape {
  const wavelengthsNm = Float64Array.from(work.wavelengthsNm);
  const medium = (n: number, perSquare: number, k: number): MediumTable => ({
    n: wavelengthsNm.map((nm) => n + perSquare / (nm * nm)),
    k: wavelengthsNm.map((nm) => (k * 400) / nm),
  });
  const media = [...CAUCHY[kind].map((constants) => medium(...constants)), medium(1, 0, 0), medium(1.51, 4000, 0)];
  const stacks = Array.from({ length: work.stacks }, () => ({
    count: LAYERS,
    media: Int32Array.from({ length: LAYERS }, (_, i) => i % 2),
    thicknessNm: Float64Array.from({ length: LAYERS }, () => random.between(10, 500)),
  }));
  return { ...work, name, what, wavelengthsNm, media, stacks };
}

export function shapes(kind: MediaKind, seed: number): Shape[] {
  const random = new Random(seed);
  const coarse = range(400, 10, 71);
  const straight = { anglesDeg: [0], polarizations: 1 } as const;
  return [
    shape('a', '1 stack, 20 layers, 701 wavelengths', kind, random, {
      stacks: 1,
      wavelengthsNm: range(400, 1, 701),
      ...straight,
    }),
    shape('b', '1000 stacks, 20 layers, 71 wavelengths', kind, random, {
      stacks: 1000,
      wavelengthsNm: coarse,
      ...straight,
    }),
    shape('c', '1 stack, 20 layers, 71 wavelengths, 2 polarizations, 19 angles', kind, random, {
      stacks: 1,
      wavelengthsNm: coarse,
      anglesDeg: range(0, 4, 19),
      polarizations: 2,
    }),
  ];
}

/** layers × wavelengths × polarizations of `stacks` stacks */
export const unitsOf = (shape: Shape, stacks: number): number =>
  stacks * LAYERS * shape.wavelengthsNm.length * shape.anglesDeg.length * shape.polarizations;

/** The shape as bench/solver-abeles.c and bench/solver-peers.py read it. */
export function bytesOf({ wavelengthsNm, anglesDeg, polarizations, media, stacks }: Shape): Uint8Array {
  const numbers = [
    ...[stacks.length, LAYERS, wavelengthsNm.length, anglesDeg.length, polarizations, media.length],
    ...wavelengthsNm,
    ...anglesDeg,
    ...media.flatMap(({ n }) => [...n]),
    ...media.flatMap(({ k }) => [...k]),
    ...stacks.flatMap((stack) => [...stack.media]),
    ...stacks.flatMap((stack) => [...stack.thicknessNm]),
  ];
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

const NONE: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

function setupsOf({ wavelengthsNm, anglesDeg, polarizations, media }: Shape, onSlab: boolean): EvaluatorSetup[] {
  const [ambient, substrate] = media.slice(-2);
  const slab = { thicknessNm: 5e5, coherent: false, exit: ambient };
  return anglesDeg.map((angleDeg) => ({
    wavelengthsNm,
    angleDeg,
    polarization: polarizations === 2 ? 'unpolarized' : 's',
    direction: 'forward',
    ambient,
    layerMedia: media.slice(0, -2),
    substrate,
    ...(onSlab ? { slab } : {}),
  }));
}

/** Something that can be timed: does all the work once and answers the mean R of the first stack. */
export type Work = () => number;

interface Ours {
  readonly create: (setup: EvaluatorSetup) => Evaluator;
  readonly mode: 'forward' | 'jacobian';
  /** build the tables of the media anew every time */
  readonly withTables?: boolean;
  /** the coating on an incoherent slab instead of a half-space */
  readonly onSlab?: boolean;
}

/** At normal incidence an unpolarized evaluator does the work of one polarization: the share is not corrected. */
function workOf(shape: Shape, { create, mode, withTables = false, onSlab = false }: Ours): Work {
  const { stacks, wavelengthsNm } = shape;
  const count = wavelengthsNm.length;
  const setups = setupsOf(shape, onSlab);
  const kept = setups.map(create);
  const parts: PartLayers[] = stacks.map((front) => ({ front, back: NONE }));
  const R = new Float64Array(stacks.length * count);
  const T = new Float64Array(stacks.length * count);
  const dR = new Float64Array(LAYERS * count);
  const dT = new Float64Array(LAYERS * count);
  const mean = () => R.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
  return () => {
    let sum = 0;
    for (const evaluator of withTables ? setups.map(create) : kept) {
      if (mode === 'jacobian') {
        for (const stack of stacks.toReversed()) evaluator.derivatives(stack, NONE, R, T, dR, dT); // R: the first stack's
      } else if (stacks.length > 1) evaluator.spectraOfMany(parts, R, T);
      else evaluator.spectra(stacks[0], NONE, R, T);
      sum += mean();
    }
    return sum / setups.length;
  };
}

/** R and T of all stacks in single precision. */
function singleOf(shape: Shape, onSlab: boolean): Work {
  const { stacks, wavelengthsNm } = shape;
  const count = wavelengthsNm.length;
  const kept = setupsOf(shape, onSlab).map(createSearchEvaluator);
  const parts: PartLayers[] = stacks.map((front) => ({ front, back: NONE }));
  const R = new Float64Array(stacks.length * count);
  const T = new Float64Array(stacks.length * count);
  return () => {
    let sum = 0;
    for (const evaluator of kept) {
      evaluator.spectraOfMany(parts, R, T);
      for (let i = 0; i < count; i++) sum += R[i] / count;
    }
    return sum / kept.length;
  };
}

/** Media that needles may be of, and depths in every layer. */
const NEEDLE_MEDIA = 18;
const DEPTHS = [0, 0.2, 0.4, 0.6, 0.8];

/** Slopes for 100 places × 18 media in the first stack; answers the mean R all the same. */
function needlesOf(shape: Shape, create: (setup: EvaluatorSetup) => Evaluator, onSlab: boolean): Work {
  const [stack] = shape.stacks;
  const count = shape.wavelengthsNm.length;
  const more = Array.from({ length: NEEDLE_MEDIA }, (_, i) => ({
    n: shape.wavelengthsNm.map((nm) => 1.3 + 0.07 * i + (900 * i) / (nm * nm)),
    k: new Float64Array(count).fill(i % 3 === 0 ? 0 : 1e-4 * i),
  }));
  const evaluators = setupsOf(shape, onSlab).map((setup) =>
    create({ ...setup, layerMedia: [...setup.layerMedia, ...more].slice(0, NEEDLE_MEDIA) }),
  );
  const places: NeedlePlace[] = Array.from({ length: LAYERS }, (_, layer) =>
    DEPTHS.map((fraction) => ({ onBack: false, layer, fraction })),
  ).flat();
  const slopes = new Float64Array(places.length * NEEDLE_MEDIA);
  const weight = Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -0.5));
  const [R, T] = [new Float64Array(count), new Float64Array(count)];
  let meanR = 0;
  for (const evaluator of evaluators) {
    evaluator.spectra(stack, NONE, R, T);
    meanR += R.reduce((sum, value) => sum + value, 0) / count / evaluators.length;
  }
  return () => {
    for (const evaluator of evaluators) evaluator.needleSlopes(stack, NONE, places, weight, weight, slopes);
    return meanR;
  };
}

/** The readable reference, on so many of the stacks. */
function referenceOf(shape: Shape, stacks: number): Work {
  const { wavelengthsNm, anglesDeg, polarizations, media } = shape;
  const at = (medium: number, w: number) => complex(media[medium].n[w], media[medium].k[w]);
  return () => {
    let first = 0;
    for (const stack of shape.stacks.slice(0, stacks)) {
      let sum = 0;
      for (let w = 0; w < wavelengthsNm.length; w++) {
        const indices = [...stack.media].map((medium) => at(medium, w));
        const part = {
          ambient: at(media.length - 2, w),
          front: { indices, thicknessNm: [...stack.thicknessNm] },
          substrate: at(media.length - 1, w),
        };
        for (const angleDeg of anglesDeg) {
          const incidence = { n: part.ambient.re, angleRad: (angleDeg * Math.PI) / 180 };
          for (const polarization of (['s', 'p'] as const).slice(0, polarizations)) {
            sum += solvePart(part, incidence, wavelengthsNm[w], polarization).R;
          }
        }
      }
      if (stack === shape.stacks[0]) first = sum / (wavelengthsNm.length * anglesDeg.length * polarizations);
    }
    return first;
  };
}

/** R and T; with all derivatives by thickness; slopes of 100 × 18 needles. */
export type Mode = 'forward' | 'jacobian' | 'needles';

/** R and T of some of the stacks by the kernel of this thread. */
export function shareOf(shape: Shape, first: number, stacks: number): Work {
  const some = { ...shape, stacks: shape.stacks.slice(first, first + stacks) };
  return workOf(some, { create: createEvaluator, mode: 'forward' });
}

export interface Own {
  readonly implementation: string;
  readonly mode: Mode;
  readonly work: Work;
  readonly stacks: number;
  /** also asked on an incoherent slab, where R is another */
  readonly isOnSlab?: boolean;
}

/** Our own implementations of a shape. */
export function ownWork(shape: Shape): Own[] {
  const stacks = shape.stacks.length;
  const fewer = Math.min(stacks, 2);
  const both = (['forward', 'jacobian'] as const).flatMap((mode): Own[] => [
    { implementation: 'stackwright-f64', mode, stacks, work: workOf(shape, { create: createEvaluator, mode }) },
    { implementation: 'stackwright-plain', mode, stacks, work: workOf(shape, { create: createPlainEvaluator, mode }) },
    {
      implementation: 'stackwright-f64 on a slab',
      mode,
      stacks,
      work: workOf(shape, { create: createEvaluator, mode, onSlab: true }),
      isOnSlab: true,
    },
  ]);
  const needles = [
    ['stackwright-f64', createEvaluator, false],
    ['stackwright-f64 on a slab', createEvaluator, true],
    ['stackwright-plain', createPlainEvaluator, false],
  ] as const;
  const withTables = workOf(shape, { create: createEvaluator, mode: 'forward', withTables: true });
  return [
    ...both,
    ...needles.map(
      ([implementation, create, isOnSlab]): Own => ({
        implementation,
        mode: 'needles',
        stacks: 1,
        work: needlesOf(shape, create, isOnSlab),
        isOnSlab,
      }),
    ),
    { implementation: 'stackwright-f32', mode: 'forward', stacks, work: singleOf(shape, false) },
    {
      implementation: 'stackwright-f32 on a slab',
      mode: 'forward',
      stacks,
      work: singleOf(shape, true),
      isOnSlab: true,
    },
    { implementation: 'stackwright-f64 with tables', mode: 'forward', stacks, work: withTables },
    { implementation: 'stackwright-reference', mode: 'forward', stacks: fewer, work: referenceOf(shape, fewer) },
  ];
}
