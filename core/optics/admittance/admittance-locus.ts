import { StackwrightError } from '#core/errors.ts';
import { AXIAL, IS_REAL, type WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { FieldSweep } from '#core/optics/fields/field-sweep.ts';
import type { LayerSequence } from '#core/optics/types.ts';

const L = 2;

/** The surface admittance within one layer, as the layer grows from nothing to its thickness. */
export interface AdmittanceArc {
  /** as in the derivatives: front layers, back layers, and last a coherent slab */
  readonly row: number;
  /** thickness grown so far, nm, from 0 to that of the layer */
  readonly thicknessNm: Float64Array;
  /** Y at these thicknesses, (points × 2): Re, Im. In units of free space, tilted for p: η_s = N cos θ, η_p = N/cos θ */
  readonly admittance: Float64Array;
  /** the circle on which a clear layer moves Y, its centre on the real axis; absent in absorbing and evanescent layers, whose loci are spirals and arcs towards η */
  readonly circle?: { readonly centre: number; readonly radius: number };
}

/**
 * The admittance diagram at one wavelength: the locus of Y = C/B, the ratio of tangential H to E, from the medium in which
 * the light leaves (where Y is its η) to the front of the stack, layer by layer. r = ±(η₀ − Y)/(η₀ + Y) with η₀ of the
 * incident medium, + for s.
 *
 * @param setup series of order 0 are enough
 * @param w index of the wavelength
 * @param pointsPerLayer at least 2
 * @throws StackwrightError INVALID for fewer points; as `WaveEvaluator`
 * @see H. A. Macleod, Thin-Film Optical Filters, 5th ed., ch. 2 and 3 (admittance loci)
 */
export function admittanceLocus(
  setup: WaveSetup,
  front: LayerSequence,
  back: LayerSequence,
  w: number,
  pointsPerLayer: number,
): AdmittanceArc[] {
  if (!(pointsPerLayer >= 2)) {
    throw new StackwrightError('INVALID', `An arc of ${pointsPerLayer} points is none; ask for 2 or more.`);
  }
  const sweep = new FieldSweep(setup);
  sweep.solve(front, back, w);
  const { coating, point } = sweep;
  return Array.from({ length: coating.count }, (_, layer) => {
    const d = coating.thicknessNm[layer];
    const thicknessNm = Float64Array.from({ length: pointsPerLayer }, (__, i) => (d * i) / (pointsPerLayer - 1));
    const admittance = new Float64Array(2 * pointsPerLayer);
    thicknessNm.forEach((grown, i) => {
      sweep.intensityAt(layer, grown);
      const [br, bi, cr, ci] = point;
      const square = br * br + bi * bi;
      admittance[2 * i] = (cr * br + ci * bi) / square;
      admittance[2 * i + 1] = (ci * br - cr * bi) / square;
    });
    const circle = circleOf(sweep, layer, w, admittance[0], admittance[1]);
    return { row: coating.rows[layer], thicknessNm, admittance, ...(circle === undefined ? {} : { circle }) };
  });
}

/** centre² − radius² = η²: the circle through Y that goes round η. */
function circleOf(sweep: FieldSweep, layer: number, w: number, re: number, im: number) {
  const { records } = sweep.tables;
  const record = sweep.recordOf(layer);
  const q = records[record + 3 * L + AXIAL];
  const isClear = records[record + 3 * L + IS_REAL] === 1 && records[record + 3 * L + AXIAL + 1] === 0;
  if (!isClear || q === 0 || !(re > 0)) return undefined;
  const eta = (records[record + 2 * L] * sweep.setup.wavelengthsNm[w]) / (2 * Math.PI * q);
  const centre = (re * re + im * im + eta * eta) / (2 * re);
  return { centre, radius: Math.sqrt(Math.max(0, (centre - eta) * (centre + eta))) };
}
