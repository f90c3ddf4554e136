let isAvailable: boolean | undefined;

/** Whether this window can draw in three dimensions; asked once. */
export function hasWebGl(): boolean {
  if (isAvailable === undefined) {
    const context = document.createElement('canvas').getContext('webgl2');
    isAvailable = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return isAvailable;
}
