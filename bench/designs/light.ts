import type { MaterialCatalogue } from '#core/materials/types.ts';
import { colourOf } from '#core/optics/colour/colour.ts';
import { STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import { createColorimeter, type Triple } from '#core/optics/colour/tristimulus.ts';
import { type Complex, complex } from '#core/optics/reference/complex.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Illumination, Stack } from '#core/optics/stack.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';

interface Curves {
  readonly R: readonly number[];
  readonly T: readonly number[];
  readonly A: readonly number[];
}

/** Spectra of stacks by the reference solver in float64, which shares no formula with the kernel that designs. */
export class Light {
  private readonly catalogue: MaterialCatalogue;

  constructor(catalogue: MaterialCatalogue) {
    this.catalogue = catalogue;
  }

  curves(stack: Stack, illumination: Illumination): Curves {
    return simulateRequest({ stack, illumination }, this.catalogue);
  }

  /** r and t of a stack without an incoherent slab, in one polarization, for each wavelength. */
  amplitudes(stack: Stack, illumination: Illumination): { readonly r: Complex[]; readonly t: Complex[] } {
    const { amplitudes } = simulateRequest({ stack, illumination, want: ['amplitudes'] }, this.catalogue);
    const complexes = (pairs: readonly [number, number][] = []) => pairs.map(([re, im]) => complex(re, im));
    return { r: complexes(amplitudes?.r), t: complexes(amplitudes?.t) };
  }

  /** L*, a*, b* of the light that a stack reflects at normal incidence: D65, the 2° observer, the CIE's 81 wavelengths. */
  labOfR(stack: Stack): Triple {
    const meter = createColorimeter(STANDARD_WAVELENGTHS_NM, { illuminant: 'D65', observer: '2' });
    const { R } = this.curves(stack, { wavelengthsNm: [...STANDARD_WAVELENGTHS_NM] });
    return colourOf(meter, R).Lab;
  }

  /** The quantity of an entry on its wavelengths. */
  valuesOf(stack: Stack, entry: TargetEntry): readonly number[] {
    const { wavelengthsNm, angleDeg = 0, polarization = 'unpolarized', direction = 'forward' } = entry;
    const { R, T, A } = this.curves(stack, { wavelengthsNm, angleDeg, polarization, direction });
    switch (entry.quantity) {
      case 'R':
        return R;
      case 'T':
        return T;
      case 'A':
        return A;
      case 'OD':
        return T.map((t) => -Math.log10(Math.max(t, 1e-300)));
      default:
        throw new Error(`no item speaks of ${entry.quantity}`);
    }
  }
}

/** How far a stack misses each entry, point by point; `atLeast` and `atMost` count only the shortfall. */
function misses(target: Target, stack: Stack, light: Light): number[][] {
  return target.spectra.map((entry) => {
    if (entry.statistic !== undefined && entry.statistic !== 'each') throw new Error('no item uses a statistic');
    const values = light.valuesOf(stack, entry);
    return values.map((value, i) => {
      const miss = value - entry.values[i];
      if (entry.kind === 'atLeast') return Math.min(0, miss);
      return entry.kind === 'atMost' ? Math.max(0, miss) : miss;
    });
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

function weightedMean(target: Target, perEntry: readonly number[]): number {
  const weights = target.spectra.map(({ weight = 1 }) => weight);
  const total = weights.reduce((sum, w) => sum + w, 0);
  return perEntry.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
}

/** Mean |value − wish|, an entry's weight shared by its points. */
export function meanMiss(target: Target): (stack: Stack, light: Light) => number {
  return (stack, light) =>
    weightedMean(
      target,
      misses(target, stack, light).map((entry) => mean(entry.map(Math.abs))),
    );
}

/** Root of the mean square of value − wish, without tolerances, an entry's weight shared by its points. */
export function rmsMiss(target: Target): (stack: Stack, light: Light) => number {
  return (stack, light) =>
    Math.sqrt(
      weightedMean(
        target,
        misses(target, stack, light).map((entry) => mean(entry.map((miss) => miss * miss))),
      ),
    );
}

/** The same in units of each entry's tolerance: the contract's merit "rms". */
export function rmsMissInTolerances(target: Target): (stack: Stack, light: Light) => number {
  const toleranceOf = ({ tolerance, quantity }: TargetEntry): number => {
    if (Array.isArray(tolerance)) throw new Error('no item has tolerances by point');
    return tolerance ?? (quantity === 'OD' ? 0.1 : 0.01);
  };
  return (stack, light) =>
    Math.sqrt(
      weightedMean(
        target,
        misses(target, stack, light).map((entry, i) =>
          mean(entry.map((miss) => (miss / toleranceOf(target.spectra[i])) ** 2)),
        ),
      ),
    );
}
