/**
 * Seeded pseudo-random numbers (sfc32, Chris Doty-Humphrey's PractRand). Integer operations only, so that a
 * seed means the same numbers on every machine. A task's generator is derived from several integers
 * (`seedFrom(seed, round, task)`), so that tasks are independent of the order in which they run.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...seed: readonly number[]) {
    [this.a, this.b, this.c] = mixSeed(seed);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** Uniform integer 0 … 2³²−1. */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Uniform integer 0 … count − 1. */
  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }

  /** Mean 0, standard deviation 1, bell-shaped, within ±3.46 (sum of four uniforms; no logarithm needed). */
  bell(): number {
    return (this.uniform() + this.uniform() + this.uniform() + this.uniform() - 2) * 1.7320508075688772;
  }
}

function mixSeed(seed: readonly number[]): [number, number, number] {
  let state = 0x9e3779b9 | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) | 0;
  };
  for (const part of seed) {
    const low = part >>> 0;
    const high = Math.floor(part / 4294967296) >>> 0;
    state = Math.imul(state ^ low, 0x85ebca6b) ^ next();
    state = Math.imul(state ^ high, 0xc2b2ae35) ^ next();
  }
  return [next(), next(), next()];
}
