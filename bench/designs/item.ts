import type { Stack } from '#core/optics/stack.ts';
import type { Target } from '#core/targets/target.ts';
import type { Light } from './light.ts';

/** What one answer is worth: computed from its stacks alone, by the reference solver. */
export interface Score {
  readonly cost: number;
  /** the one stack that the cost speaks of; absent where it speaks of several, or none counts */
  readonly stack?: Stack;
  readonly note?: string;
}

/** A figure that somebody else reached. */
export interface Listed {
  readonly cost: number;
  /** a published figure; the others were computed with a plain multi-start and are upper bounds, not optima */
  readonly published?: boolean;
  /** passed within 1e-6, not within 5 % */
  readonly exact?: boolean;
}

/** One target of an item. */
export interface Case {
  /** "C6.4" */
  readonly id: string;
  readonly title: string;
  readonly target: Target;
  /** how many candidates to ask for; 1 unless the cost looks at several */
  readonly candidates?: number;
  /** the cost of an answer's stacks, best first */
  score(stacks: readonly Stack[], light: Light): Score;
  readonly listed?: Listed;
  /** no stack can cost less */
  readonly floor?: number;
}

/** A row to print beside ours. */
export interface OtherRow {
  readonly name: string;
  readonly cost: number;
  readonly note?: string;
}

export interface Item {
  /** "C6": what --only names */
  readonly id: string;
  readonly title: string;
  /** what is minimised, or maximised where `isGain` */
  readonly costName: string;
  readonly isGain?: boolean;
  readonly cases: readonly Case[];
  /** "each": every case has its own reference. Otherwise one figure over all cases */
  readonly summary: 'each' | 'mean' | 'median';
  readonly others?: readonly OtherRow[];
  /** run the peers on it: they draw stacks of at least so many layers, which is what is known of the targets */
  readonly peersFromLayers?: number;
  readonly note?: string;
}

/** The cost of the first stack. */
export function ofFirst(cost: (stack: Stack, light: Light) => number): Case['score'] {
  return ([first], light) =>
    first === undefined ? { cost: Number.POSITIVE_INFINITY } : { cost: cost(first, light), stack: first };
}

/** first, first + step, … up to last, without the error of adding up. */
export function grid(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => first + i * step);
}
