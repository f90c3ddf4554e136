import type { Random } from './random.ts';

/** The ways to improve on a pool of designs that compete for the search's time. */
const ALL = ['island', 'descend', 'hop', 'polish', 'needles', 'explore'] as const;
export type Improvement = (typeof ALL)[number];

/** What all begin with, and, where one is expected to lead, the others. */
const AT_FIRST = 1;
const AT_FIRST_BEHIND = 0.03;
/** Share of the turns that is dealt out evenly: without a leader, and with one. */
const EVEN = 0.2;
const EVEN_BEHIND = 0.1;
/** Share of the turns that a leader has whatever it gains: it may begin anew, and gain late. */
const LEADING = 0.9;
/** Evaluations to which what was gained is related: a decrease of ln merit in as many earns a credit of one. */
const UNIT = 40_000;
/** Evaluations after which earlier results are forgotten. */
const MEMORY = 4000;

/**
 * Who is to work next: by what each has gained for its evaluations so far, with a share for all, so that one that only
 * helps late is not forgotten.
 */
export class Credits {
  private readonly credits: Map<Improvement, number>;
  private readonly even: number;
  private readonly leader: Improvement | undefined;

  /** @param leader the one that is expected to do best */
  constructor(leader?: Improvement) {
    this.leader = leader;
    const others = leader === undefined ? AT_FIRST : AT_FIRST_BEHIND;
    this.credits = new Map(ALL.map((one) => [one, one === leader ? AT_FIRST : others]));
    this.even = leader === undefined ? EVEN : EVEN_BEHIND;
  }

  /**
   * @param kind of the task; others than improvements are passed over
   * @param gain decrease of ln merit of the best design, ≥ 0
   */
  learn(kind: string, gain: number, evaluations: number): void {
    const old = this.credits.get(kind as Improvement);
    if (old === undefined || evaluations === 0) return;
    const share = Math.min(1, evaluations / MEMORY);
    this.credits.set(kind as Improvement, old + share * ((UNIT * gain) / evaluations - old));
  }

  pick(random: Random): Improvement {
    if (this.leader !== undefined && random.uniform() < LEADING) return this.leader;
    let total = 0;
    for (const credit of this.credits.values()) total += credit;
    let left = random.uniform();
    for (const [kind, credit] of this.credits) {
      left -= total > 0 ? this.even / ALL.length + ((1 - this.even) * credit) / total : 1 / ALL.length;
      if (left < 0) return kind;
    }
    return ALL[0];
  }
}
