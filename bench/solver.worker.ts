/** A thread of bench/solver.bench.ts with a kernel of its own: does its share of a shape for every message. */
import { parentPort, workerData } from 'node:worker_threads';
import { type MediaKind, shapes, shareOf } from './solver-shapes.ts';

const { media, seed, shape, first, stacks } = workerData as {
  media: MediaKind;
  seed: number;
  shape: string;
  first: number;
  stacks: number;
};
const whole = shapes(media, seed).find(({ name }) => name === shape);
if (whole === undefined) throw new Error(`no shape ${shape}`);
const work = shareOf(whole, first, stacks);
parentPort?.on('message', () => parentPort?.postMessage(work()));
