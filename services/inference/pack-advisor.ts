import { emptyFace, SequenceBuffer } from '#core/design/coating.ts';
import type { ProposalSource } from '#core/design/pipeline.ts';
import type { Proposed } from '#core/design/proposed.ts';
import { Random } from '#core/design/random.ts';
import type { Lineage } from '#core/design/scored.ts';
import type { ConsultedPack } from '#core/design/setup.ts';
import type { PackIdentity } from '#core/design/verify.ts';
import { StackwrightError } from '#core/errors.ts';
import { packFits } from '#core/inverse/fit.ts';
import { type Proposal, proposeFromPack } from '#core/inverse/propose.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createDesignSpace, type DesignSpace } from '#core/targets/design-space.ts';
import { evaluatorSetup } from '#core/targets/illumination.ts';
import type { Target } from '#core/targets/target.ts';
import type { PackAdvice, PackAdvisor } from '#services/design-service.ts';
import { type OpenPack, openPacks, type PackHost } from './packs.ts';

/** Samples that a mixture density is asked for. */
const SAMPLES = 64;

/** The installed packs as the design pipeline sees them. `problems` of broken packs are the caller's to show. */
export async function openPackAdvisor(): Promise<InstalledPacks> {
  return new InstalledPacks(await openPacks());
}

export class InstalledPacks implements PackAdvisor {
  readonly host: PackHost;

  constructor(host: PackHost) {
    this.host = host;
  }

  advise(target: Target, catalogue: MaterialCatalogue, asked: readonly string[] | undefined): PackAdvice {
    const fitting: OpenPack[] = [];
    const consulted: ConsultedPack[] = [];
    for (const pack of this.packsAsked(asked)) {
      const { id } = pack.manifest;
      const fit = packFits(pack.manifest, target, spaceFor(pack, target, catalogue));
      if (fit.fits) fitting.push(pack);
      consulted.push({ id, fits: fit.fits, reasons: fit.fits ? [] : fit.reasons });
    }
    const materials = new Set(fitting.flatMap(materialIds));
    const usesDefaults = target.stack.materials === undefined && materials.size > 0;
    return {
      consulted,
      ...(usesDefaults ? { defaultMaterials: [...materials] } : {}),
      sources: (space, seed) => fitting.map((pack, i) => sourceOf(pack, target, space, new Random(seed, i, 0x9ac))),
      identities: (space) => new Map(fitting.map((pack) => [pack.manifest.id, identityOf(pack, space)])),
    };
  }

  private packsAsked(asked: readonly string[] | undefined): readonly OpenPack[] {
    if (asked === undefined) return this.host.packs;
    return [...new Set(asked)].map((id) => {
      const pack = this.host.find(id);
      if (pack !== undefined) return pack;
      const known = this.host.packs.map(({ manifest }) => manifest.id).join(', ');
      const hint = known === '' ? 'none is installed' : `installed: ${known}`;
      throw new StackwrightError('INVALID', `There is no network pack "${id}"; ${hint}.`);
    });
  }

  async close(): Promise<void> {
    await this.host.dispose();
  }
}

const materialIds = ({ manifest }: OpenPack): string[] => manifest.domain.materials.map(({ id }) => id);

/** What could be built if the pack were the only one: its materials stand in where the target names none. */
function spaceFor(pack: OpenPack, target: Target, catalogue: MaterialCatalogue): DesignSpace {
  if (target.stack.materials !== undefined) return createDesignSpace(target, catalogue);
  try {
    return createDesignSpace(target, catalogue, { defaultMaterials: materialIds(pack) });
  } catch (error) {
    // The pack's materials do not cover the target; then the usual ones decide what is said of the pack.
    if (!(error instanceof StackwrightError) || error.code !== 'OUT_OF_RANGE') throw error;
    return createDesignSpace(target, catalogue);
  }
}

function sourceOf(pack: OpenPack, target: Target, space: DesignSpace, random: Random): ProposalSource {
  const fit = packFits(pack.manifest, target, space);
  let isFirst = true;
  return {
    propose: async () => {
      if (!fit.fits) return [];
      const proposals = await proposeFromPack(pack, target, { samples: SAMPLES, random });
      // The point decoder always says the same: once is enough.
      const news = isFirst ? proposals : proposals.filter(({ origin }) => origin !== 'tandem');
      isFirst = false;
      return news.map((proposal) => proposedOf(proposal, pack.manifest.id, fit.media, space));
    },
  };
}

/** A network's proposal as the search takes it: thicknesses inside the target's limits. */
function proposedOf(proposal: Proposal, pack: string, places: readonly number[], space: DesignSpace): Proposed {
  const media = proposal.media.map((medium) => places[medium] as number);
  const thicknessNm = proposal.thicknessNm.map((nm, layer) => {
    const medium = media[layer] as number;
    return Math.min(Math.max(nm, space.minNm[medium] as number), space.maxNm[medium] as number);
  });
  return {
    coating: { front: { media, thicknessNm, locked: media.map(() => false) }, back: emptyFace() },
    origin: proposal.origin,
    pack,
    ...(proposal.surrogate === undefined ? {} : { surrogateR: proposal.surrogate.R }),
  };
}

function identityOf(pack: OpenPack, space: DesignSpace): PackIdentity {
  const { wavelengthsNm, angleDeg, polarization, direction } = pack.manifest.spectrum;
  const grid = Float64Array.from(wavelengthsNm);
  const evaluator = createEvaluator(evaluatorSetup(space, { angleDeg, polarization, direction }, grid));
  const [R, T] = [new Float64Array(grid.length), new Float64Array(grid.length)];
  const [front, back] = [new SequenceBuffer(), new SequenceBuffer()];
  return {
    sha256: pack.sha256,
    /** mean |network − physics| of R on the pack's grid, for the stack as it was proposed */
    surrogateMae: ({ proposal, surrogateR }: Lineage) => {
      if (surrogateR === undefined) return undefined;
      evaluator.spectra(front.fill(proposal.front), back, R, T);
      return R.reduce((sum, value, i) => sum + Math.abs(value - (surrogateR[i] as number)), 0) / R.length;
    },
  };
}
