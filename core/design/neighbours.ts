import { FaceScan, type Slot } from '#core/optics/kernel/face-scan.ts';
import { NeighbourScan, type NewLayers } from '#core/optics/kernel/neighbour-scan.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { evaluatorSetup } from '#core/targets/illumination.ts';
import type { Target } from '#core/targets/target.ts';
import { roughWishes } from '#core/targets/wish-bands.ts';
import {
  type Coating,
  copyCoating,
  emptyFace,
  type Face,
  fillBack,
  mergedCoating,
  nearlySameDesign,
  SequenceBuffer,
  totalThicknessNm,
} from './coating.ts';
import { openGaps, replaceLayers, splitLayer } from './face-edits.ts';

/** A coating that differs from the one that was scanned by one layer, with a rough cost (see `roughWishes`). */
export interface Neighbour {
  readonly cost: number;
  readonly coating: Coating;
}

/** A place for the new layer: instead of `count` layers from `layer` on, or inside a layer if `fraction` is above 0. */
interface Place {
  readonly layer: number;
  readonly count: number;
  readonly fraction: number;
  readonly slot: Slot;
}

const FRACTIONS = [1 / 3, 2 / 3] as const;
/** Thicknesses tried of each medium: about eight for every half wave of the shortest wavelength, within these limits. */
const PER_HALF_WAVE = 8;
const MOST_THICKNESSES = 50;
const FEWEST_THICKNESSES = 8;
/** Layers in a row that one new layer may replace. */
const MOST_REPLACED = 2;
/** Times as many are looked through as are listed. */
const LOOKED_THROUGH = 12;
/** Share of the neighbours that more than a few wavelengths are looked at of, and number of those that all are. */
const KEPT_AFTER_FEW = 0.12;
const KEPT_IN_THE_END = 1500;
/** Tables of all beams together; more would leave no room in the kernel's memory. */
const MOST_BYTES = 24 * 1024 * 1024;
/** Bits of a single that play no part in the choice of those: steps of 6 %. */
const MANTISSA_LEFT = 19;
/** Neighbours that are looked at in the time of one Jacobian: most of them are given up after a few wavelengths. */
const NEIGHBOURS_PER_EVALUATION = 250;

/**
 * Looks at all neighbours of a coating's front face at once: each layer (or two) replaced by, or at
 * each place inserted, a layer of every allowed medium and of thicknesses all over its limits.
 */
export class NeighbourSearch {
  private readonly scans: readonly NeighbourScan[];
  private readonly newLayers: NewLayers;
  private readonly space: DesignSpace;
  private readonly perMedium: number;
  private readonly back = new SequenceBuffer();
  /** what the last look cost, in evaluations of a Jacobian */
  lastWork = 0;

  private constructor(scans: readonly NeighbourScan[], space: DesignSpace, newLayers: NewLayers) {
    this.scans = scans;
    this.space = space;
    this.newLayers = newLayers;
    this.perMedium = newLayers.thicknessNm.length / newLayers.media.length;
  }

  /** Null where it cannot be had: without WebAssembly, or where nothing of the target can be seen from the front alone. */
  static create(target: Target, space: DesignSpace, metric: 'rms' | 'mae'): NeighbourSearch | null {
    const memory = kernelMemory();
    if (memory === null || space.allowed.length === 0 || space.back.mode === 'mirror') return null;
    const newLayers = newLayersOf(space);
    const scans = roughWishes(target, metric).map(
      ({ beam, wavelengthsNm, bands }) =>
        new NeighbourScan(memory, evaluatorSetup(space, beam, wavelengthsNm), newLayers, bands, metric === 'mae'),
    );
    const bytes = scans.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (scans.length === 0 || bytes > MOST_BYTES) return null;
    return new NeighbourSearch(scans, space, newLayers);
  }

  /**
   * The most promising neighbours, best first, at most `most`, no two of them nearly the same (see `nearlySameDesign`)
   * and none nearly the same as the coating itself; none whose cost exceeds `limit`, none thicker than `mostNm` in all.
   */
  find(coating: Coating, limit: number, most: number, mostNm: number): Neighbour[] {
    const { scans, space, newLayers, perMedium } = this;
    const places = placesOf(coating.front, space.maxLayers);
    const count = places.length * newLayers.thicknessNm.length;
    this.lastWork = Math.ceil(count / NEIGHBOURS_PER_EVALUATION);
    const front = new SequenceBuffer().fill(cutFace(coating.front));
    fillBack(this.back, coating, space);
    const slots = places.map(({ slot }) => slot);
    const { costs, address } = FaceScan.start(
      scans,
      count,
      (scan) => scan.bytesFor(front, this.back, slots.length),
      (scan, at) => scan.begin(at, front, this.back, slots),
    );
    for (const part of ['few', 'some', 'rest'] as const) {
      for (const scan of scans) scan.scan(part, limit, address);
      if (part === 'few') keepLowest(costs, Math.max(KEPT_IN_THE_END, KEPT_AFTER_FEW * count));
      else if (part === 'some') keepLowest(costs, KEPT_IN_THE_END);
    }
    const kept: Neighbour[] = [];
    for (const { at, cost } of lowest(costs, perMedium, limit).slice(0, LOOKED_THROUGH * most)) {
      const inPlace = at % newLayers.thicknessNm.length;
      const place = places[Math.floor(at / newLayers.thicknessNm.length)];
      const medium = newLayers.media[Math.floor(inPlace / perMedium)];
      const neighbour = changed(coating, place, medium, newLayers.thicknessNm[inPlace]);
      if (totalThicknessNm(neighbour) > mostNm) continue;
      const isKnown = (other: Coating) => nearlySameDesign(other, neighbour);
      if (isKnown(coating) || kept.some((other) => isKnown(other.coating))) continue;
      kept.push({ cost, coating: neighbour });
      if (kept.length === most) break;
    }
    return kept;
  }
}

/** Of every allowed medium no layer at all, then thicknesses in equal steps from its least to its greatest. */
function newLayersOf({ allowed, minNm, maxNm, layerMedia, bandNm }: DesignSpace): NewLayers {
  const shortest = Math.min(...bandNm);
  const steps = allowed.map((medium) => {
    const [n] = layerMedia[medium].material.sample(Float64Array.of(shortest), { clamp: true }).n;
    return ((maxNm[medium] - minNm[medium]) * 2 * Math.max(n, 1) * PER_HALF_WAVE) / shortest;
  });
  const count = 1 + Math.ceil(Math.min(MOST_THICKNESSES, Math.max(FEWEST_THICKNESSES, ...steps)));
  const thicknessNm = new Float64Array(allowed.length * count);
  allowed.forEach((medium, i) => {
    const step = (maxNm[medium] - minNm[medium]) / (count - 2);
    for (let j = 1; j < count; j++) thicknessNm[i * count + j] = minNm[medium] + step * (j - 1);
  });
  return { media: allowed, thicknessNm };
}

/** Pieces into which a layer is cut. */
const piecesOf = (face: Face, layer: number): number => (face.locked[layer] ? 1 : FRACTIONS.length + 1);

function cutFace(face: Face): Face {
  const cut = emptyFace();
  face.media.forEach((medium, layer) => {
    const pieces = piecesOf(face, layer);
    for (let i = 0; i < pieces; i++) {
      cut.media.push(medium);
      cut.thicknessNm.push(face.thicknessNm[layer] / pieces);
      cut.locked.push(false);
    }
  });
  return cut;
}

function placesOf(face: Face, maxLayers: number): Place[] {
  const layers = face.media.length;
  const interfaces = [0]; // below each number of layers from the outside, counted from there
  for (let layer = 0; layer < layers; layer++) interfaces.push(interfaces[layer] + piecesOf(face, layer));
  const last = interfaces[layers];
  const places: Place[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let count = 1; count <= MOST_REPLACED && layer + count <= layers; count++) {
      if (face.locked[layer + count - 1]) break;
      const slot = { inner: last - interfaces[layer + count], outer: last - interfaces[layer] };
      places.push({ layer, count, fraction: 0, slot });
    }
  }
  if (layers < maxLayers) {
    for (const gap of openGaps(face)) {
      const at = last - interfaces[gap];
      places.push({ layer: gap, count: 0, fraction: 0, slot: { inner: at, outer: at } });
    }
  }
  for (let layer = 0; layer < layers && layers + 2 <= maxLayers; layer++) {
    if (face.locked[layer]) continue;
    FRACTIONS.forEach((fraction, i) => {
      const at = last - interfaces[layer] - (i + 1);
      places.push({ layer, count: 0, fraction, slot: { inner: at, outer: at } });
    });
  }
  return places;
}

/** Sets all but about `count` of the lowest costs to infinity, by a count of their leading bits; none is negative. */
function keepLowest(costs: Float32Array, count: number): void {
  if (costs.length <= count) return;
  const bits = new Uint32Array(costs.buffer, costs.byteOffset, costs.length);
  const counts = new Uint32Array(1 << (32 - MANTISSA_LEFT));
  for (let i = 0; i < bits.length; i++) counts[bits[i] >>> MANTISSA_LEFT]++;
  let group = 0;
  for (let kept = counts[0]; kept < count; kept += counts[group]) group++;
  const first = (group + 1) << MANTISSA_LEFT;
  for (let i = 0; i < bits.length; i++) if (bits[i] >= first) costs[i] = Number.POSITIVE_INFINITY;
}

/** The two lowest minima over thickness of each place and medium, all in order of cost. */
function lowest(costs: Float32Array, perMedium: number, limit: number): { at: number; cost: number }[] {
  const found: { at: number; cost: number }[] = [];
  for (let first = 0; first < costs.length; first += perMedium) {
    let [best, second] = [-1, -1];
    for (let i = 0; i < perMedium; i++) {
      const cost = costs[first + i];
      if (!(cost <= limit)) continue;
      const isMinimum =
        (i === 0 || costs[first + i - 1] >= cost) && (i === perMedium - 1 || costs[first + i + 1] > cost);
      if (!isMinimum) continue;
      if (best < 0 || cost < costs[best]) [best, second] = [first + i, best];
      else if (second < 0 || cost < costs[second]) second = first + i;
    }
    for (const at of [best, second]) if (at >= 0) found.push({ at, cost: costs[at] });
  }
  return found.sort((a, b) => a.cost - b.cost || a.at - b.at);
}

function changed(coating: Coating, { layer, count, fraction }: Place, medium: number, thicknessNm: number): Coating {
  const next = copyCoating(coating);
  const { front } = next;
  if (fraction > 0) splitLayer(front, layer, fraction, medium, thicknessNm);
  else replaceLayers(front, layer, count, [medium], [thicknessNm]);
  return mergedCoating(next);
}
