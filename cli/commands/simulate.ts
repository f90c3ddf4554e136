import type { Command } from 'commander';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { simulateStream } from '#services/simulate-stream.ts';
import { EXIT, reportFault } from '../failure.ts';
import { openInput, print } from '../input-output.ts';

const HELP = `
A request (UTF-8, at most 16 MiB a line) and its answer:
  {"id":"a","stack":{"layers":[{"medium":"TiO2","thicknessNm":60}],"substrate":{"medium":"BK7"}},
   "illumination":{"wavelengthsNm":[500,600],"angleDeg":30,"polarization":"p"},"want":["amplitudes"]}
  {"id":"a","R":[…],"T":[…],"A":[…],"amplitudes":{"r":[[re,im],…],"t":[[re,im],…]}}
"want" adds "amplitudes", "layerAbsorption", "ellipsometry", "colour", "phase" ({"r":[deg…],"t":[…]}), "groupDelay"
({"r":{"gdFs":[…],"gddFs2":[…],"todFs3":[…]},"t":{…}}) or, with "depthsNm":[…], "fields" (|E|² and absorption per
nm, a row of depths for each wavelength). Group delay needs materials with derivatives: formulas, constants, splines;
"interpolation":"spline" takes every table as a spline. Further keys of a request: "colour":{"illuminant":"D65",
"observer":"2"}, "integrals":[{"weight":"AM1.5G"}], "cone":{"halfAngleDeg":5}, "bandwidth":{"fwhmNm":2}, "mixtures",
"graded", "roughness", "scatterSigmaNm"; docs/physics.md has them all. A material asked outside its data is an error;
"outOfRange":"clamp" takes its nearest value and lists the material in "clamped". A wrong line is answered with
its id and {"error":{"code","message","path"}} in its place, and the exit code is then 1.`;

/** `stackwright simulate`: NDJSON requests to NDJSON spectra. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('R, T, A and more of given stacks: one JSON request on each line in, one answer on each line out')
    .option('--in <file>', 'read the requests from a file instead of stdin')
    .addHelpText('after', HELP)
    .action(async (options: { in?: string }) => simulate(options.in));
}

async function simulate(file: string | undefined): Promise<void> {
  const cancelling = new AbortController();
  const { signal } = cancelling;
  const input = await openInput(file, signal);
  process.once('SIGINT', () => cancelling.abort()); // a second Ctrl-C ends the process at once
  const totals = await simulateStream(input, print, loadCatalogue(), { signal, onInternalError: reportFault });
  signal.throwIfAborted();
  if (totals.failed > 0) process.exitCode = EXIT.failed;
}
