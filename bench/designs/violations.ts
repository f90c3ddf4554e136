import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Stack } from '#core/optics/stack.ts';
import { createDesignSpace } from '#core/targets/design-space.ts';
import type { Target } from '#core/targets/target.ts';

/** Room for the rounding of sums of thicknesses. */
const SLACK = 1e-9;

/** What of a stack its target does not allow, as one sentence; undefined where it keeps all the rules. */
export function violationOf(stack: Stack, target: Target, catalogue: MaterialCatalogue): string | undefined {
  const space = createDesignSpace(target, catalogue);
  if (stack.layers.length > space.maxLayers) return `${stack.layers.length} layers, ${space.maxLayers} allowed`;
  for (const { medium, thicknessNm } of stack.layers) {
    const index = space.layerMedia.findIndex(({ key }) => key === medium);
    if (!space.allowed.includes(index)) return `a layer of ${JSON.stringify(medium)}`;
    const [least, most] = [space.minNm[index], space.maxNm[index]];
    if (thicknessNm < least * (1 - SLACK) || thicknessNm > most * (1 + SLACK)) {
      return `${thicknessNm} nm of ${medium}, allowed are ${least} to ${most}`;
    }
  }
  const totalNm = stack.layers.reduce((sum, layer) => sum + layer.thicknessNm, 0);
  return totalNm > space.totalMaxNm * (1 + SLACK) ? `${totalNm} nm in total` : undefined;
}
