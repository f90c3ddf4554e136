import { fillBack, SequenceBuffer } from '#core/design/coating.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import type { PartLayers } from '#core/optics/types.ts';
import { encodeCurves } from './curve-code.ts';
import { libraryCoating } from './library-coating.ts';

/** Coatings handed to the solver in one call. */
const TOGETHER = 50;

/**
 * The curves of the coatings at `count` places from `first` on, coded: (coatings × row length), row-major. Shorter,
 * by whole rows, if it was cancelled.
 */
export function buildChunk(
  context: SearchContext,
  first: number,
  count: number,
  cancelled: () => boolean = () => false,
): Uint16Array {
  const { space, target } = context;
  const { rowLength } = target;
  const codes = new Uint16Array(count * rowLength);
  const buffers = Array.from({ length: TOGETHER }, () => ({ front: new SequenceBuffer(), back: new SequenceBuffer() }));
  for (let done = 0; done < count; done += TOGETHER) {
    if (cancelled()) return codes.slice(0, done * rowLength);
    const some = buffers.slice(0, Math.min(TOGETHER, count - done));
    const parts: PartLayers[] = some.map(({ front, back }, i) => {
      const coating = libraryCoating(context, first + done + i);
      return { front: front.fill(coating.front), back: fillBack(back, coating, space) };
    });
    const rows = new Float64Array(parts.length * rowLength);
    target.curves(parts, rows);
    encodeCurves(rows, codes.subarray(done * rowLength));
  }
  return codes;
}
