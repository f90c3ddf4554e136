import { mediumLabel } from '#core/fabrication/layer-figures.ts';
import type { Medium } from '#core/optics/stack.ts';

/** How the window names a medium: its id or name as the stack has it; constants and tables say what they are. */
export function mediumName(medium: Medium): string {
  return mediumLabel(medium, typeof medium === 'string' ? medium : '');
}
