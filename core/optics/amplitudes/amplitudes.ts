/** Complex numbers lie as Re, Im one after the other. */
export interface Amplitudes {
  /** reflected over incident field at the first interface, (wavelengths × 2) */
  readonly r: Float64Array;
  /** transmitted over incident full E field, from the first interface to the last, (wavelengths × 2) */
  readonly t: Float64Array;
}

/**
 * All derivatives are (rows × wavelengths × 2), row-major. Rows: the front layers, then the back layers, in the stack's
 * own order, and last the coherent slab if there is one.
 */
export interface AmplitudeDerivatives extends Amplitudes {
  /** ∂r/∂d and ∂t/∂d, 1/nm */
  readonly drByThickness: Float64Array;
  readonly dtByThickness: Float64Array;
  /** ∂r/∂N and ∂t/∂N of each layer alone: ∂/∂n is this, ∂/∂k is i times this */
  readonly drByIndex: Float64Array;
  readonly dtByIndex: Float64Array;
}
