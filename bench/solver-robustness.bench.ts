/**
 * Does the solver ever answer with a NaN, an infinity or gain?
 *
 *   npm run bench -- solver-robustness [--parts 1000000] [--seed 1] [--json]
 *
 * Random parts of all that is hard on a solver (core/optics/kernel/hard-parts.ts), 8 wavelengths each: R, T and their
 * derivatives by thickness of every one by the kernel, and in single precision; of every tenth also the slopes of
 * needles at all interfaces and in all layers, of every hundredth the derivatives by n and k.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createEvaluator, createSearchEvaluator } from '#core/optics/kernel/evaluator.ts';
import { flawOf, HARD_WAVELENGTHS, hardParts } from '#core/optics/kernel/hard-parts.ts';
import type { Evaluator, EvaluatorSetup, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';

const EACH = 100;
const W = HARD_WAVELENGTHS;
/** R + T may exceed 1 by the rounding; by more in single precision. */
const GAIN = 1e-12;
const SINGLE_GAIN = 3e-5;

const { values: options } = parseArgs({
  options: {
    parts: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const flaws = new Map<string, number>();
function note(what: string, flaw: string | undefined, setup: EvaluatorSetup, part: PartLayers): void {
  if (flaw === undefined) return;
  const before = flaws.get(what) ?? 0;
  flaws.set(what, before + 1);
  if (before === 0) process.stderr.write(`${what}: ${flaw}\n${JSON.stringify({ setup, part })}\n`);
}

const R = new Float64Array(W);
const T = new Float64Array(W);
const scratch = Array.from({ length: 4 }, () => new Float64Array(100 * W));
const weights = Float64Array.from({ length: W }, (_, i) => (i % 2 === 0 ? 1 : -2));

const placesOf = ({ count }: LayerSequence, onBack: boolean): NeedlePlace[] =>
  Array.from({ length: 2 * count + 1 }, (_, i) => ({ onBack, layer: i >> 1, fraction: (i % 2) / 2 }));

function checkDerivatives(evaluator: Evaluator, setup: EvaluatorSetup, part: PartLayers, number: number): void {
  const { front, back } = part;
  const cells = (front.count + back.count) * W;
  const [a, b, c, d] = scratch.map((array) => array.subarray(0, cells));
  evaluator.derivatives(front, back, R, T, a, b);
  note('R, T and derivatives by thickness', flawOf(R, T, [a, b], GAIN), setup, part);
  if (number % 10 === 0) {
    const places = [...placesOf(front, false), ...(setup.slab === undefined ? [] : placesOf(back, true))];
    const slopes = new Float64Array(places.length * setup.layerMedia.length);
    evaluator.needleSlopes(front, back, places, weights, weights, slopes);
    note('needles', flawOf(R, T, [slopes], GAIN), setup, part);
  }
  if (number % 100 === 0) {
    evaluator.indexDerivatives(front, back, { R, T, dRdn: a, dTdn: b, dRdk: c, dTdk: d });
    note('derivatives by n and k', flawOf(R, T, [a, b, c, d], GAIN), setup, part);
  }
}

let parts = 0;
const began = performance.now();
const [manyR, manyT] = [new Float64Array(EACH * W), new Float64Array(EACH * W)];
for (const { setup, parts: some } of hardParts(Number(options.seed), EACH)) {
  const evaluator = createEvaluator(setup);
  some.forEach((part, i) => {
    checkDerivatives(evaluator, setup, part, parts + i);
  });
  createSearchEvaluator(setup).spectraOfMany(some, manyR, manyT);
  some.forEach((part, i) => {
    const [from, to] = [i * W, (i + 1) * W];
    note('single precision', flawOf(manyR.subarray(from, to), manyT.subarray(from, to), [], SINGLE_GAIN), setup, part);
  });
  parts += some.length;
  if (parts % 100_000 < EACH) process.stderr.write(`${parts} parts\n`);
  if (parts >= Number(options.parts)) break;
}
const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
const found = Object.fromEntries(flaws);
const machine = `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
if (options.json)
  console.log(JSON.stringify({ parts, wavelengths: W, flaws: found, seed: options.seed, seconds, machine }));
else {
  const list = Object.entries(found).map(([what, count]) => `${what}: ${count} parts`);
  console.log(`${machine}; seed ${options.seed}; ${parts} parts at ${W} wavelengths in ${seconds} s`);
  console.log(list.length === 0 ? 'no NaN, no infinity, no gain' : list.join('\n'));
}
process.exitCode = flaws.size === 0 ? 0 : 1;
