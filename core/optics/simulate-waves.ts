import { WaveEvaluator } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { FieldEvaluator } from '#core/optics/fields/field-evaluator.ts';
import type { ResolvedIllumination } from '#core/optics/reference/simulate.ts';
import type { RequestMedia } from '#core/optics/request-media.ts';
import type { Layer, Stack } from '#core/optics/stack.ts';
import type { LayerSequence, SeriesOrder } from '#core/optics/types.ts';

/** What a coherent stack in one polarization has beside R and T. */
export interface WaveWanted {
  readonly phase: boolean;
  readonly groupDelay: boolean;
  /** depths for the field, nm */
  readonly depthsNm?: readonly number[];
}

interface Delays {
  readonly gdFs: number[];
  readonly gddFs2: number[];
  readonly todFs3: number[];
}

/** Every list runs over the wavelengths. Signs: docs/conventions.md. */
export interface WaveAnswer {
  /** arg r and arg t, degrees, −180 … 180 */
  readonly phase?: { readonly r: number[]; readonly t: number[] };
  readonly groupDelay?: { readonly r: Delays; readonly t: Delays };
  /** |E|²/|E_inc|² and the absorption per nm, one row of depths for each wavelength */
  readonly fields?: { readonly intensity: number[][]; readonly absorptionPerNm: number[][] };
}

/** Media × wavelengths solved between two pauses. */
const SOLVED_AT_ONCE = 50_000;
const NOTHING: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

/**
 * Phases, group delays and fields of a request, block by block, pausing in between.
 * @throws StackwrightError UNDEFINED_QUANTITY with the place of the medium, for a group delay from straight lines
 */
export function* simulateWaves(
  media: RequestMedia,
  stack: Stack,
  illumination: ResolvedIllumination,
  wanted: WaveWanted,
): Generator<void, WaveAnswer> {
  const answer = {
    phase: { r: [] as number[], t: [] as number[] },
    groupDelay: { r: emptyDelays(), t: emptyDelays() },
    fields: { intensity: [] as number[][], absorptionPerNm: [] as number[][] },
  };
  const { wavelengthsNm } = illumination;
  const layerCount = 1 + stack.layers.length + (stack.backLayers?.length ?? 0);
  const blockLength = Math.max(1, Math.floor(SOLVED_AT_ONCE / Math.max(media.count, layerCount)));
  for (let start = 0; start < wavelengthsNm.length; start += blockLength) {
    if (start > 0) yield;
    const block = wavelengthsNm.subarray(start, start + blockLength);
    const { setup, front, back } = waveSetup(media, stack, { ...illumination, wavelengthsNm: block }, wanted);
    if (wanted.phase || wanted.groupDelay) {
      const evaluator = new WaveEvaluator(setup);
      for (const side of ['r', 't'] as const) {
        const { phases } = evaluator.phases(front, back, side);
        for (const phase of phases[0]) answer.phase[side].push((phase * 180) / Math.PI);
        if (!wanted.groupDelay) continue;
        for (const gd of phases[1]) answer.groupDelay[side].gdFs.push(gd);
        for (const gdd of phases[2]) answer.groupDelay[side].gddFs2.push(gdd);
        for (const tod of phases[3]) answer.groupDelay[side].todFs3.push(tod);
      }
    }
    if (wanted.depthsNm === undefined) continue;
    const profile = new FieldEvaluator(setup).profile(front, back, wanted.depthsNm);
    for (let w = 0; w < block.length; w++) {
      for (const quantity of ['intensity', 'absorptionPerNm'] as const) {
        answer.fields[quantity].push(wanted.depthsNm.map((_, z) => profile[quantity][z * block.length + w]));
      }
    }
  }
  return {
    ...(wanted.phase ? { phase: answer.phase } : {}),
    ...(wanted.groupDelay ? { groupDelay: answer.groupDelay } : {}),
    ...(wanted.depthsNm === undefined ? {} : { fields: answer.fields }),
  };
}

const emptyDelays = (): Delays => ({ gdFs: [], gddFs2: [], todFs3: [] });

function waveSetup(
  media: RequestMedia,
  stack: Stack,
  illumination: ResolvedIllumination,
  { groupDelay }: WaveWanted,
): { setup: WaveSetup; front: LayerSequence; back: LayerSequence } {
  const order: SeriesOrder = groupDelay ? 3 : 0;
  const { series, placeOf } = media.series(illumination.wavelengthsNm, order);
  const layersOf = (layers: readonly Layer[]): LayerSequence => ({
    count: layers.length,
    media: Int32Array.from(layers, ({ medium }) => placeOf(medium)),
    thicknessNm: Float64Array.from(layers, ({ thicknessNm }) => thicknessNm),
  });
  const { medium, thicknessNm, coherent = false } = stack.substrate;
  const setup: WaveSetup = {
    ...illumination,
    polarization: illumination.polarization === 'p' ? 'p' : 's',
    order,
    ambient: series[placeOf(stack.ambient ?? 'air')],
    layerMedia: series,
    substrate: series[placeOf(medium)],
    ...(thicknessNm === undefined
      ? {}
      : { slab: { thicknessNm, coherent, exit: series[placeOf(stack.exit ?? 'air')] } }),
  };
  return {
    setup,
    front: layersOf(stack.layers),
    back: stack.backLayers === undefined ? NOTHING : layersOf(stack.backLayers),
  };
}
