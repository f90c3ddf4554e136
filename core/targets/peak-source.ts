import { StackwrightError } from '#core/errors.ts';
import { FieldEvaluator } from '#core/optics/fields/field-evaluator.ts';
import type { PeakChoice, PeakIntensity } from '#core/optics/fields/peak-finder.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { mediaCalled } from './design-media.ts';
import type { DesignSpace } from './design-space.ts';
import type { Beam } from './illumination.ts';
import { emptyCurve, reserveDerivatives, type SourceCurve } from './source-curve.ts';
import { ExpandedLayers, scaleRows } from './space-evaluator.ts';
import { waveSetup } from './wave-setup.ts';

/** The largest |E|²/|E_inc|² in the layers of chosen media. Where it leaps from one place to another its slope does, too. */
export class PeakSource {
  private readonly evaluator: FieldEvaluator;
  /** media in which the field counts; undefined: all */
  private readonly chosen: ReadonlySet<number> | undefined;
  private readonly expansion: Float64Array | undefined;
  private readonly peak: SourceCurve;
  private readonly front = new ExpandedLayers();
  private readonly back = new ExpandedLayers();

  /** @param names of the media in which the field counts; undefined: in all layers */
  constructor(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array, names: readonly string[] | undefined) {
    this.evaluator = new FieldEvaluator(
      waveSetup(space, beam, beam.polarization === 'p' ? 'p' : 's', wavelengthsNm, 0),
    );
    this.chosen = names === undefined ? undefined : new Set(names.flatMap((name) => chosenMedia(space, name)));
    this.expansion = space.expansion;
    this.peak = emptyCurve(wavelengthsNm.length);
  }

  evaluate(front: LayerSequence, back: LayerSequence): void {
    this.peak.values.set(this.find(front, back).value);
  }

  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void {
    const { peak, expansion } = this;
    const count = peak.values.length;
    const { value, byThickness } = this.find(front, back);
    peak.values.set(value);
    const needed = (front.count + back.count) * count;
    reserveDerivatives(peak, needed);
    peak.derivatives.set(byThickness.subarray(0, needed));
    if (expansion === undefined) return;
    scaleRows(peak.derivatives, count, front, expansion, 0);
    scaleRows(peak.derivatives, count, back, expansion, front.count);
  }

  curve(): SourceCurve {
    return this.peak;
  }

  private find(front: LayerSequence, back: LayerSequence): PeakIntensity {
    const { evaluator, expansion, chosen } = this;
    // A layer of no thickness is not there: it must not make the field of its neighbour count.
    const isThere = (row: number): boolean =>
      (row < front.count ? front.thicknessNm[row] : back.thicknessNm[row - front.count]) > 0;
    const choice: PeakChoice = (row, medium) =>
      medium >= 0 && (chosen === undefined || chosen.has(medium)) && isThere(row);
    if (expansion === undefined) return evaluator.peak(front, back, choice);
    return evaluator.peak(this.front.of(front, expansion), this.back.of(back, expansion), choice);
  }
}

function chosenMedia(space: DesignSpace, name: string): number[] {
  const found = mediaCalled(space.layerMedia, name);
  if (found.length > 0) return found;
  const known = [...new Set(space.layerMedia.map(({ key }) => key))].join(', ');
  throw new StackwrightError('INVALID', `${name} is not a material of this design; they are: ${known}.`, {
    path: 'spectra',
  });
}
