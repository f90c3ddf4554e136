import type { Command } from 'commander';
import { designReport } from '#cli/render/design-report.ts';
import { terminalStyle } from '#cli/render/terminal-style.ts';
import type { DesignAnswer } from '#services/design-answer.ts';
import { readDesignFile } from '#services/design-file.ts';
import { DesignService } from '#services/design-service.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { readTargetFile } from '#services/target-file.ts';
import { EXIT } from '../failure.ts';
import { print } from '../input-output.ts';
import { integerOption, numberOption } from '../options.ts';

interface Options {
  target: string;
  needle?: boolean;
  clean?: number;
  candidate?: number;
  candidates: number;
  seed: number;
  json?: boolean;
  ascii?: boolean;
}

/** `stackwright refine`: an existing design made better for a target. */
export function registerRefine(program: Command): void {
  program
    .command('refine')
    .description('make an existing design better: thicknesses, and on demand new layers and fewer thin ones')
    .argument('<design>', 'a stack, a candidate, an answer of "design --json" or an exported design ("-" is stdin)')
    .requiredOption('--target <file>', 'the target: JSON, or a measured or drawn spectrum as CSV')
    .option('--needle', 'insert layers wherever an infinitely thin one would help, and refine again')
    .option('--clean <nm>', 'remove layers thinner than this and refine again', numberOption(0, 1e9))
    .option('--candidate <n>', 'which candidate of an answer to refine (the best)', integerOption(1, 1e6))
    .option('--candidates <n>', 'how many results to list at most', integerOption(1, 48), 10)
    .option('--seed <n>', 'the order in which needles are tried', integerOption(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--json', 'one line of JSON')
    .option('--ascii', 'draw with plain characters only')
    .action(run);
}

async function run(designFile: string, options: Options): Promise<void> {
  const cancelling = new AbortController();
  process.once('SIGINT', () => cancelling.abort()); // a second Ctrl-C ends the process at once
  const catalogue = loadCatalogue();
  const target = await readTargetFile(options.target);
  const design = await readDesignFile(designFile, {
    catalogue,
    ...(options.candidate === undefined ? {} : { candidate: options.candidate }),
  });
  const service = await DesignService.open(catalogue, { workers: 1 });
  try {
    const startedAt = performance.now();
    const candidates = await service.refine(target, design.stack, {
      needle: options.needle === true,
      cleanNm: options.clean ?? 0,
      candidates: options.candidates,
      seed: options.seed,
      signal: cancelling.signal,
    });
    const answer: DesignAnswer = {
      id: target.id ?? null,
      elapsedMs: performance.now() - startedAt,
      excluded: [],
      packs: [],
      seed: options.seed,
      rounds: 0,
      evaluations: 0,
      ...(cancelling.signal.aborted ? { stopped: true } : {}),
      candidates,
    };
    if (options.json === true) await print(`${JSON.stringify(answer)}\n`);
    else await print(designReport(target, answer, catalogue, terminalStyle({ ascii: options.ascii === true })));
  } finally {
    await service.close();
  }
  if (cancelling.signal.aborted) process.exitCode = EXIT.cancelled;
}
