import type { Origin } from './candidate.ts';
import type { Coating } from './coating.ts';

/** A coating that somebody proposed: theory, a pack, a library, the person's own start. Not scored yet. */
export interface Proposed {
  readonly coating: Coating;
  readonly origin: Origin;
  readonly pack?: string;
  readonly surrogateR?: readonly number[];
}
