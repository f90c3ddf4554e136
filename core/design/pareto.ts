import { type Candidate, rankedMerit } from './candidate.ts';
import type { Objective } from './elite-pool.ts';

/** What is minimised, as one number. */
function objectiveOf(candidate: Candidate, objective: Objective): number {
  switch (objective) {
    case 'error':
      return rankedMerit(candidate);
    case 'totalThickness':
      return candidate.totalThicknessNm;
    case 'layerCount':
      return candidate.layers;
    case 'sensitivity':
      return candidate.sensitivityPerNm;
  }
}

function dominates(a: Candidate, b: Candidate, objectives: readonly Objective[]): boolean {
  let better = false;
  for (const objective of objectives) {
    const [x, y] = [objectiveOf(a, objective), objectiveOf(b, objective)];
    if (x > y) return false;
    if (x < y) better = true;
  }
  return better;
}

/**
 * The candidates to answer with. With several objectives: those that no other one beats in all of them first, as many
 * as are wanted and spread along the front, then the rest; of equals in all objectives only the first is on the front.
 * Within both groups the given order stays. With a single objective other than the error: ordered by it. With the
 * error alone: unchanged.
 */
export function paretoFirst(
  candidates: readonly Candidate[],
  objectives: readonly Objective[],
  wanted: number,
): Candidate[] {
  if (objectives.length > 1) {
    const front = paretoFront(candidates, objectives);
    const rest = candidates.filter((candidate) => !front.includes(candidate));
    return [...spread(front, objectives, wanted), ...rest].slice(0, wanted);
  }
  const [only] = objectives;
  if (only === 'error') return candidates.slice(0, wanted);
  return [...candidates]
    .sort((a, b) => Number(b.spec.pass) - Number(a.spec.pass) || objectiveOf(a, only) - objectiveOf(b, only))
    .slice(0, wanted);
}

function paretoFront(candidates: readonly Candidate[], objectives: readonly Objective[]): Candidate[] {
  const equals = (a: Candidate, b: Candidate) =>
    objectives.every((objective) => objectiveOf(a, objective) === objectiveOf(b, objective));
  return candidates.filter(
    (candidate, at) =>
      !candidates.some((other) => dominates(other, candidate, objectives)) &&
      !candidates.slice(0, at).some((earlier) => equals(earlier, candidate)),
  );
}

/**
 * The front thinned to `count`: again and again the candidate goes whose neighbours are nearest, so that the ends and
 * the first stay (crowding distance: Deb et al., IEEE Trans. Evol. Comput. 6, 182 (2002), §III-B).
 */
function spread(front: readonly Candidate[], objectives: readonly Objective[], count: number): Candidate[] {
  const kept = [...front];
  while (kept.length > count) {
    const distances = crowdingDistances(kept, objectives);
    let nearest = kept.length - 1;
    for (let i = nearest; i > 0; i--) if (distances[i] < distances[nearest]) nearest = i;
    kept.splice(nearest, 1);
  }
  return kept;
}

/** Sum over the objectives of the distance between a candidate's two neighbours, as a share of the whole range. */
function crowdingDistances(candidates: readonly Candidate[], objectives: readonly Objective[]): Float64Array {
  const distances = new Float64Array(candidates.length);
  for (const objective of objectives) {
    const values = candidates.map((candidate) => objectiveOf(candidate, objective));
    const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
    const last = order.length - 1;
    const range = values[order[last]] - values[order[0]];
    distances[order[0]] = Number.POSITIVE_INFINITY;
    if (!(range > 0)) continue;
    distances[order[last]] = Number.POSITIVE_INFINITY;
    for (let i = 1; i < last; i++) distances[order[i]] += (values[order[i + 1]] - values[order[i - 1]]) / range;
  }
  return distances;
}
