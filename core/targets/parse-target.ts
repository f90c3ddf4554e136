import { parseOrThrow } from '#core/validation.ts';
import { Target } from './target.ts';
import { checkTarget } from './target-checks.ts';

/**
 * A value as a Target, with everything checked that can be checked without looking materials up.
 * @param prefix place of `value` in the enclosing request, '' if it is the request itself
 * @throws StackwrightError INVALID, LIMIT or IMPOSSIBLE with a path such as `spectra[0].values[3]`
 */
export function parseTarget(value: unknown, prefix = ''): Target {
  const target = parseOrThrow(Target, value, prefix);
  checkTarget(target, prefix);
  return target;
}
