import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { FieldSweep } from '#core/optics/fields/field-sweep.ts';
import { type PeakChoice, PeakFinder, type PeakIntensity } from '#core/optics/fields/peak-finder.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/** The light along the depth: (depths × wavelengths), row-major. */
export interface FieldProfile {
  /** |E|²/|E_inc|², all components; inside the incident medium that of the standing wave */
  readonly intensity: Float64Array;
  /** power absorbed per nm of depth over the incident power, 1/nm; its integral over a layer is the layer's absorptance */
  readonly absorptionPerNm: Float64Array;
}

/**
 * |E|² and the absorption in a coherent stack for one polarization, at many depths and wavelengths. Signs, units and
 * errors as `WaveEvaluator`; series of order 0 are enough. Derivation: docs/solver.md.
 */
export class FieldEvaluator {
  private readonly sweep: FieldSweep;
  private readonly finder: PeakFinder;

  constructor(setup: WaveSetup) {
    this.sweep = new FieldSweep(setup);
    this.finder = new PeakFinder(this.sweep);
  }

  /**
   * The field at the given depths, nm, counted from the first interface that the light meets: negative in front of it,
   * beyond the last interface in the exit medium. An interface belongs to the medium before it.
   * @throws StackwrightError INVALID for a depth that is no number
   */
  profile(front: LayerSequence, back: LayerSequence, depthsNm: ArrayLike<number>): FieldProfile {
    const { sweep } = this;
    const count = sweep.wavelengthCount;
    const cells = depthsNm.length * count;
    const profile = { intensity: new Float64Array(cells), absorptionPerNm: new Float64Array(cells) };
    const places = sweep.placesOf(front, back, depthsNm);
    for (let w = 0; w < count; w++) {
      sweep.solve(front, back, w);
      for (let z = 0; z < depthsNm.length; z++) {
        const { layer, fromBackNm } = places[z];
        const intensity = sweep.intensityAt(layer, fromBackNm);
        profile.intensity[z * count + w] = intensity;
        profile.absorptionPerNm[z * count + w] = intensity * sweep.absorptionPerIntensity(layer);
      }
    }
    return profile;
  }

  /**
   * The largest |E|²/|E_inc|² in the layers chosen, at each wavelength, with its derivative by every thickness.
   *
   * The derivative is that of |E|² at the place where it is largest. That the place moves too does not count in first
   * order (envelope theorem): the slope along the depth is 0 there, or the place is bound to an interface. Where two
   * places are equally high, the derivative jumps from one's to the other's.
   */
  peak(front: LayerSequence, back: LayerSequence, choice?: PeakChoice): PeakIntensity {
    return this.finder.find(front, back, choice);
  }
}
