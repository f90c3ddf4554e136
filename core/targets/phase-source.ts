import { type PhaseDerivatives, WaveEvaluator, type WaveSide } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { LayerSequence, SeriesOrder } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import type { Beam } from './illumination.ts';
import type { BeyondQuantity } from './quantity.ts';
import { emptyCurve, type SourceCurve } from './source-curve.ts';
import { ExpandedLayers, scaleRows } from './space-evaluator.ts';
import type { EntryQuantity } from './target.ts';
import { waveSetup } from './wave-setup.ts';

const DEGREES = 180 / Math.PI;

/** Which derivative in ω of the phase a quantity is: 0 the phase itself, in degrees as a wish gives it. */
export function orderOf(quantity: EntryQuantity): SeriesOrder {
  if (quantity.startsWith('TOD')) return 3;
  if (quantity.startsWith('GDD')) return 2;
  return quantity.startsWith('GD') ? 1 : 0;
}

/** The phase of r or t of one polarization and its derivatives in ω. */
export class PhaseSource {
  private readonly phases: Phases;
  private readonly curves: readonly SourceCurve[];

  /** @param quantities all of them of r, or all of t */
  constructor(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array, quantities: readonly EntryQuantity[]) {
    const order = Math.max(...quantities.map(orderOf)) as SeriesOrder;
    const side = quantities[0].endsWith('R') ? 'r' : 't';
    this.phases = new Phases(space, beam, beam.polarization === 'p' ? 'p' : 's', wavelengthsNm, order, side);
    this.curves = Array.from({ length: order + 1 }, () => emptyCurve(wavelengthsNm.length));
  }

  evaluate(front: LayerSequence, back: LayerSequence): void {
    const series = this.phases.values(front, back);
    this.curves.forEach(({ values }, j) => {
      const unit = j === 0 ? DEGREES : 1;
      for (let i = 0; i < values.length; i++) values[i] = unit * series[j][i];
    });
  }

  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void {
    const { phases, byThickness } = this.phases.derivatives(front, back);
    this.curves.forEach((curve, j) => {
      const unit = j === 0 ? DEGREES : 1;
      for (let i = 0; i < curve.values.length; i++) curve.values[i] = unit * phases[j][i];
      curve.derivatives = j === 0 ? byThickness[j].map((slope) => unit * slope) : byThickness[j];
    });
  }

  curve(quantity: BeyondQuantity): SourceCurve {
    return this.curves[orderOf(quantity)];
  }
}

/** Phases in the coatings of a design space, by the designed thicknesses. */
export class Phases {
  private readonly evaluator: WaveEvaluator;
  private readonly side: WaveSide;
  private readonly expansion: Float64Array | undefined;
  private readonly front = new ExpandedLayers();
  private readonly back = new ExpandedLayers();

  /** @throws StackwrightError as `WaveEvaluator`, and UNDEFINED_QUANTITY for data joined by straight lines */
  constructor(
    space: DesignSpace,
    beam: Beam,
    polarization: 's' | 'p',
    wavelengthsNm: Float64Array,
    order: SeriesOrder,
    side: WaveSide,
  ) {
    this.evaluator = new WaveEvaluator(waveSetup(space, beam, polarization, wavelengthsNm, order));
    this.side = side;
    this.expansion = space.expansion;
  }

  values(front: LayerSequence, back: LayerSequence): readonly Float64Array[] {
    return this.evaluator.phases(this.expanded(front, this.front), this.expanded(back, this.back), this.side).phases;
  }

  derivatives(front: LayerSequence, back: LayerSequence): PhaseDerivatives {
    const { evaluator, expansion, side } = this;
    const found = evaluator.phaseDerivatives(this.expanded(front, this.front), this.expanded(back, this.back), side);
    if (expansion !== undefined) {
      for (const table of found.byThickness) {
        scaleRows(table, evaluator.wavelengthCount, front, expansion, 0);
        scaleRows(table, evaluator.wavelengthCount, back, expansion, front.count);
      }
    }
    return found;
  }

  private expanded(layers: LayerSequence, buffer: ExpandedLayers): LayerSequence {
    return this.expansion === undefined ? layers : buffer.of(layers, this.expansion);
  }
}
