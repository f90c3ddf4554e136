export type Polarization = 's' | 'p' | 'unpolarized';
export type Direction = 'forward' | 'reverse';

/** Complex index N = n + ik of one medium on a wavelength grid; k ≥ 0 absorbs. Both arrays have the grid's length. */
export interface MediumTable {
  readonly n: Float64Array;
  readonly k: Float64Array;
}

/** Highest derivative in ω that a series carries: 1 for GD, 2 for GDD, 3 for TOD. */
export type SeriesOrder = 0 | 1 | 2 | 3;

/**
 * N(ω) = n + ik of one medium as a Taylor series in ω at each wavelength of a grid. Arrays are (order + 1) × wavelengths,
 * row-major: row j holds (1/j!) dʲn/dωʲ in fsʲ, with ω = 2πc/λ in rad/fs. Row 0 is what a `MediumTable` holds.
 */
export interface MediumSeries {
  readonly order: SeriesOrder;
  readonly n: Float64Array;
  readonly k: Float64Array;
}

/** A pile of layers, listed from the side of the incident medium (ambient) to the exit. */
export interface LayerSequence {
  readonly count: number;
  /** index into `EvaluatorSetup.layerMedia`; at least `count` entries */
  readonly media: Int32Array;
  /** physical thickness, nm; at least `count` entries */
  readonly thicknessNm: Float64Array;
}

/** The coatings of one part; `back` is the one on the slab's far side, empty on a half-space. */
export interface PartLayers {
  readonly front: LayerSequence;
  readonly back: LayerSequence;
}

/** Everything about an optical calculation that stays the same while the layers change. */
export interface EvaluatorSetup {
  readonly wavelengthsNm: Float64Array;
  /** 0 ≤ angle < 90, in the medium the light comes from (the exit medium for reverse light) */
  readonly angleDeg: number;
  readonly polarization: Polarization;
  readonly direction: Direction;
  readonly ambient: MediumTable;
  readonly layerMedia: readonly MediumTable[];
  readonly substrate: MediumTable;
  /** absent: the substrate is a half-space, and there is no back coating and no exit */
  readonly slab?: { readonly thicknessNm: number; readonly coherent: boolean; readonly exit: MediumTable };
}

/** A depth at which an infinitely thin layer, a needle, is thought of. */
export interface NeedlePlace {
  readonly onBack: boolean;
  /** index in the face's list of layers; the number of layers, with fraction 0, is behind the last one */
  readonly layer: number;
  /** share of the layer's thickness that lies before the place, 0 … 1; 0 is its face towards the ambient */
  readonly fraction: number;
}

/**
 * R and T (length: wavelengths) and their derivatives by n and k of the complex index N = n + ik of every layer, each
 * layer for itself: (layers × wavelengths) row-major, front layers first, then back layers. A = 1 − R − T, so that its
 * derivatives are −∂R − ∂T.
 */
export interface IndexDerivatives {
  readonly R: Float64Array;
  readonly T: Float64Array;
  readonly dRdn: Float64Array;
  readonly dTdn: Float64Array;
  readonly dRdk: Float64Array;
  readonly dTdk: Float64Array;
}

/**
 * Reflectance and transmittance of changing layers under fixed conditions, and their derivatives.
 * Holds its own scratch memory: not to be shared between threads. Conventions: docs/conventions.md.
 */
export interface Evaluator {
  readonly wavelengthCount: number;
  /** Fills R and T (length `wavelengthCount`). `back` is the coating on the slab's far side; empty on a half-space. */
  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void;
  /** The same for many parts in one call: (parts × wavelengths), row-major. */
  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void;
  /**
   * The same, and ∂R/∂d, ∂T/∂d in 1/nm for the thickness of every layer, front layers first, then back layers:
   * (layers × wavelengths), row-major, so that a layer's derivative is one contiguous spectrum.
   */
  derivatives(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void;
  /**
   * Slopes of a weighted sum for needles of every medium at many depths: fills `slopes`, 1/nm, with
   * Σ over wavelengths of weightR ∂R/∂d + weightT ∂T/∂d, d the needle's thickness at d = 0:
   * (places × layer media), row-major. Exact, not a difference; the same as the derivative for a layer of zero thickness.
   *
   * @param places front face first, on each face from the ambient to the exit; two may coincide
   * @param weightR,weightT one per wavelength: for a merit M, ∂M/∂R and ∂M/∂T
   * @throws StackwrightError INVALID where the places are not in order or lie in no layer
   */
  needleSlopes(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    weightR: Float64Array,
    weightT: Float64Array,
    slopes: Float64Array,
  ): void;
  /** Fills `out`; at k = 0 the derivative by k is the one from above. Not fast: plain TypeScript. */
  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void;
}

/** What is asked of a solver that only ranks: less than `Evaluator`, and not to its accuracy. */
export type SearchEvaluator = Pick<Evaluator, 'wavelengthCount' | 'spectraOfMany'>;
