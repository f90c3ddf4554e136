import type { Random } from '#core/design/random.ts';
import { StackwrightError } from '#core/errors.ts';
import type { EncodedTarget } from './encode.ts';
import type { PackManifest, PackNetwork } from './manifest.ts';
import type { InferenceSession, Tensor } from './session.ts';

/** Samples that go through a network together: enough to use the processor well, few enough to answer soon. */
const MOST_AT_ONCE = 64;

/** Thicknesses of one stack, nm, outermost layer first. */
export type Thicknesses = readonly number[];

/** The deterministic answer of a point decoder. Inputs `target`, `mask` (1 × wavelengths); output `thicknessNm`. */
export async function decodePoint(session: InferenceSession, encoded: EncodedTarget): Promise<Thicknesses> {
  const dims = [1, encoded.values.length];
  const outputs = await session.run({
    target: { data: encoded.values, dims },
    mask: { data: encoded.mask, dims },
  });
  return rowsOf(outputs.thicknessNm, 'thicknessNm', 1)[0];
}

/**
 * Samples of a mixture-density decoder, which draws layer after layer inside its graph. All chance comes from
 * `random`: three uniform numbers for each layer of each sample, so that a seed means the same samples again.
 *
 * @param sharpness multiplies the log weights of the mixtures: 1 samples the density itself, more favours its peaks
 */
export async function sampleMixture(
  session: InferenceSession,
  encoded: EncodedTarget,
  layers: number,
  samples: number,
  random: Random,
  sharpness = 1,
): Promise<Thicknesses[]> {
  const rows: Thicknesses[] = [];
  while (rows.length < samples) {
    const count = Math.min(MOST_AT_ONCE, samples - rows.length);
    const dims = [count, encoded.values.length];
    const noise = new Float32Array(count * layers * 3);
    for (let i = 0; i < noise.length; i++) noise[i] = random.uniform();
    const outputs = await session.run({
      target: { data: repeated(encoded.values, count), dims },
      mask: { data: repeated(encoded.mask, count), dims },
      noise: { data: noise, dims: [count, layers, 3] },
      sharpness: { data: Float32Array.of(sharpness), dims: [1] },
    });
    rows.push(...rowsOf(outputs.thicknessNm, 'thicknessNm', count));
  }
  return rows;
}

/** R that a forward network predicts for stacks: an estimate, never a verified spectrum. */
export async function predictR(session: InferenceSession, stacks: readonly Thicknesses[]): Promise<number[][]> {
  const predicted: number[][] = [];
  for (let from = 0; from < stacks.length; from += MOST_AT_ONCE) {
    const some = stacks.slice(from, from + MOST_AT_ONCE);
    const data = Float32Array.from(some.flat());
    const outputs = await session.run({ thicknessNm: { data, dims: [some.length, some[0].length] } });
    predicted.push(...rowsOf(outputs.R, 'R', some.length));
  }
  return predicted;
}

/** The pack's network for a purpose, if it has one. */
export function networkFor(
  manifest: PackManifest,
  role: PackNetwork['role'],
  decoder?: PackNetwork['decoder'],
): PackNetwork | undefined {
  return manifest.networks.find((network) => network.role === role && network.decoder === decoder);
}

function repeated(row: Float32Array, count: number): Float32Array {
  const all = new Float32Array(row.length * count);
  for (let i = 0; i < count; i++) all.set(row, i * row.length);
  return all;
}

function rowsOf(tensor: Tensor | undefined, name: string, count: number): number[][] {
  if (tensor === undefined || tensor.dims.length !== 2 || tensor.dims[0] !== count) {
    const found = tensor === undefined ? 'nothing' : `[${tensor.dims.join(', ')}]`;
    throw new StackwrightError('MODEL', `A network was to answer ${count} rows of ${name}, but answered ${found}.`);
  }
  const width = tensor.dims[1];
  const rows: number[][] = [];
  for (let i = 0; i < count; i++) {
    const row = Array.from(tensor.data.subarray(i * width, (i + 1) * width));
    if (row.some((value) => !Number.isFinite(value))) {
      throw new StackwrightError('MODEL', `A network answered a ${name} that is not a number.`);
    }
    rows.push(row);
  }
  return rows;
}
