import { FaceScan, type Slot } from '#core/optics/kernel/face-scan.ts';
import { type Substack, SubstackScan } from '#core/optics/kernel/substack-scan.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { evaluatorSetup } from '#core/targets/illumination.ts';
import type { Target } from '#core/targets/target.ts';
import { roughWishes, seenShare } from '#core/targets/wish-bands.ts';
import { BAND_SAMPLES } from './band-samples.ts';
import { type Coating, copyCoating, fillBack, mergedCoating, SequenceBuffer } from './coating.ts';
import { openGaps, replaceLayers } from './face-edits.ts';
import { Random } from './random.ts';
import { type DrawingContext, drawMedium, randomCoating, roomUnderCap } from './random-coating.ts';

/** Substacks that replace layers of a coating, and such as new coatings begin with: how many, of how many layers at most. */
const GRAFTED = { count: 400, layers: 4 };
const PLANTED = { count: 600, layers: 8 };
/** Tables of all beams together. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Layers in a row that a graft may replace, and among how many of the best one is drawn. */
const MOST_REPLACED = 3;
const CHOICE = 2;
/** Layers below a new coating's substack, and how often one substack or one coating below may be chosen. */
const MOST_BELOW = 12;
const MOST_TWINS = 2;
/** Share of the substacks of which more than a few wavelengths are looked at, and number of those of which all are. */
const KEPT_AFTER_FEW = 0.35;
const KEPT_IN_THE_END = 24;
const NO_LIMIT = 1e30;
/** Costs among which a quantile is sought. */
const SAMPLED = 41;
/** What the waves of a coating cost, and substacks that are looked at, in the time of one Jacobian. */
const WAVES_COST = 0.5;
const SUBSTACKS_PER_EVALUATION = 333;
/** All threads have the same library. */
const SEED = 0x9_4af7;

/** Layers of the front face that a substack replaces: `count` of them from `layer` on, none to put it in between. */
export interface Run {
  readonly layer: number;
  readonly count: number;
}

/** A coating with a substack in it, and a rough cost (see `roughWishes`). */
interface Graft {
  readonly cost: number;
  readonly substack: number;
}

/**
 * A library of random substacks of a target's media, and how well a coating does with each of them in one place of its
 * front face. Of hundreds that are tried in the time of two refinement steps the best fits far better than a change made
 * blindly.
 */
export class Grafts {
  /** share of the target's weight that the costs speak of */
  readonly seen: number;
  /** those of few layers first */
  readonly substacks: readonly Substack[];
  private readonly scans: readonly SubstackScan[];
  private readonly context: DrawingContext;
  private readonly space: DesignSpace;
  /** that fit into the limits, also that of the total */
  private readonly mostLayers: number;
  private readonly front = new SequenceBuffer();
  private readonly back = new SequenceBuffer();
  private work = 0;

  /** Null where it cannot be had: without WebAssembly, or where nothing of the target can be seen from the front alone. */
  static create(target: Target, metric: 'rms' | 'mae', context: DrawingContext): Grafts | null {
    const { space } = context;
    const memory = kernelMemory();
    if (memory === null || space.allowed.length === 0 || space.back.mode === 'mirror') return null;
    const seen = roughWishes(target, metric).map((wish) => ({
      ...wish,
      setup: evaluatorSetup(space, wish.beam, wish.wavelengthsNm),
    }));
    if (seen.length === 0) return null;
    const bytesEach = seen.reduce((sum, { setup }) => sum + SubstackScan.bytesEach(setup), 0);
    const substacks = drawSubstacks(context, MOST_BYTES / bytesEach);
    const scans = seen.map(({ setup, bands }) => new SubstackScan(memory, setup, substacks, bands, metric === 'mae'));
    return new Grafts(scans, substacks, context, seenShare(target));
  }

  private constructor(
    scans: readonly SubstackScan[],
    substacks: readonly Substack[],
    context: DrawingContext,
    seen: number,
  ) {
    const { space } = context;
    this.seen = seen;
    this.scans = scans;
    this.substacks = substacks;
    this.context = context;
    this.space = space;
    const { outermost, innermost } = space;
    const fixed = outermost.media.length + innermost.media.length;
    this.mostLayers = Math.min(space.maxLayers, fixed + roomUnderCap(space, outermost, innermost));
  }

  /** Work since the last call, in evaluations of a Jacobian. */
  takeWork(): number {
    const work = Math.ceil(this.work);
    this.work = 0;
    return work;
  }

  /** The coating with one of the substacks that do best in a random place; undefined where it has no room for any. */
  graft(random: Random, coating: Coating): Coating | undefined {
    const layers = coating.front.media.length;
    const count = random.integer(1 + Math.min(MOST_REPLACED, layers));
    const run = { layer: random.integer(layers - count + 1), count };
    const best = this.best(coating, run, GRAFTED.layers, CHOICE);
    return best.length === 0 ? undefined : this.grafted(coating, run, random.pick(best));
  }

  /**
   * New coatings: of `below` random ones with every substack on top, the best `count`, best first; fewer when it is
   * cancelled or where there is no room.
   */
  plant(random: Random, below: number, count: number, cancelled: () => boolean): Coating[] {
    const planted: (Graft & { readonly coating: Coating })[] = [];
    const run = { layer: this.space.outermost.media.length, count: 0 };
    for (let i = 0; i < below && !cancelled(); i++) {
      const coating = randomCoating(random, this.context);
      const { front } = coating;
      const spare = Math.max(0, front.media.length - Math.min(MOST_BELOW, this.mostLayers - 1));
      const most = Math.min(spare, front.locked.lastIndexOf(false) + 1 - run.layer);
      for (const list of [front.media, front.thicknessNm, front.locked]) list.splice(run.layer, most);
      for (const graft of this.best(coating, run, PLANTED.layers, MOST_TWINS)) planted.push({ ...graft, coating });
    }
    const uses = new Map<number, number>();
    const chosen = planted.sort(byCost).filter(({ substack }) => {
      const before = uses.get(substack) ?? 0;
      uses.set(substack, before + 1);
      return before < MOST_TWINS;
    });
    return chosen.slice(0, count).map((graft) => this.grafted(graft.coating, run, graft));
  }

  /** The `most` best grafts of at most so many layers in one place, best first; none where there is no room for any. */
  best(coating: Coating, { layer, count }: Run, longest: number, most: number): Graft[] {
    const { scans, space } = this;
    const { media, locked } = coating.front;
    const isOpen =
      count > 0 ? !locked.slice(layer, layer + count).includes(true) : openGaps(coating.front).includes(layer);
    const tried = isOpen ? this.fitting(Math.min(longest, this.mostLayers - media.length + count)) : 0;
    this.work += WAVES_COST + tried / SUBSTACKS_PER_EVALUATION;
    if (tried === 0) return [];
    const slot: Slot = { inner: media.length - layer - count, outer: media.length - layer };
    const [front, back] = [this.front.fill(coating.front), fillBack(this.back, coating, space)];
    const { costs, address } = FaceScan.start(
      scans,
      tried,
      (scan) => scan.bytesFor(front, back),
      (scan, at) => scan.begin(at, front, back, slot),
    );
    for (const scan of scans) scan.scan('few', tried, NO_LIMIT, address);
    giveUpAbove(costs, quantile(costs, KEPT_AFTER_FEW));
    for (const scan of scans) scan.scan('some', tried, NO_LIMIT, address);
    giveUpAbove(costs, lowest(costs, KEPT_IN_THE_END).at(-1)?.cost ?? NO_LIMIT);
    for (const scan of scans) scan.scan('rest', tried, NO_LIMIT, address);
    return lowest(costs, most);
  }

  /** The coating with a graft in the place for which it was found. */
  grafted(coating: Coating, run: Run, { substack }: Graft): Coating {
    const { media, thicknessNm } = this.substacks[substack];
    const next = copyCoating(coating);
    replaceLayers(next.front, run.layer, run.count, media, thicknessNm);
    return mergedCoating(next);
  }

  /** How many of the substacks, from the first on, have at most so many layers. */
  private fitting(layers: number): number {
    const tooLong = this.substacks.findIndex(({ media }) => media.length > layers);
    return tooLong < 0 ? this.substacks.length : tooLong;
  }
}

function byCost(a: Graft, b: Graft): number {
  return a.cost - b.cost;
}

/** @param most what memory has room for */
function drawSubstacks(context: DrawingContext, most: number): Substack[] {
  const random = new Random(SEED);
  const share = Math.min(1, most / (GRAFTED.count + PLANTED.count));
  const substacks = [GRAFTED, PLANTED].flatMap(({ count, layers }) =>
    Array.from({ length: Math.ceil(share * count) }, () => drawSubstack(random, context, 1 + random.integer(layers))),
  );
  return substacks.sort((a, b) => a.media.length - b.media.length);
}

function drawSubstack(random: Random, context: DrawingContext, layers: number): Substack {
  const { allowed, minNm } = context.space;
  const media: number[] = [];
  const thicknessNm: number[] = [];
  while (media.length < layers) {
    const medium = drawMedium(random, allowed, media.at(-1) ?? -1);
    if (medium < 0) break;
    media.push(medium);
    thicknessNm.push(random.between(minNm[medium], thickestOf(medium, context)));
  }
  return { media, thicknessNm };
}

/** The medium's greatest thickness, but no more than the longest wave in it: beyond, nothing new is seen. */
function thickestOf(medium: number, { space, bandNm, bandIndex }: DrawingContext): number {
  const index = Math.max(1, bandIndex[(medium + 1) * BAND_SAMPLES - 1]);
  return Math.max(space.minNm[medium], Math.min(space.maxNm[medium], bandNm[1] / index));
}

/** About the cost that this share of all costs is below. */
function quantile(costs: Float32Array, share: number): number {
  const step = Math.max(1, Math.floor(costs.length / SAMPLED));
  const sampled = new Float32Array(Math.ceil(costs.length / step));
  for (let i = 0; i < sampled.length; i++) sampled[i] = costs[i * step];
  return sampled.sort()[Math.floor(share * sampled.length)];
}

function giveUpAbove(costs: Float32Array, limit: number): void {
  for (let i = 0; i < costs.length; i++) if (!(costs[i] <= limit)) costs[i] = Number.POSITIVE_INFINITY;
}

/** The `most` lowest costs, the lowest first. */
function lowest(costs: Float32Array, most: number): Graft[] {
  const found: Graft[] = [];
  for (let substack = 0; substack < costs.length; substack++) {
    const cost = costs[substack];
    if (!(cost < NO_LIMIT) || (found.length === most && !(cost < found[most - 1].cost))) continue;
    let at = Math.min(found.length, most - 1);
    for (; at > 0 && found[at - 1].cost > cost; at--) found[at] = found[at - 1];
    found[at] = { cost, substack };
  }
  return found;
}
