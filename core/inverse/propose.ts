import type { Random } from '#core/design/random.ts';
import type { Target } from '#core/targets/target.ts';
import { decodePoint, networkFor, predictR, sampleMixture, type Thicknesses } from './decode.ts';
import { encodeTarget } from './encode.ts';
import type { PackManifest } from './manifest.ts';
import type { InferenceSession } from './session.ts';

/**
 * A stack that networks propose. It has no spectra: only the solver gives those. `surrogate` is a network's own
 * estimate, kept so that it can be compared with the physics.
 */
export interface Proposal {
  /** for each layer, outermost first: which of the manifest's `domain.materials` */
  readonly media: readonly number[];
  /** physical thickness, nm */
  readonly thicknessNm: readonly number[];
  readonly origin: 'mdn' | 'tandem';
  readonly surrogate?: { readonly R: readonly number[] };
}

/** A pack whose networks can be run. */
export interface RunnablePack {
  readonly manifest: PackManifest;
  /** the network of a file named in the manifest */
  session(file: string): InferenceSession;
}

export interface ProposeOptions {
  /** how many samples to draw where the pack has a mixture density */
  readonly samples: number;
  readonly random: Random;
  /** see sampleMixture; default: what the pack recommends */
  readonly sharpness?: number;
}

/**
 * What a pack proposes for a target that it fits (`packFits`): the point decoder's answer first, then the samples, in
 * the order drawn. Thicknesses keep the pack's limits, which may be wider than the target's.
 */
export async function proposeFromPack(
  pack: RunnablePack,
  target: Target,
  { samples, random, sharpness }: ProposeOptions,
): Promise<Proposal[]> {
  const { manifest } = pack;
  const { layerCount, materials } = manifest.domain;
  const encoded = encodeTarget(target, manifest);
  const found: { origin: Proposal['origin']; thicknessNm: Thicknesses }[] = [];

  const point = networkFor(manifest, 'inverse', 'point');
  if (point !== undefined) {
    found.push({ origin: 'tandem', thicknessNm: await decodePoint(pack.session(point.file), encoded) });
  }
  const mixture = networkFor(manifest, 'inverse', 'mixture-density');
  if (mixture !== undefined && samples > 0) {
    const session = pack.session(mixture.file);
    const drawn = await sampleMixture(
      session,
      encoded,
      layerCount.max,
      samples,
      random,
      sharpness ?? mixture.sharpness,
    );
    for (const thicknessNm of drawn) found.push({ origin: 'mdn', thicknessNm });
  }

  const media = (layers: number) => Array.from({ length: layers }, (_, j) => j % materials.length);
  const proposals = found.map(({ origin, thicknessNm }) => ({ media: media(thicknessNm.length), thicknessNm, origin }));
  const forward = networkFor(manifest, 'forward');
  if (forward === undefined || proposals.length === 0) return proposals;
  const predicted = await predictR(
    pack.session(forward.file),
    proposals.map(({ thicknessNm }) => thicknessNm),
  );
  return proposals.map((proposal, i) => ({ ...proposal, surrogate: { R: predicted[i] } }));
}
