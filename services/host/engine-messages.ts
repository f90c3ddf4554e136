/** What the supervisor tells its engine. A page is one connection of one window, by a number that is never used again. */
export type ToEngine =
  | { readonly kind: 'open' | 'close'; readonly page: number }
  | { readonly kind: 'text'; readonly page: number; readonly text: string }
  | { readonly kind: 'end' };

/** What the engine tells its supervisor. */
export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'text'; readonly page: number; readonly text: string };
