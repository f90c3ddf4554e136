const PATHS = {
  plus: 'M8 3v10M3 8h10',
  remove: 'M4 4l8 8M12 4l-8 8',
  up: 'M8 13V4M4 8l4-4 4 4',
  down: 'M8 3v9M4 8l4 4 4-4',
  insert: 'M3 4h10M3 12h10M8 6.5v3M6.5 8h3',
  locked: 'M4 7.5h8V14H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  unlocked: 'M4 7.5h8V14H4zM5.5 7.5V4.5a2.5 2.5 0 0 1 4.6-1.3',
  pin: 'M6 2h4l-.6 4.5L12 9H4l2.6-2.5zM8 9v5',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  pencil: 'M3 13l.8-3L11 2.8 13.2 5 6 12.2z',
  chevron: 'M4 6l4 4 4-4',
  undo: 'M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10',
  play: 'M5 3v10l8-5z',
  stop: 'M4 4h8v8H4z',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing of 14 px in the colour of the text; its button carries the name. */
export function Icon({ name }: { readonly name: IconName }) {
  const isFilled = name === 'play' || name === 'stop';
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill={isFilled ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
