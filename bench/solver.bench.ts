/**
 * How fast is the solver, beside the same in plain TypeScript, the readable reference, plain C, and what PyPI has?
 *
 *   npm run bench -- solver [--media lossless|mixed|lossy] [--rounds 20] [--seed 1] [--own] [--json]
 *
 * Every implementation does the same work on one thread (one row: on two), one after the other, round and round, and
 * the best of all rounds counts: others may use the machine meanwhile. For the same reason it is the processor's time
 * that counts, but for the two threads and what they are compared with. The unit is nanoseconds per layer, wavelength
 * and polarization. `--own`: without C and peers.
 * Peers are installed from PyPI into ~/.cache/stackwright/solver-peers (some gigabytes: tmm-fast needs PyTorch); C is
 * compiled into a temporary folder. What cannot be had is left out, and said so. In a "jacobian" row R and T come with
 * the derivatives for all 20 thicknesses; C, which has none, takes one more spectrum for each of them. A "needles" row is
 * of 100 places and 18 media in one stack. `perForward`: a row beside R and T of the same implementation.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { bytesOf, type MediaKind, type Mode, ownWork, type Shape, shapes, unitsOf } from './solver-shapes.ts';

const BENCH = join(process.cwd(), 'bench');
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stackwright', 'solver-peers');
const PEERS = { 'tmm-faster': '0.1.3', 'tmm-fast': '0.3.0', tmm: '0.2.0' } as const;
type Peer = keyof typeof PEERS;
/** One visit to an implementation lasts about so long, or one piece of work if that takes longer. */
const VISIT_MS = 40;
const ONE_THREAD = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

interface Sample {
  /** of the processor */
  readonly seconds: number;
  /** on the clock, where it is asked for */
  readonly wallSeconds?: number;
  readonly meanR: number;
}
interface Row {
  readonly shape: Shape;
  readonly implementation: string;
  readonly mode: Mode;
  readonly stacks: number;
  /** polarizations worked out for each one asked */
  readonly polarizationsPerAsked: number;
  readonly isOnSlab: boolean;
  readonly run: () => Promise<Sample>;
  best: number;
  bestWall: number;
  meanR: number;
}

const { values: options } = parseArgs({
  options: {
    media: { type: 'string', default: 'mixed' },
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    own: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** A program that does one piece of work for every line it is given. */
class Child {
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.process = spawn(command, args, {
      env: { ...process.env, ...ONE_THREAD },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout } = this.process;
    if (stdout === null) throw new Error('no pipe');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('a solver ended before its answer');
    return value;
  }

  async work(order: string): Promise<Sample> {
    this.process.stdin?.write(`${order}\n`);
    const [seconds, meanR] = (await this.line()).split(' ').map(Number);
    return { seconds, meanR };
  }

  close(): void {
    this.process.stdin?.end();
  }
}

/** Two threads, each with a kernel of its own and half of the stacks. */
class TwoThreads {
  private readonly workers: Worker[];

  constructor(shape: Shape) {
    const stacks = shape.stacks.length / 2;
    this.workers = [0, stacks].map((first) => {
      const workerData = { media: options.media, seed: Number(options.seed), shape: shape.name, first, stacks };
      return new Worker(new URL('./solver.worker.js', import.meta.url), { workerData });
    });
  }

  async run(): Promise<Sample> {
    const start = performance.now();
    const [meanR] = await Promise.all(
      this.workers.map((worker) => {
        const answer = new Promise<number>((resolve) => worker.once('message', resolve));
        worker.postMessage('work');
        return answer;
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    return { seconds, wallSeconds: seconds, meanR };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

const children: Child[] = [];
const folder = mkdtempSync(join(tmpdir(), 'stackwright-solver-'));
const all = shapes(options.media as MediaKind, Number(options.seed));
const files = all.map((shape) => {
  const file = join(folder, `${shape.name}.bin`);
  writeFileSync(file, bytesOf(shape));
  return file;
});

function compiled(name: string, flags: readonly string[]): Child | null {
  const binary = join(folder, name);
  const { status, error } = spawnSync('gcc', [...flags, join(BENCH, 'solver-abeles.c'), '-o', binary, '-lm'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    say(`left out: ${name} (gcc: ${error?.message ?? `exit code ${status}`})`);
    return null;
  }
  const child = new Child(binary, files);
  children.push(child);
  return child;
}

/** The peer in its environment, made if it is not there. */
async function installed(peer: Peer): Promise<Child | null> {
  const python = join(CACHE, 'bin', 'python');
  const wanted = `${peer}==${PEERS[peer]}`;
  const run = (command: string, args: string[]) => spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(python)) run('python3', ['-m', 'venv', CACHE]);
  const check = `import importlib.metadata as m; assert m.version('${peer}') == '${PEERS[peer]}'`;
  if (run(python, ['-c', check]).status !== 0) {
    say(`installing ${wanted} into ${CACHE} …`);
    const { status, stderr, error } = run(python, ['-m', 'pip', 'install', '-q', wanted]);
    if (status !== 0) {
      say(`left out: ${peer} (${error?.message ?? stderr.toString().trim().split('\n').at(-1)})`);
      return null;
    }
  }
  const child = new Child(python, [join(BENCH, 'solver-peers.py'), peer, ...files]);
  try {
    await child.line(); // ready
  } catch {
    say(`left out: ${peer} (did not start)`);
    return null;
  }
  children.push(child);
  return child;
}

/** Python peers are asked for fewer of many stacks, so that a round ends. */
const STACKS: Record<Peer, number> = { 'tmm-faster': 100, 'tmm-fast': 1000, tmm: 1 };

const rows: Row[] = [];
const add = (
  row: Omit<Row, 'best' | 'bestWall' | 'meanR' | 'isOnSlab' | 'polarizationsPerAsked'> & Partial<Row>,
): void => {
  rows.push({
    best: Number.POSITIVE_INFINITY,
    bestWall: Number.POSITIVE_INFINITY,
    meanR: Number.NaN,
    isOnSlab: false,
    polarizationsPerAsked: 1,
    ...row,
  });
};

for (const shape of all) {
  for (const { implementation, mode, work, stacks, isOnSlab = false } of ownWork(shape)) {
    const run = async (): Promise<Sample> => {
      const start = performance.now();
      const before = process.cpuUsage();
      const meanR = work();
      const { user, system } = process.cpuUsage(before);
      return { seconds: (user + system) / 1e6, wallSeconds: (performance.now() - start) / 1000, meanR };
    };
    add({ shape, implementation, mode, stacks, isOnSlab, run });
  }
}
const [, many] = all;
const threads = new TwoThreads(many);
await threads.run(); // started
add({
  shape: many,
  implementation: 'stackwright-f64, 2 threads',
  mode: 'forward',
  stacks: many.stacks.length,
  run: () => threads.run(),
});
const native = {
  'c -O3': ['-O3', '-DPLAIN'],
  'c -Ofast -march=native': ['-Ofast', '-march=native', '-DVECTOR'],
  'c, our algorithm, 8 lanes': ['-O3', '-march=native', '-mprefer-vector-width=512', '-Wno-psabi', '-DKERNEL'],
};
for (const [implementation, flags] of Object.entries(options.own ? {} : native)) {
  const child = compiled(implementation.replaceAll(/\W+/g, '-'), flags);
  if (child === null) continue;
  all.forEach((shape, i) => {
    const stacks = shape.stacks.length;
    add({ shape, implementation, mode: 'forward', stacks, run: () => child.work(`${i} forward`) });
    add({ shape, implementation, mode: 'jacobian', stacks, run: () => child.work(`${i} differences`) });
  });
}
for (const peer of options.own ? [] : (Object.keys(PEERS) as Peer[])) {
  const child = await installed(peer);
  if (child === null) continue;
  all.forEach((shape, i) => {
    const stacks = Math.min(STACKS[peer], shape.stacks.length);
    const run = () => child.work(`${i} forward ${stacks}`);
    const polarizationsPerAsked = peer === 'tmm-faster' ? 2 / shape.polarizations : 1;
    add({ shape, implementation: peer, mode: 'forward', stacks, polarizationsPerAsked, run });
  });
}

const rounds = Number(options.rounds);
for (let round = 0; round < rounds; round++) {
  for (const row of rows) {
    let spent = 0;
    do {
      const { seconds, wallSeconds = Number.NaN, meanR } = await row.run();
      spent += seconds;
      row.best = Math.min(row.best, seconds);
      row.bestWall = Math.min(row.bestWall, wallSeconds);
      row.meanR = meanR;
    } while (1000 * spent < VISIT_MS);
  }
  say(`round ${round + 1} of ${rounds}`);
}
for (const child of children) child.close();
await threads.close();
rmSync(folder, { recursive: true, force: true });

const nsOf = (row: Row): number => (1e9 * row.best) / (unitsOf(row.shape, row.stacks) * row.polarizationsPerAsked);
const named = (shape: Shape, mode: string, name: string) =>
  rows.find((row) => row.shape === shape && row.mode === mode && row.implementation === name);

function perForward(row: Row): number | undefined {
  const forward = named(row.shape, 'forward', row.implementation);
  return row.mode === 'forward' || forward === undefined ? undefined : nsOf(row) / nsOf(forward);
}

for (const row of rows) {
  const ours = named(row.shape, 'forward', 'stackwright-f64');
  if (ours === undefined || row.isOnSlab) continue;
  const difference = Math.abs(row.meanR - ours.meanR);
  if (!(difference < 1e-6))
    throw new Error(`${row.implementation} has another R in shape ${row.shape.name}: ${difference}`);
}

const [one, two] = ['stackwright-f64', 'stackwright-f64, 2 threads'].map((name) => named(many, 'forward', name));
const threadGain = (one?.bestWall ?? Number.NaN) / (two?.bestWall ?? Number.NaN);

const machine = `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${spawnSync('gcc', ['--version']).stdout?.toString().split('\n')[0] ?? 'no gcc'}`;
if (options.json) {
  for (const row of rows) {
    const others = rows.filter((other) => other !== row && other.shape === row.shape && other.mode === row.mode);
    const vs = Object.fromEntries(others.map((other) => [other.implementation, nsOf(other) / nsOf(row)]));
    const { shape, implementation, mode, stacks, best } = row;
    const work = {
      media: options.media,
      stacks,
      milliseconds: 1000 * best,
      nsPerLayerWavelength: nsOf(row),
      perForward: perForward(row),
    };
    const gain = row === two ? { threadGain } : {};
    console.log(
      JSON.stringify({ shape: shape.name, mode, implementation, ...work, ...gain, vs, machine, peers: PEERS }),
    );
  }
} else {
  console.log(`${machine}; one thread; best of ${rounds} rounds; ${options.media} media, seed ${options.seed}`);
  console.log(
    Object.entries(PEERS)
      .map((pair) => pair.join(' '))
      .join(', '),
  );
  for (const shape of all) {
    for (const mode of ['forward', 'jacobian', 'needles'] as const) {
      console.log(`\n(${shape.name}) ${shape.what}: ${mode}`);
      console.log(`${'ns per layer · wavelength · polarization'.padStart(68)}   as often as stackwright-f64`);
      const base = named(shape, mode, 'stackwright-f64');
      for (const row of rows.filter((one) => one.shape === shape && one.mode === mode)) {
        const ratio = base === undefined ? Number.NaN : nsOf(row) / nsOf(base);
        const time =
          row.stacks === shape.stacks.length ? `${(1000 * row.best).toPrecision(3)} ms` : `${row.stacks} stack(s)`;
        const own = perForward(row);
        const beside = own === undefined ? '' : `   ${own.toPrecision(3)} of its R and T`;
        console.log(
          `${row.implementation.padEnd(30)} ${time.padStart(14)} ${nsOf(row).toPrecision(3).padStart(10)} ${`${ratio.toPrecision(3)}×`.padStart(12)}${beside}`,
        );
      }
    }
  }
  console.log(`\n(b) on the clock: two threads do the work of one in 1/${threadGain.toPrecision(3)} of the time`);
}
