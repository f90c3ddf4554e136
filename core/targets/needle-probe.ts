import { dot } from '#core/design/normal-equations.ts';
import type { LayerSequence, NeedlePlace } from '#core/optics/types.ts';

/** A part of a merit that has a Jacobian by the layers' thicknesses. */
export interface ProbedPart {
  /** Fills its own residuals of `r` and its columns of `J` (`rowLength` residuals a layer). */
  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array, rowLength: number): number;
}

/**
 * Adds ∂(Σ r²)/∂d of needles (see `CompiledTarget.needleSlopes`) for parts of which only the Jacobian is known: layers
 * are cut at the places, and layers of every medium, of no thickness, are put into the cuts.
 *
 * @param rowLength residuals of the whole target
 * @param slopes (places × layer media), row-major
 */
export function addProbedSlopes(
  parts: readonly ProbedPart[],
  front: LayerSequence,
  back: LayerSequence,
  places: readonly NeedlePlace[],
  rowLength: number,
  slopes: Float64Array,
): void {
  if (parts.length === 0 || places.length === 0) return;
  const mediumCount = slopes.length / places.length;
  const onFront = places.filter(({ onBack }) => !onBack);
  const onBack = places.filter((place) => place.onBack);
  const probedFront = probed(front, onFront, mediumCount);
  const probedBack = probed(back, onBack, mediumCount);
  const r = new Float64Array(rowLength);
  const J = new Float64Array((probedFront.layers.count + probedBack.layers.count) * rowLength);
  for (const part of parts) part.jacobian(probedFront.layers, probedBack.layers, r, J, rowLength);
  const firstRows = [...probedFront.firstRows, ...probedBack.firstRows.map((row) => probedFront.layers.count + row)];
  const order = [...onFront, ...onBack].map((place) => places.indexOf(place));
  firstRows.forEach((row, at) => {
    for (let medium = 0; medium < mediumCount; medium++) {
      slopes[order[at] * mediumCount + medium] += 2 * dot(J, (row + medium) * rowLength, r, 0, rowLength);
    }
  });
}

/** Layers with probes at the places, and at each the row of the first probe; the others follow it. */
function probed(
  { count, media, thicknessNm }: LayerSequence,
  places: readonly NeedlePlace[],
  mediumCount: number,
): { layers: LayerSequence; firstRows: number[] } {
  const all: [medium: number, thicknessNm: number][] = [];
  const firstRows: number[] = [];
  let next = 0;
  for (let layer = 0; layer <= count; layer++) {
    let done = 0;
    for (; next < places.length && places[next].layer === layer; next++) {
      const { fraction } = places[next];
      if (fraction > done) all.push([media[layer], thicknessNm[layer] * (fraction - done)]);
      done = fraction;
      firstRows.push(all.length);
      for (let medium = 0; medium < mediumCount; medium++) all.push([medium, 0]);
    }
    if (layer < count) all.push([media[layer], thicknessNm[layer] * (1 - done)]);
  }
  return {
    layers: {
      count: all.length,
      media: Int32Array.from(all, ([medium]) => medium),
      thicknessNm: Float64Array.from(all, ([, nm]) => nm),
    },
    firstRows,
  };
}
