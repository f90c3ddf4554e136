import { openTarget } from '#core/design/open-target.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { runTask } from '#core/design/search-task.ts';
import { StackwrightError } from '#core/errors.ts';
import type { Target } from '#core/targets/target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import type { SearchJob, WorkerAnswer, WorkerRequest } from './search-job.ts';
import { warmUp } from './warm-up.ts';

/** Compiled targets kept for the tasks to come, latest last. */
const KEPT_TARGETS = 3;
const contexts = new Map<number, SearchContext>();

let catalogue: ReturnType<typeof loadCatalogue> | undefined;

function contextOf(job: SearchJob): SearchContext {
  const known = contexts.get(job.jobId);
  if (known !== undefined) return known;
  catalogue ??= loadCatalogue();
  const options = job.defaultMaterials === undefined ? {} : { defaultMaterials: job.defaultMaterials };
  const context = openTarget(JSON.parse(job.target) as Target, catalogue, options);
  contexts.set(job.jobId, context);
  for (const oldest of contexts.keys()) {
    if (contexts.size <= KEPT_TARGETS) break;
    contexts.delete(oldest);
  }
  return context;
}

/** The worker's entry, called by name: runs one task of one job (see SearchPool). */
export function answer(request: WorkerRequest): WorkerAnswer {
  if ('warmUp' in request) {
    catalogue ??= loadCatalogue();
    warmUp(catalogue);
    return { warm: true };
  }
  const flag = new Int32Array(request.stopFlag);
  try {
    return runTask(contextOf(request), request.task, () => Atomics.load(flag, 0) !== 0);
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    const { code, message, path } = error;
    return { refused: { code, message, path } };
  }
}
