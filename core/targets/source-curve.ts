/** A curve and, where they were asked for, its derivatives: (layers × wavelengths) row-major, front layers first, 1/nm. */
export interface SourceCurve {
  readonly values: Float64Array;
  derivatives: Float64Array;
}

export function emptyCurve(count: number): SourceCurve {
  return { values: new Float64Array(count), derivatives: new Float64Array(0) };
}

/** Room for so many derivatives. */
export function reserveDerivatives(curve: SourceCurve, needed: number): void {
  if (curve.derivatives.length < needed) curve.derivatives = new Float64Array(needed);
}
