import type { LayerSequence } from '#core/optics/types.ts';
import { type CompiledTarget, compileSpectra } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { type ErrorSample, errorSamples, spacesWithErrors } from '#core/targets/error-samples.ts';
import type { Robust } from '#core/targets/merit-terms.ts';
import { PenaltyTerms } from '#core/targets/penalty-terms.ts';
import { createSpecification, type Specification } from '#core/targets/specification.ts';
import type { Target } from '#core/targets/target.ts';
import type { RobustFigures } from './candidate.ts';

/** Samples that judge a candidate: ten times those that a search usually takes, so that the search cannot fit them. */
const SAMPLES = 160;
/** Sets of errors of n among them; each needs its own tables. */
const INDEX_SAMPLES = 16;
const SEED = 2;

interface Member {
  readonly target: CompiledTarget;
  readonly specification: Specification;
}

/** How coatings stand up to errors of manufacture: a Monte-Carlo run with always the same errors. */
export class RobustCheck {
  private readonly members: readonly Member[];
  private readonly samples: readonly ErrorSample[];
  private readonly hasSpecification: boolean;
  private readonly penalties: PenaltyTerms;
  private readonly paid: Float64Array;

  constructor(target: Target, space: DesignSpace, robust: Robust) {
    this.members = spacesWithErrors(space, robust, INDEX_SAMPLES, SEED).map((other) => ({
      target: compileSpectra(target, other),
      specification: createSpecification(target, other, 1),
    }));
    this.samples = errorSamples(robust, SAMPLES, SEED, this.members.length);
    this.hasSpecification = this.members[0].specification.rowCount > 0;
    this.penalties = new PenaltyTerms(target.penalties ?? {}, space, this.members[0].target.metric);
    this.paid = new Float64Array(this.penalties.count);
  }

  /** The figures, and with the penalties what the coating is ranked by. */
  figures(front: LayerSequence, back: LayerSequence): { robust: RobustFigures; penalised: number } {
    let [sum, passed] = [0, 0];
    for (const sample of this.samples) {
      const { target, specification } = this.members[sample.spaceIndex];
      const [made, madeBack] = [sample.front.of(front), sample.back.of(back)];
      const merit = target.merit(made, madeBack);
      sum += target.metric === 'rms' ? merit * merit : merit;
      if (this.hasSpecification && specification.check(made, madeBack).pass) passed++;
    }
    const samples = this.samples.length;
    const mean = sum / samples;
    const whole = mean + this.penalties.residuals(front, back, this.paid, 0);
    const isRms = this.members[0].target.metric === 'rms';
    const robust = {
      expectedMerit: isRms ? Math.sqrt(mean) : mean,
      yield: this.hasSpecification ? passed / samples : null,
      samples,
    };
    return { robust, penalised: isRms ? Math.sqrt(whole) : whole };
  }
}
