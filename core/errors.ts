/** Every way in which a request to core can be refused. Hosts switch on the code; the message is a full sentence. */
export type ErrorCode =
  | 'INVALID' // the request does not have the documented shape
  | 'LIMIT' // a documented limit is exceeded
  | 'UNKNOWN_MATERIAL'
  | 'OUT_OF_RANGE' // a material was asked outside its data
  | 'ABSORBING_AMBIENT' // R is undefined when the incident medium absorbs
  | 'UNDEFINED_QUANTITY' // the quantity does not exist for this stack, polarization or direction
  | 'BAD_DATA' // a material, target or model file whose content makes no sense
  | 'IMPOSSIBLE' // no stack can satisfy the constraints
  | 'MODEL'; // a model pack that cannot be used

/**
 * An error that a person can act on: what was wrong, where, and what to do, in one sentence.
 * `path` is the place in the request, in the notation of docs/conventions.md: `stack.layers[2].thicknessNm`.
 */
export class StackwrightError extends Error {
  readonly code: ErrorCode;
  readonly path: string | undefined;

  constructor(code: ErrorCode, message: string, options: { path?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StackwrightError';
    this.code = code;
    this.path = options.path;
  }
}
