import { Random } from '#core/design/random.ts';
import { StackwrightError } from '#core/errors.ts';
import { decodePoint, networkFor, predictR, sampleMixture, type Thicknesses } from '#core/inverse/decode.ts';
import type { PackManifest } from '#core/inverse/manifest.ts';
import type { RunnablePack } from '#core/inverse/propose.ts';
import type { InferenceSession } from '#core/inverse/session.ts';
import { resolveTable } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/** What a pack is worth on random stacks of its own domain, every spectrum from the exact solver. */
export interface PackMeasurement {
  readonly seed: number;
  readonly forward?: ForwardMeasurement;
  /** the point decoder's answer: median over targets of the MAE of its spectrum */
  readonly point?: { readonly targets: number; readonly medianMae: number };
  /** medians over targets: MAE of a sample, and of the best of the samples */
  readonly mixture?: MixtureMeasurement;
  /** the same for stacks drawn at random, for scale */
  readonly random?: MixtureMeasurement;
}

export interface ForwardMeasurement {
  readonly stacks: number;
  /** mean |predicted R − R| */
  readonly mae: number;
  /** time for one stack: of the network (in batches, another process), and of the exact solver */
  readonly microseconds: number;
  readonly exactMicroseconds: number;
}

export interface MixtureMeasurement {
  readonly targets: number;
  readonly samples: number;
  readonly medianMae: number;
  readonly medianMaeOfTheBest: number;
}

const COUNTS = { stacks: 512, targets: 24, samples: 64 } as const;
const NONE: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

/** Exact R of a stack of the pack's domain, n and k from the catalogue. */
export type ExactR = (thicknessNm: Thicknesses) => Float64Array;

/**
 * The exact solver for stacks of a pack's domain.
 * @throws StackwrightError UNKNOWN_MATERIAL, OUT_OF_RANGE, or MODEL for a domain that cannot be measured
 */
export function exactSolver({ id, domain, spectrum }: PackManifest, catalogue: MaterialCatalogue): ExactR {
  if (domain.exit !== null || !spectrum.quantities.includes('R')) {
    throw new StackwrightError(
      'MODEL',
      `Only packs for R on a half-space can be measured; ${id} is for something else.`,
    );
  }
  const wavelengthsNm = Float64Array.from(spectrum.wavelengthsNm);
  const table = (medium: string) => resolveTable(medium, { catalogue, path: `pack ${id}` }, wavelengthsNm);
  const evaluator = createEvaluator({
    wavelengthsNm,
    angleDeg: spectrum.angleDeg,
    polarization: spectrum.polarization,
    direction: spectrum.direction,
    ambient: table(domain.ambient.id),
    layerMedia: domain.materials.map((medium) => table(medium.id)),
    substrate: table(domain.substrate.id),
  });
  const T = new Float64Array(wavelengthsNm.length);
  return (thicknessNm) => {
    const R = new Float64Array(wavelengthsNm.length);
    const media = Int32Array.from(thicknessNm, (_, j) => j % domain.materials.length);
    evaluator.spectra({ count: media.length, media, thicknessNm: Float64Array.from(thicknessNm) }, NONE, R, T);
    return R;
  };
}

/** Measures what the pack's networks are worth; a few seconds. */
export async function measurePack(
  pack: RunnablePack,
  catalogue: MaterialCatalogue,
  seed: number,
  counts: Readonly<Record<keyof typeof COUNTS, number>> = COUNTS,
): Promise<PackMeasurement> {
  const { manifest } = pack;
  const exact = exactSolver(manifest, catalogue);
  const random = new Random(seed);
  const stacks = Array.from({ length: counts.stacks }, () => randomStack(manifest, random));
  const targets = stacks.slice(0, counts.targets).map(exact);
  const forward = networkFor(manifest, 'forward');
  const point = networkFor(manifest, 'inverse', 'point');
  const mixture = networkFor(manifest, 'inverse', 'mixture-density');
  const mask = new Float32Array(manifest.spectrum.wavelengthsNm.length).fill(1);
  const encoded = (R: Float64Array) => ({ values: Float32Array.from(R), mask });
  const layers = manifest.domain.layerCount.max;

  const answers: number[] = [];
  if (point) {
    for (const R of targets) answers.push(maeOf(exact(await decodePoint(pack.session(point.file), encoded(R))), R));
  }
  const draw = async (R: Float64Array) =>
    mixture
      ? sampleMixture(pack.session(mixture.file), encoded(R), layers, counts.samples, random, mixture.sharpness)
      : [];
  const chance = async () => Array.from({ length: counts.samples }, () => randomStack(manifest, random));
  return {
    seed,
    ...(forward && { forward: await measureForward(stacks, exact, pack.session(forward.file)) }),
    ...(point && { point: { targets: targets.length, medianMae: median(answers) } }),
    ...(mixture && {
      mixture: await measureDraws(targets, draw, exact, counts.samples),
      random: await measureDraws(targets, chance, exact, counts.samples),
    }),
  };
}

async function measureForward(
  stacks: readonly Thicknesses[],
  exact: ExactR,
  session: InferenceSession,
): Promise<ForwardMeasurement> {
  await predictR(session, stacks); // neither is timed cold
  const started = performance.now();
  const predicted = await predictR(session, stacks);
  const between = performance.now();
  const spectra = stacks.map(exact);
  const ended = performance.now();
  return {
    stacks: stacks.length,
    mae: meanMae(predicted, spectra),
    microseconds: (1000 * (between - started)) / stacks.length,
    exactMicroseconds: (1000 * (ended - between)) / stacks.length,
  };
}

async function measureDraws(
  targets: readonly Float64Array[],
  draw: (R: Float64Array) => Promise<readonly Thicknesses[]>,
  exact: ExactR,
  samples: number,
): Promise<MixtureMeasurement> {
  const usual: number[] = [];
  const best: number[] = [];
  for (const R of targets) {
    const errors = (await draw(R)).map((thicknessNm) => maeOf(exact(thicknessNm), R));
    usual.push(median(errors));
    best.push(Math.min(...errors));
  }
  return { targets: targets.length, samples, medianMae: median(usual), medianMaeOfTheBest: median(best) };
}

function randomStack({ domain }: PackManifest, random: Random): number[] {
  const { layerCount, thicknessNm } = domain;
  return Array.from({ length: layerCount.max }, () => random.between(thicknessNm.min, thicknessNm.max));
}

function maeOf(found: ArrayLike<number>, wished: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < wished.length; i++) sum += Math.abs((found[i] ?? Number.NaN) - (wished[i] ?? Number.NaN));
  return sum / wished.length;
}

function meanMae(found: readonly ArrayLike<number>[], wished: readonly ArrayLike<number>[]): number {
  return found.reduce((sum, row, i) => sum + maeOf(row, wished[i] ?? []), 0) / found.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
