import type { DockviewApi } from 'dockview-react';

/** The panels by their names; a panel's name is its region's accessible name. */
export const PANELS = ['Target', 'Materials', 'Spectrum', 'Layers', 'Structure', 'Candidates'] as const;
export type PanelName = (typeof PANELS)[number];

/** Widths of the side columns, px. */
interface Columns {
  readonly left: number;
  readonly right: number;
}

function columnsFor(width: number): Columns {
  if (width < 1200) return { left: 256, right: 334 };
  return width < 1600 ? { left: 300, right: 372 } : { left: 320, right: 400 };
}

/**
 * Target and Materials on the left, Spectrum above Layers and Structure, Candidates on the right. In a narrow window
 * the Structure goes below the Candidates, so that the layers keep their columns.
 */
export function layDefault(api: DockviewApi): void {
  api.clear();
  const { width, height } = api;
  const { left, right } = columnsFor(width);
  const add = (id: PanelName, direction?: 'left' | 'right' | 'below', reference?: PanelName, size = {}) =>
    api.addPanel({
      id,
      component: id,
      title: id,
      ...(direction === undefined || reference === undefined
        ? {}
        : { position: { direction, referencePanel: reference } }),
      ...size,
    });
  add('Spectrum');
  add('Target', 'left', 'Spectrum', { initialWidth: left });
  add('Candidates', 'right', 'Spectrum', { initialWidth: right });
  add('Materials', 'below', 'Target', { initialHeight: Math.round(0.48 * height) });
  add('Layers', 'below', 'Spectrum', { initialHeight: Math.round(0.44 * height) });
  if (width < 1200) add('Structure', 'below', 'Candidates', { initialHeight: Math.round(0.44 * height) });
  else add('Structure', 'right', 'Layers', { initialWidth: Math.round(0.38 * (width - left - right)) });
  api.getPanel('Target')?.api.setSize({ width: left });
  api.getPanel('Candidates')?.api.setSize({ width: right });
  api.getPanel('Spectrum')?.api.setActive();
}

/** What the side columns need to show their figures whole, px. */
const LEAST_WIDTH: readonly (readonly [PanelName, number])[] = [
  ['Target', 250],
  ['Materials', 250],
  ['Candidates', 326],
];
/** A window that is narrower than this has no room to promise it. */
const ROOMY_PX = 1000;
const ANY_PX = 100;

/** A layout from a wide window stays readable in a narrower one. */
export function keepReadable(api: DockviewApi): void {
  for (const [name, leastPx] of LEAST_WIDTH) {
    const minimumWidth = window.innerWidth >= ROOMY_PX ? leastPx : ANY_PX;
    api.getPanel(name)?.group.api.setConstraints({ minimumWidth });
  }
}
