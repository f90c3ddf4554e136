import { type Command, Option } from 'commander';
import { designReport } from '#cli/render/design-report.ts';
import { terminalStyle } from '#cli/render/terminal-style.ts';
import type { DesignEvent } from '#core/design/pipeline.ts';
import type { DesignSetup } from '#core/design/setup.ts';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Target } from '#core/targets/target.ts';
import { designAnswer } from '#services/design-answer.ts';
import { designBatch } from '#services/design-batch.ts';
import { type DesignRequest, DesignService } from '#services/design-service.ts';
import { openPackAdvisor } from '#services/inference/pack-advisor.ts';
import { DesignLibraries } from '#services/library/design-libraries.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { readTargetFile } from '#services/target-file.ts';
import { EXIT, reportFault, sentenceOf } from '../failure.ts';
import { openInput, print } from '../input-output.ts';
import { collect, integerOption, numberOption } from '../options.ts';

interface Options {
  target?: string;
  in?: string;
  pack?: string[];
  packs: boolean;
  library: boolean;
  budget?: number;
  iterations?: number;
  candidates: number;
  seed: number;
  workers?: number;
  json?: boolean;
  ascii?: boolean;
}

const DEFAULT_BUDGET_S = 5;

/** `stackwright design`: from a wished-for spectrum to verified stacks, best first. */
export function registerDesign(program: Command): void {
  program
    .command('design')
    .description('find stacks that meet a target; every candidate is verified by the exact solver')
    .option('--target <file>', 'the target: JSON, or a measured or drawn spectrum as CSV')
    .option('--in <file>', 'a batch: one JSON target on each line ("-" is stdin); needs --json')
    .option('--pack <id>', 'ask this network pack only (may be given several times)', collect)
    .option('--no-packs', 'ask no network')
    .option('--no-library', 'search without the library of earlier and random designs, and add nothing to it')
    .option(
      '--budget <seconds>',
      `wall time for each target (default: ${DEFAULT_BUDGET_S})`,
      numberOption(0.05, 86_400),
    )
    .addOption(
      new Option('--iterations <n>', 'rounds of search in place of a time; the answer then never varies')
        .argParser(integerOption(1, 1_000_000))
        .conflicts('budget'),
    )
    .option('--candidates <n>', 'how many candidates to list at most', integerOption(1, 48), 10)
    .option('--seed <n>', 'another seed, another search', integerOption(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--workers <n>', 'threads to search with (default: one for each processor)', integerOption(1, 64))
    .option('--json', 'one line of JSON for each target')
    .option('--ascii', 'draw with plain characters only')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

const EXAMPLES = `
Examples:
  stackwright design --target samples/targets/high-reflector.json
  stackwright design --target wish.json --iterations 40 --seed 7 --json > answer.json
  stackwright design --in targets.ndjson --budget 2 --json > answers.ndjson`;

async function run(options: Options): Promise<void> {
  if ((options.target === undefined) === (options.in === undefined)) {
    throw new StackwrightError('INVALID', 'Give either --target FILE or --in FILE.');
  }
  if (options.in !== undefined && options.json !== true) {
    throw new StackwrightError('INVALID', 'A batch is answered in JSON; add --json.');
  }
  const cancelling = new AbortController();
  process.once('SIGINT', () => cancelling.abort()); // a second Ctrl-C ends the process at once
  const catalogue = loadCatalogue();
  // Read before anything is started, so that a wrong request is refused at once.
  const target = options.target === undefined ? undefined : await readTargetFile(options.target);
  const input = options.in === undefined ? undefined : await openInput(options.in, cancelling.signal);
  const advisor = options.packs ? await openPackAdvisor() : undefined;
  for (const problem of [...catalogue.problems, ...(advisor?.host.problems ?? [])]) {
    process.stderr.write(`stackwright: ${problem}\n`);
  }
  const libraries = options.library ? new DesignLibraries() : undefined;
  const service = await DesignService.open(catalogue, { workers: options.workers, advisor, libraries });
  try {
    const request = requestOf(options, cancelling.signal);
    if (target !== undefined) await designOne(service, target, request, catalogue, options);
    else if (input !== undefined) {
      const totals = await designBatch(input, print, service, request, {
        signal: cancelling.signal,
        onInternalError: reportFault,
      });
      if (totals.failed > 0) process.exitCode = EXIT.failed;
    }
  } catch (error) {
    if (!cancelling.signal.aborted) throw error;
    process.stderr.write(`stackwright: ${sentenceOf(error)}\n`); // nothing had been found yet
  } finally {
    await service.close();
  }
  if (cancelling.signal.aborted) process.exitCode = EXIT.cancelled;
}

function requestOf(options: Options, signal: AbortSignal): DesignRequest {
  return {
    seed: options.seed,
    candidates: options.candidates,
    budgetMs: 1000 * (options.budget ?? DEFAULT_BUDGET_S),
    ...(options.iterations === undefined ? {} : { rounds: options.iterations }),
    ...(options.pack === undefined ? {} : { packs: options.pack }),
    signal,
  };
}

async function designOne(
  service: DesignService,
  target: Target,
  request: DesignRequest,
  catalogue: MaterialCatalogue,
  options: Options,
): Promise<void> {
  const progress = new ProgressLine(request);
  try {
    const answer = await designAnswer(service, target, request, (event) => progress.show(event));
    progress.clear();
    if (options.json === true) await print(`${JSON.stringify(answer)}\n`);
    else await print(designReport(target, answer, catalogue, terminalStyle({ ascii: options.ascii === true })));
  } finally {
    progress.clear();
  }
}

/** One line on a terminal's stderr that says how far the search has come. */
class ProgressLine {
  private shown = false;
  private readonly request: DesignRequest;

  constructor(request: DesignRequest) {
    this.request = request;
  }

  show(event: DesignSetup | DesignEvent): void {
    if (!process.stderr.isTTY || event.type === 'setup') return;
    const { elapsedMs, rounds, merit, evaluations } = event.progress;
    const { rounds: wanted, budgetMs } = this.request;
    const share =
      wanted === undefined
        ? `${(elapsedMs / 1000).toFixed(1)} of ${budgetMs / 1000} s`
        : `round ${rounds} of ${wanted}`;
    const best = merit === null ? '' : `, best merit ${merit.toPrecision(4)}`;
    process.stderr.write(`\r\x1b[Ksearching: ${share}, ${evaluations} evaluations${best}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
    this.shown = false;
  }
}
