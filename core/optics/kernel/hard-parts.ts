import { sinCosDeg } from '#core/optics/kernel/elementary.ts';
import type { EvaluatorSetup, LayerSequence, MediumTable, PartLayers, Polarization } from '#core/optics/types.ts';

/** Mulberry32: a seeded generator of numbers in [0, 1), so that a failure repeats. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

export const HARD_WAVELENGTHS = 8;
const POWERS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1];

/**
 * Random parts of all that is hard on a solver, for tests and benches: metals, evanescent layers, indices critical to
 * the last bit or nearly, N = 0, layers of no thickness, of 1 mm and of 1 m, grazing light, absorbing substrates,
 * coated slabs of both kinds. Without end; `partsEach` of each setup, the first of them with a long front.
 */
export function* hardParts(
  seed: number,
  partsEach: number,
): Generator<{ readonly setup: EvaluatorSetup; readonly parts: readonly PartLayers[] }> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const wavelengthsNm = Float64Array.from({ length: HARD_WAVELENGTHS }, () => 200 + 3000 * random());
  const thicknessNm = (): number => pick([300 * random(), 0, 1e-9 * random(), 1e6, 1e9 * random(), 2000 * random()]);
  for (;;) {
    const setup = hardSetup(random, pick, wavelengthsNm);
    const mediumCount = setup.layerMedia.length;
    const make = (count: number): LayerSequence => ({
      count,
      media: Int32Array.from({ length: count }, () => Math.floor(random() * mediumCount)),
      thicknessNm: Float64Array.from({ length: count }, thicknessNm),
    });
    const parts = Array.from({ length: partsEach }, (_, i) => ({
      front: make(Math.floor(random() * (i === 0 ? 70 : 12))),
      back: make(setup.slab === undefined ? 0 : Math.floor(random() * 8)),
    }));
    yield { setup, parts };
  }
}

function hardSetup(
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
  wavelengthsNm: Float64Array,
): EvaluatorSetup {
  const constant = (n: number, k: number): MediumTable => ({
    n: new Float64Array(HARD_WAVELENGTHS).fill(n),
    k: new Float64Array(HARD_WAVELENGTHS).fill(k),
  });
  const n0 = pick([1, 1, 1.52, 2.2]);
  const angleDeg = pick([0, 0, 90 * random(), 45, 60, 89.9, 89.9999999]);
  const grazing = n0 * sinCosDeg(angleDeg).sin; // critical
  const kind = pick(['half', 'half', 'absorbing', 'incoherent', 'coherent']);
  const coherent = kind === 'coherent';
  const exit = pick([constant(1, 0), constant(n0, 0), constant(grazing, 0), constant(1.7, 0)]);
  const slab = { thicknessNm: coherent ? 1e5 * random() : 1e5 + 1e7 * random(), coherent, exit };
  const clear = constant(pick([1, 1.52, n0, grazing, 1.3 + random()]), 0);
  const slabMedium = random() < 0.3 ? constant(n0 + 0.1 + random(), 1e-7 * random()) : clear; // light enters it
  return {
    wavelengthsNm,
    angleDeg,
    polarization: pick<Polarization>(['s', 'p', 'unpolarized']),
    direction: 'forward',
    ambient: constant(n0, 0),
    layerMedia: [
      constant(1 + 3 * random(), 0),
      constant(n0, 0),
      constant(grazing, 0),
      constant(grazing, 1e-12),
      constant(grazing * (1 + 1e-9 * (random() - 0.5)), 1e-9 * random()),
      constant(0.05 + 2 * random(), 8 * random()),
      constant(1 + 3 * random(), pick(POWERS) * random()),
      constant(0, 0),
      constant(0, 2),
      constant(1e-5 * random(), 1e-5 * random()),
      constant(1, 0),
    ],
    substrate:
      kind === 'absorbing' ? constant(0.1 + 4 * random(), 5 * random()) : kind === 'incoherent' ? slabMedium : clear,
    ...(kind === 'incoherent' || coherent ? { slab } : {}),
  };
}

/** What is wrong with the results of a part, or nothing: a NaN, an infinity, a negative R or T, or gain. */
export function flawOf(
  R: Float64Array,
  T: Float64Array,
  derivatives: readonly Float64Array[],
  gain: number,
): string | undefined {
  for (let w = 0; w < R.length; w++) {
    if (!(R[w] >= 0 && T[w] >= 0 && R[w] + T[w] <= 1 + gain)) return `R ${R[w]}, T ${T[w]}`;
  }
  for (const values of derivatives) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return `derivative ${at}: ${values[at]}`;
  }
  return undefined;
}
