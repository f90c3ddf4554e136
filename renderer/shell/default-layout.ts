import type { DockviewApi } from 'dockview-react';

/** The panels by their names; a panel's name is its region's accessible name. */
export const PANELS = ['Target', 'Materials', 'Spectrum', 'Layers', 'Structure', 'Candidates'] as const;
export type PanelName = (typeof PANELS)[number];

const LEFT_PX = 300;
const RIGHT_PX = 390;

/** Target and Materials on the left, Spectrum above Layers and Structure, Candidates on the right. */
export function layDefault(api: DockviewApi): void {
  api.clear();
  const { width, height } = api;
  const isNarrow = width < 1200;
  const left = isNarrow ? 264 : LEFT_PX;
  const right = isNarrow ? 300 : width < 1600 ? 350 : RIGHT_PX;
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
  const centre = width - left - right;
  add('Structure', 'right', 'Layers', { initialWidth: Math.round(0.38 * centre) });
  api.getPanel('Target')?.api.setSize({ width: left });
  api.getPanel('Candidates')?.api.setSize({ width: right });
  api.getPanel('Spectrum')?.api.setActive();
}
