import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';

/** A slab with a bare back in air at one wavelength: reflectance of a bare face, and transmittance of one passage. */
export interface BareSlab {
  readonly faceR: number;
  readonly passage: number;
}

interface Wish {
  readonly value: number;
  readonly weight: number;
}

/**
 * R and T of the slab under a front coating that passes t and sends back all the rest of what comes from inside:
 * the passive coating that reflects least for a given T. T rises with t. From outside it may reflect anything from 0
 * to 1 − t, so R may be anything between `leastR` and `leastR + 1 − t`.
 *
 * Intensities in a slab: T = t τ (1 − ρ)/(1 − r τ² ρ) and R = r' + t² τ² ρ/(1 − r τ² ρ) with r, r' ≤ 1 − t. For a given
 * T the back face adds T t τ ρ/(1 − ρ) to R, which is least where t is least, and so where r = 1 − t.
 */
function slabUnder(t: number, { faceR, passage }: BareSlab): { T: number; leastR: number } {
  const between = 1 - (1 - t) * passage * passage * faceR;
  return {
    T: (t * passage * (1 - faceR)) / between,
    leastR: (t * t * passage * passage * faceR) / between,
  };
}

const STEPS = 400;
const REFINEMENTS = 40;

/** The least weighted sum of |R − wish| and |T − wish| that any passive front coating could have at one wavelength. */
export function leastMiss(slab: BareSlab, wishR: Wish | undefined, wishT: Wish | undefined): number {
  const miss = (t: number): number => {
    const { T, leastR } = slabUnder(t, slab);
    let sum = wishT === undefined ? 0 : wishT.weight * Math.abs(T - wishT.value);
    if (wishR !== undefined) {
      sum += wishR.weight * Math.max(0, leastR - wishR.value, wishR.value - (leastR + 1 - t));
    }
    return sum;
  };
  let best = 0;
  for (let i = 1; i <= STEPS; i++) if (miss(i / STEPS) < miss(best / STEPS)) best = i;
  // Ternary search around the best step.
  let [low, high] = [Math.max(0, best - 1) / STEPS, Math.min(STEPS, best + 1) / STEPS];
  for (let i = 0; i < REFINEMENTS; i++) {
    const third = (high - low) / 3;
    if (miss(low + third) < miss(high - third)) high -= third;
    else low += third;
  }
  return Math.min(miss(best / STEPS), miss((low + high) / 2));
}

/**
 * A lower bound on the MAE of a target of R and T on a slab with a bare back, at normal incidence: no passive front
 * coating does better at any wavelength. It knows nothing of layer counts, materials or the smoothness of spectra.
 */
export function floorOf(target: Target, catalogue: MaterialCatalogue): number {
  const { medium, thicknessNm = 0 } = target.stack.substrate;
  const glass = typeof medium === 'string' ? catalogue.find(medium) : undefined;
  if (glass === undefined) throw new Error('the floor needs a slab of a catalogue glass');
  const entryOf = (quantity: 'R' | 'T') => target.spectra.find((entry) => entry.quantity === quantity);
  const [entryR, entryT] = [entryOf('R'), entryOf('T')];
  const weights = target.spectra.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const wavelengths = new Set(target.spectra.flatMap(({ wavelengthsNm }) => wavelengthsNm));
  let sum = 0;
  for (const nm of wavelengths) {
    const { n, k } = glass.sample([nm]);
    const slab = {
      faceR: ((n[0] - 1) ** 2 + k[0] ** 2) / ((n[0] + 1) ** 2 + k[0] ** 2),
      passage: Math.exp((-4 * Math.PI * k[0] * thicknessNm) / nm),
    };
    sum += leastMiss(slab, wishAt(entryR, nm), wishAt(entryT, nm));
  }
  return sum / weights;
}

function wishAt(entry: TargetEntry | undefined, nm: number): Wish | undefined {
  const at = entry?.wavelengthsNm.indexOf(nm) ?? -1;
  if (entry === undefined || at < 0) return undefined;
  return { value: entry.values[at], weight: (entry.weight ?? 1) / entry.wavelengthsNm.length };
}
