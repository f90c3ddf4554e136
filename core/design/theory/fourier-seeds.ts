import { sinCos } from '#core/optics/kernel/elementary.ts';
import type { Recipe } from './seed-face.ts';
import { dealt, type TheoryView } from './theory-view.ts';

/** Points of the wish and steps of the profile in a quarter wave that the integral is made of, at most. */
const SPECTRUM_POINTS = 120;
const STEPS_PER_QUARTER = 8;

interface Component {
  /** 2π/λ, 1/nm */
  readonly k: number;
  /** Q(k) dk/k */
  readonly amplitude: number;
}

/**
 * Inverse Fourier synthesis: ln n(x) ∝ ∫ Q(k)/k sin(ψ(k) − k x) dk, x being twice the optical path and Q = √(½(1/T − T))
 * (Sossi & Kard 1968; Dobrowolski & Lowe, Appl. Opt. 17, 3039 (1978)). ψ is free: its slope is the depth at which a
 * wavelength is reflected. A quadratic ψ spreads a wide band over the stack. The profile is made of two materials by its
 * sign, which keeps where it oscillates and how fast; its strength is left to the refinement.
 */
export function fourierSeeds(view: TheoryView): Recipe[] {
  const spectrum = components(view);
  if (spectrum.length < 3) return [];
  const profiles: number[][] = [];
  for (const [spread, phase] of [
    [0, Math.PI / 2],
    [0.5, 0],
    [-0.5, 0],
    [0.9, 0],
    [-0.9, 0],
    [0, 0],
    [0, -Math.PI / 2],
    [0.5, Math.PI / 2],
    [-0.5, Math.PI / 2],
    [0.25, 0],
    [-0.25, 0],
    [1.3, 0],
    [-1.3, 0],
    [0.8, Math.PI / 2],
    [-0.8, Math.PI / 2],
  ]) {
    profiles.push(opticalLayers(spectrum, view.room, spread, phase));
  }
  const lists = view.media.pairs(3).map((pair) =>
    profiles.map((profile) =>
      profile.map((opticalNm, i) => {
        const medium = i % 2 === 0 ? pair.high : pair.low;
        return {
          medium,
          thicknessNm: (opticalNm * view.media.quarterNm(medium, view.media.middleNm) * 4) / view.media.middleNm,
        };
      }),
    ),
  );
  return dealt(lists, 40);
}

/** The wish as Q(k) dk/k, evenly thinned; gaps between bands count no more than the usual step. */
function components({ wish }: TheoryView): Component[] {
  const stride = Math.max(1, Math.ceil(wish.points.length / SPECTRUM_POINTS));
  const points = wish.points.filter((_, i) => i % stride === 0);
  if (points.length < 3) return [];
  const k = points.map(({ wavelengthNm }) => (2 * Math.PI) / wavelengthNm);
  const gaps = k.slice(1).map((value, i) => k[i] - value);
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1];
  return points
    .map(({ T }, i) => {
      const bounded = Math.min(0.9999, Math.max(T, 0.02));
      const width = (Math.min(gaps[i - 1] ?? 0, 3 * usual) + Math.min(gaps[i] ?? 0, 3 * usual)) / 2;
      return { k: k[i], amplitude: (Math.sqrt((1 / bounded - bounded) / 2) * width) / k[i] };
    })
    .filter(({ amplitude }) => amplitude > 0);
}

/**
 * Optical thickness of alternating layers, nm, the first of high index: the distances between the zeros of the profile,
 * of which the `room` about the middle are kept.
 * @param spread depth over which the wavelengths are spread, as a share of the thickness of `room` quarter waves
 */
function opticalLayers(spectrum: readonly Component[], room: number, spread: number, phase: number): number[] {
  const total = spectrum.reduce((sum, { amplitude }) => sum + amplitude, 0);
  const middleK = spectrum.reduce((sum, { k, amplitude }) => sum + k * amplitude, 0) / total;
  const span = Math.max(spectrum[0].k - spectrum[spectrum.length - 1].k, 1e-9);
  const quarter = Math.PI / middleK; // in x, twice the optical path
  const curvature = (spread * room * quarter) / (2 * span);
  const stepX = quarter / STEPS_PER_QUARTER;
  const count = Math.ceil(1.6 * room * STEPS_PER_QUARTER) + 2;
  const profile = new Float64Array(count);
  for (const { k, amplitude } of spectrum) {
    const offset = k - middleK;
    addWave(profile, amplitude, phase + curvature * offset * offset + (k * stepX * (count - 1)) / 2, k * stepX);
  }
  return layersBetweenZeros(profile, stepX / 2, room);
}

/** Adds amplitude·sin(start − i·step) to the i-th value, the wave turned on by rotation. */
function addWave(profile: Float64Array, amplitude: number, start: number, step: number): void {
  let { sin, cos } = sinCos(start);
  const turn = sinCos(step);
  for (let i = 0; i < profile.length; i++) {
    profile[i] += amplitude * sin;
    const next = sin * turn.cos - cos * turn.sin;
    cos = cos * turn.cos + sin * turn.sin;
    sin = next;
  }
}

function layersBetweenZeros(profile: Float64Array, stepNm: number, room: number): number[] {
  const zeros: { readonly at: number; readonly rises: boolean }[] = [];
  for (let i = 1; i < profile.length; i++) {
    if (profile[i - 1] < 0 !== profile[i] < 0) {
      zeros.push({ at: i - 1 + profile[i - 1] / (profile[i - 1] - profile[i]), rises: profile[i] >= 0 });
    }
  }
  let first = Math.max(0, Math.floor((zeros.length - 1 - room) / 2));
  if (zeros.length > first && !zeros[first].rises) first++;
  const layers: number[] = [];
  for (let z = first; z + 1 < zeros.length && layers.length < room; z++) {
    layers.push((zeros[z + 1].at - zeros[z].at) * stepNm);
  }
  return layers;
}
