import { toStack } from '#core/targets/answer-stack.ts';
import { type BetweenPoints, betweenPoints } from '#core/targets/between-points.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { createSpecification, type Specification } from '#core/targets/specification.ts';
import type { Target } from '#core/targets/target.ts';
import type { Candidate, ProposalLayer, Provenance } from './candidate.ts';
import { type Coating, type Face, fillBack, layerCount, SequenceBuffer, totalThicknessNm } from './coating.ts';
import type { Objective } from './elite-pool.ts';
import { AGREEMENT, ReferenceCheck } from './reference-check.ts';
import { Refiner } from './refine.ts';
import { RobustCheck } from './robust-check.ts';
import type { Lineage, Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** How much longer than the shortest a verification usually takes. */
const USUAL = 2;
/** What a verification may take before one has been made, and what is set aside beside them all, ms. */
const UNKNOWN_MS = 2;
const LEAST_RESERVE_MS = 15;

/** A pack that takes part in a run, as provenance names it. */
export interface PackIdentity {
  readonly sha256: string;
  /** how well the network predicted its own proposal: mean |prediction − physics| on the pack's grid */
  surrogateMae?(lineage: Lineage): number | undefined;
}

export interface VerifierOptions {
  readonly seed: number;
  readonly packs?: ReadonlyMap<string, PackIdentity>;
}

/**
 * Turns scored coatings into candidates: the only way to make one. Every number is computed by the exact solver on the
 * target's points and between them, and R and T once more by the independent reference solver; a coating on which the
 * two disagree is no candidate.
 */
export class Verifier {
  readonly objectives: readonly Objective[];
  readonly hasSpecification: boolean;
  /** true where the yield comes before the merit in the ranking */
  readonly ranksByYield: boolean;
  private readonly robust: RobustCheck | undefined;
  /** of the merit alone, without penalties */
  private readonly refiner: Refiner;
  private readonly context: SearchContext;
  private readonly options: VerifierOptions;
  private readonly between: BetweenPoints;
  private readonly specification: Specification;
  private readonly reference: ReferenceCheck;
  private readonly front = new SequenceBuffer();
  private readonly back = new SequenceBuffer();
  private readonly known = new WeakMap<Scored, Candidate>();
  /** the shortest verification so far, ms: the first ones prepare what the others use */
  private leastMs = Number.POSITIVE_INFINITY;
  /** coatings on which the two solvers disagreed */
  rejected = 0;

  constructor(target: Target, context: SearchContext, options: VerifierOptions) {
    this.context = context;
    this.options = options;
    this.objectives = target.minimize ?? ['error'];
    this.between = betweenPoints(target, context.space);
    this.specification = createSpecification(target, context.space);
    this.hasSpecification = this.specification.rowCount > 0;
    this.reference = new ReferenceCheck(target, context.space);
    this.ranksByYield = target.robust?.objective === 'yield';
    this.robust = target.robust === undefined ? undefined : new RobustCheck(target, context.space, target.robust);
    const { bare } = context.target;
    this.refiner = bare === undefined ? context.refiner : new Refiner(bare, context.space);
  }

  /** The candidate, or undefined if the two solvers disagree about it. */
  verify(scored: Scored): Candidate | undefined {
    const known = this.known.get(scored);
    if (known !== undefined) return known;
    const startedAt = performance.now();
    const candidate = this.compute(scored);
    const tookMs = performance.now() - startedAt;
    this.leastMs = Math.min(this.leastMs, tookMs);
    if (candidate === undefined) this.rejected++;
    else this.known.set(scored, candidate);
    return candidate;
  }

  /** Whether the coating has been verified before, so that it costs no time. */
  knows(scored: Scored): boolean {
    return this.known.has(scored);
  }

  /** Time to set aside for verifying so many coatings, from what verifying took so far, ms. */
  reserveMs(coatings: number): number {
    const eachMs = Number.isFinite(this.leastMs) ? USUAL * this.leastMs : UNKNOWN_MS;
    return LEAST_RESERVE_MS + eachMs * coatings;
  }

  private compute(scored: Scored): Candidate | undefined {
    const { space, target } = this.context;
    const { coating, lineage } = scored;
    this.front.fill(coating.front);
    fillBack(this.back, coating, space);
    const { merit, penalised, mae, spectra, measures } = target.report(this.front, this.back);
    const curves = [...spectra, ...measures];
    if (!(this.reference.largestDifference(this.front, this.back, curves) <= AGREEMENT)) return undefined;
    const surrogateMae = lineage.pack === undefined ? undefined : this.pack(lineage.pack)?.surrogateMae?.(lineage);
    return {
      stack: toStack(space, this.front, this.back),
      merit,
      ...(penalised === undefined ? {} : { penalised }),
      mae,
      ...this.between.verify(this.front, this.back, mae),
      spec: this.specification.check(this.front, this.back),
      ...this.robust?.figures(this.front, this.back),
      spectra,
      ...(measures.length === 0 ? {} : { measures: measures.map(({ result }) => result) }),
      origin: lineage.origin,
      verified: true,
      layers: layerCount(coating),
      totalThicknessNm: totalThicknessNm(coating) * (space.back.mode === 'mirror' ? 2 : 1),
      sensitivityPerNm: this.refiner.sensitivityPerNm(coating),
      ...(surrogateMae === undefined ? {} : { surrogate: { mae: surrogateMae } }),
      provenance: this.provenance(lineage),
    };
  }

  private pack(id: string): PackIdentity | undefined {
    return this.options.packs?.get(id);
  }

  private provenance(lineage: Lineage): Provenance {
    const sha256 = lineage.pack === undefined ? undefined : this.pack(lineage.pack)?.sha256;
    return {
      ...(lineage.pack === undefined ? {} : { pack: lineage.pack }),
      ...(sha256 === undefined ? {} : { packSha256: sha256 }),
      seed: this.options.seed,
      proposal: proposalOf(lineage.proposal, this.context.space),
      refinedFromMerit: lineage.proposalMerit,
    };
  }
}

function proposalOf(coating: Coating, space: DesignSpace): Provenance['proposal'] {
  const list = (face: Face): ProposalLayer[] =>
    face.media.map((medium, i) => ({ medium: space.layerMedia[medium].key, thicknessNm: face.thicknessNm[i] }));
  const backLayers = list(coating.back);
  return { layers: list(coating.front), ...(backLayers.length === 0 ? {} : { backLayers }) };
}
