import type { MaterialCatalogue } from '#core/materials/types.ts';
import { createDesignSpace, type DesignSpaceOptions } from '#core/targets/design-space.ts';
import { compileTarget } from '#core/targets/searched-target.ts';
import type { Target } from '#core/targets/target.ts';
import { createSearchContext, type SearchContext } from './search-context.ts';

/**
 * Everything a thread needs to search for designs of a target: its space resolved and its merit compiled.
 * @throws StackwrightError with a path relative to the target
 */
export function openTarget(
  target: Target,
  catalogue: MaterialCatalogue,
  options: DesignSpaceOptions = {},
): SearchContext {
  const space = createDesignSpace(target, catalogue, options);
  return createSearchContext(target, compileTarget(target, space), space);
}
