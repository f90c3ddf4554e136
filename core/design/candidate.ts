import type { Stack } from '#core/optics/stack.ts';
import type { MeasureResult } from '#core/targets/compiled-measure.ts';
import type { EntrySpectra } from '#core/targets/compiled-target.ts';
import type { SpecificationReport } from '#core/targets/specification.ts';

/** Who proposed a design first. */
export type Origin = 'library' | 'mdn' | 'tandem' | 'transformer' | 'needle' | 'theory' | 'global' | 'refined';

/**
 * A design that the exact solver has checked: only the `Verifier` makes one. Every number but `surrogate`
 * comes from physics. The shape is the command line's contract.
 */
export interface Candidate {
  readonly stack: Stack;
  /** the contract's merit: errors of the spectra alone */
  readonly merit: number;
  /**
   * by what it is ranked where that is not the merit: with the penalties, and with errors of manufacture over the samples
   * of `robust`, which are others than the search used
   */
  readonly penalised?: number;
  /** how the design stands up to errors of manufacture, where the target names them */
  readonly robust?: RobustFigures;
  /** mean absolute error over the target's R, T, A entries; null when it has none */
  readonly mae: number | null;
  /** the same between the target's points */
  readonly maeBetween: number | null;
  readonly undersampled: boolean | null;
  readonly undersampledReason?: string;
  readonly spec: SpecificationReport;
  readonly spectra: readonly EntrySpectra[];
  /** where the target has measures: each with what the design has */
  readonly measures?: readonly MeasureResult[];
  readonly origin: Origin;
  readonly verified: true;
  readonly layers: number;
  readonly totalThicknessNm: number;
  /** rms change of the residuals for independent thickness errors of 1 nm, in units of the merit */
  readonly sensitivityPerNm: number;
  readonly surrogate?: { readonly mae: number };
  readonly provenance: Provenance;
}

/** Of many samples of errors, other ones than the search used. */
export interface RobustFigures {
  /** root of the mean squared merit over the samples (their mean for "mae") */
  readonly expectedMerit: number;
  /** share of the samples that pass the specification; null without one */
  readonly yield: number | null;
  readonly samples: number;
}

/** The merit by which candidates are ranked. */
export const rankedMerit = ({ merit, penalised }: Candidate): number => penalised ?? merit;

/** Specification passed first, then yield where the target ranks by it, then merit. */
export function byRank(a: Candidate, b: Candidate, ranksByYield: boolean): number {
  const passed = Number(b.spec.pass) - Number(a.spec.pass);
  const made = ranksByYield ? (b.robust?.yield ?? 0) - (a.robust?.yield ?? 0) : 0;
  return passed || made || rankedMerit(a) - rankedMerit(b);
}

export interface Provenance {
  readonly pack?: string;
  readonly packSha256?: string;
  readonly seed: number;
  /** the structure as first proposed, before any refinement, incident side first */
  readonly proposal: { readonly layers: readonly ProposalLayer[]; readonly backLayers?: readonly ProposalLayer[] };
  readonly refinedFromMerit: number;
}

export interface ProposalLayer {
  readonly medium: string;
  readonly thicknessNm: number;
}
