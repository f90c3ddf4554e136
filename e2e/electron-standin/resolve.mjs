const STAND_IN = new URL('./electron.mjs', import.meta.url).href;

/** A module loader's hook: `electron` leads to the stand-in, all else where it always leads. */
export function resolve(specifier, context, next) {
  return specifier === 'electron' ? { url: STAND_IN, shortCircuit: true } : next(specifier, context);
}
