import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Stack } from '#core/optics/stack.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { designAnswer } from '#services/design-answer.ts';
import type { DesignService } from '#services/design-service.ts';
import type { Case, Item } from './item.ts';
import type { Light } from './light.ts';
import { violationOf } from './violations.ts';

/** One case designed once, and what came of it. */
export interface Outcome {
  readonly item: string;
  readonly case: string;
  readonly seed: number;
  readonly cost: number;
  /** whether the case's own reference was met; absent without one */
  readonly pass?: boolean;
  /** wall time from the parsed target to its answer */
  readonly elapsedMs: number;
  /** evaluations of the merit with all its derivatives; plain scores are not counted */
  readonly evaluations: number;
  readonly layers: number;
  readonly totalNm: number;
  readonly candidates: number;
  readonly mae?: number | null;
  readonly maeBetween?: number | null;
  readonly origin?: string;
  readonly note?: string;
  readonly error?: string;
  readonly stack?: Stack;
}

export interface RunOptions {
  readonly budgetMs: number;
  /** rounds in place of a time */
  readonly rounds?: number;
  /** overrides the merit that the targets name */
  readonly merit?: 'rms' | 'mae';
}

const EXACT = 1e-6;
const PASS = 1.05;

/** Whether a cost meets a case's reference; undefined without one. */
export function passes(item: Item, { listed }: Case, cost: number): boolean | undefined {
  if (listed === undefined) return undefined;
  if (listed.exact) return cost <= listed.cost + EXACT;
  return item.isGain ? cost >= listed.cost / PASS : cost <= listed.cost * PASS;
}

/** Asks the product's own pipeline and scores what it answers. */
export async function runCase(
  service: DesignService,
  light: Light,
  catalogue: MaterialCatalogue,
  [item, one]: readonly [Item, Case],
  seed: number,
  options: RunOptions,
): Promise<Outcome> {
  const { merit, ...limits } = options;
  const target = parseTarget(merit === undefined ? one.target : { ...one.target, merit });
  const base = { item: item.id, case: one.id, seed };
  const startedAt = performance.now();
  try {
    const answer = await designAnswer(service, target, { seed, candidates: one.candidates ?? 1, ...limits });
    const elapsedMs = performance.now() - startedAt;
    const stacks = answer.candidates.map(({ stack }) => stack);
    const broken = stacks.map((stack) => violationOf(stack, one.target, catalogue)).find((why) => why !== undefined);
    const score = one.score(stacks, light);
    const { stack } = score;
    const chosen = stack === undefined ? answer.candidates[0] : answer.candidates.find((one) => one.stack === stack);
    const pass = broken === undefined ? passes(item, one, score.cost) : false;
    return {
      ...base,
      cost: score.cost,
      ...(pass === undefined ? {} : { pass }),
      elapsedMs,
      evaluations: answer.evaluations,
      layers: chosen?.layers ?? 0,
      totalNm: chosen?.totalThicknessNm ?? 0,
      candidates: stacks.length,
      ...(chosen === undefined ? {} : { mae: chosen.mae, maeBetween: chosen.maeBetween, origin: chosen.origin }),
      ...(score.note === undefined ? {} : { note: score.note }),
      ...(broken === undefined ? {} : { error: `breaks its rules: ${broken}` }),
      ...(stack === undefined ? {} : { stack }),
    };
  } catch (error) {
    return {
      ...base,
      ...{ cost: item.isGain ? 0 : Number.POSITIVE_INFINITY, elapsedMs: performance.now() - startedAt },
      ...{ evaluations: 0, layers: 0, totalNm: 0, candidates: 0 },
      ...(one.listed === undefined ? {} : { pass: false }),
      error: error instanceof Error ? error.message : String(error),
    };
  }
}
