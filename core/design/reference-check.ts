import { type ResolvedLayer, type ResolvedStack, simulateStack } from '#core/optics/reference/simulate.ts';
import type { LayerSequence, MediumTable } from '#core/optics/types.ts';
import { measureGridNm } from '#core/targets/compiled-measure.ts';
import type { EntrySpectra } from '#core/targets/compiled-target.ts';
import type { DesignMedium } from '#core/targets/design-media.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { spaceOf } from '#core/targets/environment-space.ts';
import { beamOf, lightKey } from '#core/targets/illumination.ts';
import type { Target } from '#core/targets/target.ts';

/** Largest difference in R or T between the fast kernel and the reference that counts as agreement. */
export const AGREEMENT = 1e-9;
/** Wavelengths at which each entry is computed a second time; the fast kernel has computed all of them. */
const CHECKED_POINTS = 101;

/** Entries of one light on the same points: their curves are computed once. */
interface CheckedCurve {
  /** places of the entries */
  readonly entries: number[];
  readonly points: readonly number[];
  readonly wavelengthsNm: Float64Array;
  readonly tables: readonly MediumTable[];
  readonly surroundings: Omit<ResolvedStack, 'layers'>;
  readonly beam: ReturnType<typeof beamOf>;
  /** how many times thicker than designed a layer of each medium is */
  readonly expansion: Float64Array | undefined;
}

/** Computes spectra a second time, with the readable reference solver, which shares no formula with the fast kernel. */
export class ReferenceCheck {
  private readonly curves: readonly CheckedCurve[];

  constructor(target: Target, designSpace: DesignSpace) {
    const measured = (target.measures ?? []).map((measure) => ({
      ...measure,
      wavelengthsNm: measureGridNm(measure, designSpace),
    }));
    const curves = new Map<string, CheckedCurve>();
    [...target.spectra, ...measured].forEach((entry, at) => {
      const key = `${lightKey(entry)} ${entry.wavelengthsNm.join(' ')}`;
      const known = curves.get(key);
      if (known !== undefined) known.entries.push(at);
      else curves.set(key, checkedCurve(entry, at, spaceOf(designSpace, entry.environment)));
    });
    this.curves = [...curves.values()];
  }

  /** Largest |difference| in R or T between the given spectra (one per entry, then one per measure) and the reference's. */
  largestDifference(
    front: LayerSequence,
    back: LayerSequence,
    spectra: readonly Pick<EntrySpectra, 'R' | 'T'>[],
  ): number {
    let largest = 0;
    for (const curve of this.curves) {
      const { slab } = curve.surroundings;
      const stack: ResolvedStack = {
        ...curve.surroundings,
        layers: resolve(front, curve),
        ...(slab === undefined ? {} : { slab: { ...slab, backLayers: resolve(back, curve) } }),
      };
      const { R, T } = simulateStack(stack, { wavelengthsNm: curve.wavelengthsNm, ...curve.beam });
      for (const at of curve.entries) {
        curve.points.forEach((point, i) => {
          const difference = Math.max(Math.abs(R[i] - spectra[at].R[point]), Math.abs(T[i] - spectra[at].T[point]));
          largest = difference > largest || Number.isNaN(difference) ? difference : largest;
        });
      }
    }
    return largest;
  }
}

type Light = Parameters<typeof beamOf>[0];

function checkedCurve(
  entry: Light & { readonly wavelengthsNm: ArrayLike<number> },
  at: number,
  space: DesignSpace,
): CheckedCurve {
  const points = spread(entry.wavelengthsNm.length);
  const wavelengthsNm = Float64Array.from(points, (point) => entry.wavelengthsNm[point]);
  const sample = ({ material }: DesignMedium): MediumTable => material.sample(wavelengthsNm);
  return {
    entries: [at],
    points,
    wavelengthsNm,
    tables: space.layerMedia.map(sample),
    surroundings: {
      ambient: sample(space.ambient),
      substrate: sample(space.substrate),
      ...(space.slab === undefined
        ? {}
        : { slab: { ...space.slab, exit: sample(space.slab.exit), backLayers: [] as ResolvedLayer[] } }),
    },
    beam: beamOf(entry),
    expansion: space.expansion,
  };
}

function resolve(layers: LayerSequence, { tables, expansion }: CheckedCurve): ResolvedLayer[] {
  return Array.from({ length: layers.count }, (_, i) => ({
    medium: tables[layers.media[i]],
    thicknessNm: layers.thicknessNm[i] * (expansion?.[layers.media[i]] ?? 1),
  }));
}

/** All points of a short list; of a long one CHECKED_POINTS at equal distances, ends included. */
function spread(count: number): number[] {
  if (count <= CHECKED_POINTS) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: CHECKED_POINTS }, (_, i) => Math.round((i * (count - 1)) / (CHECKED_POINTS - 1)));
}
