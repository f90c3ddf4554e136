import type { DrawingTool } from '#renderer/state/view-store.ts';

const PATHS: Record<DrawingTool, string> = {
  select: 'M4 2.5l8 6.2-3.7.5 2.2 4-1.6.9-2.2-4L4 12.6z',
  freehand: 'M2 11c2-6 4-8 5-6s-1 6 1 6 2-5 6-6',
  line: 'M2.5 12.5l5-7 6 3',
  band: 'M2 12h3V5h6v7h3',
  point: 'M2 11.5l6-6 6 4M8 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  erase: 'M6 13h7M3 9.5l6-6 4 4-5.5 5.5H6z',
};

/** A tool's drawing; its button carries the name. */
export function ToolIcon({ tool }: { readonly tool: DrawingTool }) {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[tool]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
