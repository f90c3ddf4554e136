import type { ElitePool } from './elite-pool.ts';
import { Random } from './random.ts';
import type { Scored } from './scored.ts';
import type { Proposed, SearchTask } from './search-task.ts';

/** Proposals of one chunk that go through refinement; all of them are scored. */
const REFINED_SHARE = 0.5;
const PROPOSALS_PER_TASK = 8;
declare const process: { env: Record<string, string> };
const MIX = process.env.MIX ?? 'eehhhhnp';
const NG = Number(process.env.NG ?? 2);

/**
 * The tasks of one round, fixed by the seed, the round's number and the pool as it stands: neither the clock nor the
 * number of workers plays a part.
 *
 * @param proposals what packs, libraries or the person proposed since the last round
 * @param mayExplore false when locked layers leave nothing to draw at random
 */
export function tasksOfRound(
  seed: number,
  round: number,
  pool: ElitePool,
  proposals: readonly Proposed[],
  mayExplore: boolean,
): SearchTask[] {
  const tasks = proposalTasks(proposals);
  const random = new Random(seed, round, 0x5eed);
  if (round === 0) {
    if (mayExplore) for (let i = 0; i < 4; i++) tasks.push({ kind: 'explore', seed: [seed, round, i] });
    return tasks;
  }
  if (round === 1) {
    if (mayExplore) for (let i = 0; i < NG; i++) tasks.push({ kind: 'grow', seed: [seed, round, i] });
    return tasks;
  }
  const kinds = MIX.split('');
  for (const [i, kind] of kinds.entries()) {
    const taskSeed = [seed, round, i];
    const start = pickElite(random, pool.entries);
    const slack = random.pick([0, 0.02, 0.1]);
    if (kind === 'e') tasks.push({ kind: 'explore', seed: taskSeed });
    else if (kind === 'g') tasks.push({ kind: 'grow', seed: taskSeed });
    else if (kind === 'd') tasks.push({ kind: 'descend', seed: taskSeed, start });
    else if (kind === 'n') tasks.push({ kind: 'needles', seed: taskSeed, start });
    else if (kind === 'p') tasks.push({ kind: 'polish', starts: pool.entries.slice(0, 3) });
    else tasks.push({ kind: 'hop', seed: taskSeed, start, slack });
  }
  if (pool.wantsFront) tasks.push({ kind: 'thin', start: pickElite(random, pool.entries) });
  return tasks;
}

function proposalTasks(proposals: readonly Proposed[]): SearchTask[] {
  const tasks: SearchTask[] = [];
  const chunks = Math.ceil(proposals.length / PROPOSALS_PER_TASK);
  for (let c = 0; c < chunks; c++) {
    // Dealt like cards, so that the sources are mixed and every task takes about as long.
    const chunk = proposals.filter((_, i) => i % chunks === c);
    tasks.push({ kind: 'proposals', proposals: chunk, refine: Math.ceil(chunk.length * REFINED_SHARE) });
  }
  return tasks;
}

/** Better ranks more often: the rank is the square of a uniform number over the first dozen. */
function pickElite(random: Random, entries: readonly Scored[]): Scored {
  const reach = Math.min(entries.length, 12);
  const u = random.uniform();
  return entries[Math.floor(u * u * reach)];
}
