import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type {
  Direction,
  Evaluator,
  EvaluatorSetup,
  LayerSequence,
  MediumTable,
  NeedlePlace,
  Polarization,
} from '#core/optics/types.ts';

const COUNT = 11;
const WAVELENGTHS_NM = Float64Array.from({ length: COUNT }, (_, i) => 410 + 57.3 * i);
const constant = (n: number, k = 0): MediumTable => ({
  n: new Float64Array(COUNT).fill(n),
  k: new Float64Array(COUNT).fill(k),
});
const AIR = constant(1);
const GLASS = constant(1.52);
const MEDIA = [
  constant(1.46),
  constant(2.35),
  constant(1.38),
  constant(2.1, 0.004),
  constant(0.13, 3.9),
  constant(3.9, 0.25),
];
const WEIGHT_R = Float64Array.from({ length: COUNT }, (_, i) => Math.sin(1 + 2.3 * i));
const WEIGHT_T = Float64Array.from({ length: COUNT }, (_, i) => 2 * Math.cos(3 + 1.7 * i));

const layers = (media: readonly number[], thicknessNm: readonly number[]): LayerSequence => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NONE = layers([], []);

/** All interfaces and three depths within every layer, as fractions from the ambient's side. */
function placesOf({ count }: LayerSequence, onBack: boolean): NeedlePlace[] {
  const inside = Array.from({ length: count }, (_, layer) =>
    [0, 0.2, 0.5, 0.9].map((fraction) => ({ onBack, layer, fraction })),
  );
  return [...inside.flat(), { onBack, layer: count, fraction: 0 }];
}

/** The face with a layer of no thickness at one place, and that layer's index. */
function withProbe(face: LayerSequence, { layer, fraction }: NeedlePlace, medium: number): [LayerSequence, number] {
  const [media, nm] = [[...face.media], [...face.thicknessNm]];
  if (layer === face.count) return [layers([...media, medium], [...nm, 0]), layer];
  media.splice(layer, 1, media[layer], medium, media[layer]);
  nm.splice(layer, 1, nm[layer] * fraction, 0, nm[layer] * (1 - fraction));
  return [layers(media, nm), layer + 1];
}

/** What the Jacobian says of a layer of no thickness. */
function slopeOfProbe(evaluator: Evaluator, front: LayerSequence, back: LayerSequence, place: NeedlePlace, m: number) {
  const [probed, index] = withProbe(place.onBack ? back : front, place, m);
  const [a, b] = place.onBack ? [front, probed] : [probed, back];
  const [R, T] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  const dR = new Float64Array((a.count + b.count) * COUNT);
  const dT = new Float64Array((a.count + b.count) * COUNT);
  evaluator.derivatives(a, b, R, T, dR, dT);
  const row = (place.onBack ? a.count : 0) + index;
  let [slope, size] = [0, 0];
  for (let w = 0; w < COUNT; w++) {
    const term = WEIGHT_R[w] * dR[row * COUNT + w] + WEIGHT_T[w] * dT[row * COUNT + w];
    slope += term;
    size += Math.abs(term);
  }
  return { slope, size };
}

const SOLVERS = [
  ['WebAssembly', createEvaluator],
  ['plain TypeScript', createPlainEvaluator],
] as const;
const CONDITIONS = (['s', 'p', 'unpolarized'] as Polarization[]).flatMap((polarization) =>
  (['forward', 'reverse'] as Direction[]).flatMap((direction) =>
    [0, 48].map((angleDeg) => ({ polarization, direction, angleDeg })),
  ),
);

describe.each(SOLVERS)('needles, %s', (_, create) => {
  const front = layers([1, 0, 3, 4, 2, 5, 1, 0, 1, 0], [61, 120, 33, 6, 240, 9, 88, 0, 71, 15]);
  const back = layers([0, 3, 1, 4], [95, 47, 62, 4]);

  function worstError(setup: EvaluatorSetup, onFront: LayerSequence, onBack: LayerSequence): number {
    const evaluator = create(setup);
    const places = [...placesOf(onFront, false), ...(setup.slab === undefined ? [] : placesOf(onBack, true))];
    const slopes = new Float64Array(places.length * MEDIA.length).fill(Number.NaN);
    evaluator.needleSlopes(onFront, onBack, places, WEIGHT_R, WEIGHT_T, slopes);
    let worst = 0;
    places.forEach((place, p) => {
      MEDIA.forEach((__, m) => {
        const { slope, size } = slopeOfProbe(evaluator, onFront, onBack, place, m);
        worst = Math.max(worst, Math.abs(slopes[p * MEDIA.length + m] - slope) / (size + 1e-6)); // 1e-6: at total reflection all is 0
      });
    });
    return worst;
  }

  describe.each(CONDITIONS)('as layers of no thickness: $polarization, $direction, $angleDeg°', (condition) => {
    const common = { ...condition, wavelengthsNm: WAVELENGTHS_NM, ambient: AIR, layerMedia: MEDIA };
    test('half-space, with absorbing layers, without, and bare', () => {
      const setup = { ...common, substrate: GLASS };
      expect(worstError(setup, front, NONE)).toBeLessThan(1e-9);
      expect(worstError(setup, layers([1, 0, 1, 2], [60, 95, 140, 20]), NONE)).toBeLessThan(1e-9);
      expect(worstError(setup, NONE, NONE)).toBeLessThan(1e-9);
    });
    test('incoherent slab, coated on both faces, and bare', () => {
      const slab = { thicknessNm: 1e6, coherent: false, exit: constant(1.33) };
      const setup = { ...common, substrate: constant(1.52, 2e-8), slab };
      expect(worstError(setup, front, back)).toBeLessThan(1e-9);
      expect(worstError(setup, NONE, NONE)).toBeLessThan(1e-9);
    });
    test('coherent slab', () => {
      const slab = { thicknessNm: 2000, coherent: true, exit: AIR };
      expect(worstError({ ...common, substrate: constant(1.7, 1e-4), slab }, front, back)).toBeLessThan(1e-9);
    });
  });

  test('in the gap of frustrated total reflection, and at the critical angle', () => {
    const common = { wavelengthsNm: WAVELENGTHS_NM, direction: 'forward', ambient: GLASS, substrate: GLASS } as const;
    const pile = layers([0, 4, 0, 1], [300, 120, 200, 60]);
    for (const polarization of ['s', 'p', 'unpolarized'] as const) {
      for (const [gap, angleDeg] of [
        [AIR, 50],
        [constant(0.76), 30],
      ] as const) {
        const layerMedia = [gap, ...MEDIA.slice(1)];
        const setup: EvaluatorSetup = { ...common, polarization, angleDeg, layerMedia };
        expect(worstError(setup, pile, NONE)).toBeLessThan(1e-9);
      }
    }
  });

  test('a long stack, past several normalisations, in several calls', () => {
    const media = Array.from({ length: 200 }, (__, i) => (i * 7) % 3);
    const pile = layers(
      media,
      media.map((__, i) => 20 + ((i * 37) % 90)),
    );
    const setup: EvaluatorSetup = {
      wavelengthsNm: WAVELENGTHS_NM,
      angleDeg: 20,
      polarization: 'unpolarized',
      direction: 'forward',
      ambient: AIR,
      layerMedia: MEDIA,
      substrate: GLASS,
    };
    const evaluator = create(setup);
    const places = placesOf(pile, false).filter((__, i) => i % 97 === 0);
    const slopes = new Float64Array(places.length * MEDIA.length);
    evaluator.needleSlopes(pile, NONE, places, WEIGHT_R, WEIGHT_T, slopes);
    places.forEach((place, p) => {
      const { slope, size } = slopeOfProbe(evaluator, pile, NONE, place, 4);
      expect(Math.abs(slopes[p * MEDIA.length + 4] - slope)).toBeLessThan(1e-9 * size);
    });
  });

  test('two needles at one place, no needle at all, and no medium', () => {
    const setup: EvaluatorSetup = {
      wavelengthsNm: WAVELENGTHS_NM,
      angleDeg: 0,
      polarization: 's',
      direction: 'forward',
      ambient: AIR,
      layerMedia: MEDIA,
      substrate: GLASS,
    };
    const evaluator = create(setup);
    const place = (layer: number, fraction: number) => ({ onBack: false, layer, fraction });
    const slopes = new Float64Array(4 * MEDIA.length);
    const places = [place(0, 1), place(1, 0), place(1, 0), place(1, 0.5)];
    evaluator.needleSlopes(front, NONE, places, WEIGHT_R, WEIGHT_T, slopes);
    for (let m = 0; m < MEDIA.length; m++) {
      expect(slopes[MEDIA.length + m]).toBeCloseTo(slopes[m], 12);
      expect(slopes[2 * MEDIA.length + m]).toBeCloseTo(slopes[m], 12);
    }
    evaluator.needleSlopes(front, NONE, [], WEIGHT_R, WEIGHT_T, slopes);
    create({ ...setup, layerMedia: [] }).needleSlopes(NONE, NONE, [place(0, 0)], WEIGHT_R, WEIGHT_T, slopes);
  });

  test('places out of order, in no layer, or on a face that is not there are refused', () => {
    const setup: EvaluatorSetup = {
      wavelengthsNm: WAVELENGTHS_NM,
      angleDeg: 0,
      polarization: 's',
      direction: 'forward',
      ambient: AIR,
      layerMedia: MEDIA,
      substrate: GLASS,
    };
    const ask = (...places: [number, number, boolean][]) => {
      const listed = places.map(([layer, fraction, onBack]) => ({ layer, fraction, onBack }));
      const slopes = new Float64Array(listed.length * MEDIA.length);
      return () => create(setup).needleSlopes(front, NONE, listed, WEIGHT_R, WEIGHT_T, slopes);
    };
    const refused = expect.objectContaining({ code: 'INVALID' });
    expect(ask([2, 0.5, false], [2, 0.2, false])).toThrow(refused);
    expect(ask([3, 0, false], [1, 0, false])).toThrow(refused);
    expect(ask([11, 0, false])).toThrow(refused);
    expect(ask([10, 0.5, false])).toThrow(refused);
    expect(ask([0, 1.1, false])).toThrow(refused);
    expect(ask([0, 0, true])).toThrow(refused);
  });
});

test('many wavelengths and places, done in several calls of the kernel, as in plain TypeScript', () => {
  const count = 4001;
  const wavelengthsNm = Float64Array.from({ length: count }, (_, i) => 400 + 0.2 * i);
  const fill = (n: number, k = 0) => ({ n: new Float64Array(count).fill(n), k: new Float64Array(count).fill(k) });
  const media = [fill(1.46), fill(2.3, 1e-3), fill(0.2, 3)];
  const setup: EvaluatorSetup = {
    wavelengthsNm,
    angleDeg: 30,
    polarization: 'unpolarized',
    direction: 'forward',
    ambient: fill(1),
    layerMedia: media,
    substrate: fill(1.5, 1e-8),
    slab: { thicknessNm: 1e6, coherent: false, exit: fill(1) },
  };
  const pile = layers(
    Array.from({ length: 12 }, (_, i) => i % 2),
    Array.from({ length: 12 }, (_, i) => 40 + 17 * i),
  );
  const places = [...placesOf(pile, false), ...placesOf(pile, true)];
  const weight = Float64Array.from({ length: count }, (_, i) => Math.sin(i));
  const [ours, plain] = SOLVERS.map(([, create]) => {
    const slopes = new Float64Array(places.length * media.length);
    create(setup).needleSlopes(pile, pile, places, weight, weight, slopes);
    return slopes;
  });
  const largest = Math.max(...plain.map(Math.abs));
  for (let i = 0; i < ours.length; i++) expect(Math.abs(ours[i] - plain[i])).toBeLessThan(1e-10 * largest);
});
