import { StackwrightError } from '#core/errors.ts';
import { type Complex, complex } from '#core/optics/reference/complex.ts';
import { ellipsometricAngles } from '#core/optics/reference/ellipsometry.ts';
import { type Coating, type Part, reversedPart, solvePart } from '#core/optics/reference/part.ts';
import type { Incidence, LinearPolarization } from '#core/optics/reference/waves.ts';
import type { Direction, MediumTable, Polarization } from '#core/optics/types.ts';

export interface ResolvedLayer {
  readonly medium: MediumTable;
  readonly thicknessNm: number;
}

/** A stack whose media are tables on the wavelengths of the calculation. Layers from the incident side of forward light. */
export interface ResolvedStack {
  readonly ambient: MediumTable;
  readonly layers: readonly ResolvedLayer[];
  readonly substrate: MediumTable;
  /** absent: the substrate is a half-space */
  readonly slab?: {
    readonly thicknessNm: number;
    readonly coherent: boolean;
    readonly backLayers: readonly ResolvedLayer[];
    readonly exit: MediumTable;
  };
}

export interface ResolvedIllumination {
  /** vacuum wavelengths, nm */
  readonly wavelengthsNm: Float64Array;
  /** 0 ≤ angle < 90, in the medium the light comes from */
  readonly angleDeg: number;
  readonly polarization: Polarization;
  readonly direction: Direction;
}

/** What to compute beside R, T and A. */
export interface Wanted {
  readonly amplitudes?: boolean;
  readonly layerAbsorption?: boolean;
  readonly ellipsometry?: boolean;
}

/** Every list runs over the wavelengths. Conventions: docs/conventions.md. */
export interface Simulation {
  readonly R: number[];
  readonly T: number[];
  /** 1 − R − T */
  readonly A: number[];
  /** [real, imaginary] */
  readonly amplitudes?: { readonly r: [number, number][]; readonly t: [number, number][] };
  /** fractions of the incident power, one row per wavelength, layers in the stack's own order */
  readonly layerAbsorption?: { readonly front: number[][]; readonly slab: number[]; readonly back: number[][] };
  readonly ellipsometry?: { readonly psiDeg: number[]; readonly deltaDeg: number[] };
}

/** Why a wanted quantity does not exist for this stack and light, as the end of a sentence; undefined if it does. */
export function whyUndefined(
  quantity: keyof Wanted | 'phase' | 'groupDelay' | 'fields',
  slab: { readonly coherent: boolean } | undefined,
  polarization: Polarization,
): string | undefined {
  if (quantity === 'layerAbsorption') return undefined;
  if (slab !== undefined && !slab.coherent) return 'an incoherent slab has no phase; make it coherent or a half-space';
  const needsOne = quantity !== 'ellipsometry' && polarization === 'unpolarized';
  return needsOne ? 'unpolarized light has no amplitude; ask for polarization "s" or "p"' : undefined;
}

/** Layers × wavelengths solved between two pauses, some hundredths of a second. */
const SOLVED_BETWEEN_PAUSES = 100_000;

/**
 * Spectra of any stack, and on demand amplitudes, absorption in every layer, Ψ and Δ: the readable float64 reference.
 * @throws StackwrightError ABSORBING_AMBIENT if the medium the light comes from absorbs at any wavelength,
 *   UNDEFINED_QUANTITY if a wanted quantity does not exist
 */
export function simulateStack(
  stack: ResolvedStack,
  illumination: ResolvedIllumination,
  wanted: Wanted = {},
): Simulation {
  const steps = simulateStackInSteps(stack, illumination, wanted);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, pausing now and then so that a host can breathe, and stop by not going on. */
export function* simulateStackInSteps(
  stack: ResolvedStack,
  illumination: ResolvedIllumination,
  wanted: Wanted = {},
): Generator<void, Simulation> {
  for (const quantity of ['amplitudes', 'ellipsometry'] as const) {
    const reason = wanted[quantity] ? whyUndefined(quantity, stack.slab, illumination.polarization) : undefined;
    if (reason !== undefined) throw new StackwrightError('UNDEFINED_QUANTITY', `There are no ${quantity}: ${reason}.`);
  }
  requireClearAmbient(stack, illumination);

  const collector = new Collector(wanted);
  const layerCount = 1 + stack.layers.length + (stack.slab?.backLayers.length ?? 0);
  const pauseEvery = Math.max(1, Math.floor(SOLVED_BETWEEN_PAUSES / layerCount));
  for (let index = 0; index < illumination.wavelengthsNm.length; index++) {
    if (index > 0 && index % pauseEvery === 0) yield;
    collector.add(solveWavelength(stack, illumination, index, wanted));
  }
  return collector.finish();
}

/** R is the ratio of two powers only where incident and reflected light do not mix: in a medium without loss. */
function requireClearAmbient(stack: ResolvedStack, { direction, wavelengthsNm }: ResolvedIllumination): void {
  const [medium, path] =
    direction === 'forward'
      ? [stack.ambient, 'stack.ambient']
      : stack.slab === undefined
        ? [stack.substrate, 'stack.substrate.medium']
        : [stack.slab.exit, 'stack.exit'];
  const absorbingAt = medium.k.findIndex((k) => k > 0);
  if (absorbingAt === -1) return;
  throw new StackwrightError(
    'ABSORBING_AMBIENT',
    `The light comes from ${path}, which absorbs at ${wavelengthsNm[absorbingAt]} nm (k = ${medium.k[absorbingAt]}), and R is undefined there; light the part from a medium with k = 0.`,
    { path },
  );
}

/** Everything wanted at one wavelength. */
interface Point {
  R: number;
  T: number;
  r?: Complex;
  t?: Complex;
  absorption?: { front: number[]; slab: number; back: number[] };
  angles?: { psiDeg: number; deltaDeg: number };
}

function solveWavelength(
  stack: ResolvedStack,
  { wavelengthsNm, angleDeg, polarization, direction }: ResolvedIllumination,
  at: number,
  wanted: Wanted,
): Point {
  const forward = partAt(stack, at);
  const part = direction === 'forward' ? forward : reversedPart(forward);
  const incidence: Incidence = { n: part.ambient.re, angleRad: (angleDeg * Math.PI) / 180 };
  const solve = (one: LinearPolarization) =>
    solvePart(part, incidence, wavelengthsNm[at], one, wanted.layerAbsorption === true);
  const needsBoth = (polarization === 'unpolarized' && angleDeg > 0) || wanted.ellipsometry;
  const s = needsBoth || polarization !== 'p' ? solve('s') : undefined;
  const p = needsBoth || polarization === 'p' ? solve('p') : undefined;

  // At normal incidence s and p are one, and either is the mean.
  const chosen = polarization === 'unpolarized' && angleDeg > 0 ? [s, p] : [polarization === 'p' ? p : s];
  const counted = chosen.filter((solution) => solution !== undefined);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const point: Point = { R: mean(counted.map(({ R }) => R)), T: mean(counted.map(({ T }) => T)) };
  if (wanted.amplitudes) Object.assign(point, counted[0].amplitudes);
  if (wanted.layerAbsorption) {
    const each = counted.map(({ absorption }) => absorption).filter((one) => one !== undefined);
    const [front, back] = (['front', 'back'] as const).map((side) =>
      each[0][side].map((_, layer) => mean(each.map((one) => one[side][layer]))),
    );
    const slab = mean(each.map((one) => one.slab));
    point.absorption =
      direction === 'forward' || stack.slab === undefined
        ? { front: direction === 'forward' ? front : front.reverse(), slab, back }
        : { front: back.reverse(), slab, back: front.reverse() };
  }
  if (wanted.ellipsometry && s?.amplitudes && p?.amplitudes) {
    point.angles = ellipsometricAngles(s.amplitudes.r, p.amplitudes.r);
  }
  return point;
}

function partAt(stack: ResolvedStack, at: number): Part {
  // One object for one medium, so that the solver need not work out the same wave again for each of its layers.
  const indices = new Map<MediumTable, Complex>();
  const indexOf = (table: MediumTable): Complex => {
    const known = indices.get(table) ?? complex(table.n[at], table.k[at]);
    if (!indices.has(table)) indices.set(table, known);
    return known;
  };
  const coatingOf = (layers: readonly ResolvedLayer[]): Coating => ({
    indices: layers.map(({ medium }) => indexOf(medium)),
    thicknessNm: layers.map(({ thicknessNm }) => thicknessNm),
  });
  const { slab } = stack;
  return {
    ambient: indexOf(stack.ambient),
    front: coatingOf(stack.layers),
    substrate: indexOf(stack.substrate),
    ...(slab === undefined ? {} : { slab: { ...slab, back: coatingOf(slab.backLayers), exit: indexOf(slab.exit) } }),
  };
}

/** Turns points into lists. */
class Collector {
  private readonly R: number[] = [];
  private readonly T: number[] = [];
  private readonly A: number[] = [];
  private readonly amplitudes = { r: [] as [number, number][], t: [] as [number, number][] };
  private readonly layerAbsorption = { front: [] as number[][], slab: [] as number[], back: [] as number[][] };
  private readonly ellipsometry = { psiDeg: [] as number[], deltaDeg: [] as number[] };
  private readonly wanted: Wanted;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  add({ R, T, r, t, absorption, angles }: Point): void {
    this.R.push(R);
    this.T.push(T);
    this.A.push(1 - R - T);
    if (r !== undefined && t !== undefined) {
      this.amplitudes.r.push([r.re, r.im]);
      this.amplitudes.t.push([t.re, t.im]);
    }
    if (absorption !== undefined) {
      this.layerAbsorption.front.push(absorption.front);
      this.layerAbsorption.slab.push(absorption.slab);
      this.layerAbsorption.back.push(absorption.back);
    }
    if (angles !== undefined) {
      this.ellipsometry.psiDeg.push(angles.psiDeg);
      this.ellipsometry.deltaDeg.push(angles.deltaDeg);
    }
  }

  finish(): Simulation {
    const { R, T, A, wanted } = this;
    return {
      R,
      T,
      A,
      ...(wanted.amplitudes ? { amplitudes: this.amplitudes } : {}),
      ...(wanted.layerAbsorption ? { layerAbsorption: this.layerAbsorption } : {}),
      ...(wanted.ellipsometry ? { ellipsometry: this.ellipsometry } : {}),
    };
  }
}
