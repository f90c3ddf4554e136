import type { Candidate } from './candidate.ts';
import type { Objective } from './elite-pool.ts';

/** What is minimised, as one number. */
function objectiveOf(candidate: Candidate, objective: Objective): number {
  switch (objective) {
    case 'error':
      return candidate.merit;
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
 * With several objectives: candidates that no other one beats in all of them first, then the rest; within both groups
 * the given order stays. With a single objective other than the error: ordered by it. With the error alone: unchanged.
 */
export function paretoFirst(candidates: readonly Candidate[], objectives: readonly Objective[]): Candidate[] {
  if (objectives.length === 1) {
    const [only] = objectives;
    if (only === 'error') return [...candidates];
    return [...candidates].sort(
      (a, b) => Number(b.spec.pass) - Number(a.spec.pass) || objectiveOf(a, only) - objectiveOf(b, only),
    );
  }
  const onFront = (candidate: Candidate) => !candidates.some((other) => dominates(other, candidate, objectives));
  const front = candidates.filter(onFront);
  return [...front, ...candidates.filter((candidate) => !front.includes(candidate))];
}
