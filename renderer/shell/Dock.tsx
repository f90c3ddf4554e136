import {
  type DockviewApi,
  DockviewDefaultTab,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewPanelHeaderProps,
  type SerializedDockview,
} from 'dockview-react';
import type { FunctionComponent } from 'react';
import { CandidatesPanel } from '#renderer/panels/candidates/CandidatesPanel.tsx';
import { LayersPanel } from '#renderer/panels/layers/LayersPanel.tsx';
import { MaterialsPanel } from '#renderer/panels/materials/MaterialsPanel.tsx';
import { SpectrumPanel } from '#renderer/panels/spectrum/SpectrumPanel.tsx';
import { StructurePanel } from '#renderer/panels/structure/StructurePanel.tsx';
import { TargetPanel } from '#renderer/panels/target/TargetPanel.tsx';
import type { Settings } from '#services/contract.ts';
import { keepReadable, layDefault, PANELS, type PanelName } from './default-layout.ts';

const COMPONENTS: Readonly<Record<PanelName, FunctionComponent>> = {
  Target: TargetPanel,
  Materials: MaterialsPanel,
  Spectrum: SpectrumPanel,
  Layers: LayersPanel,
  Structure: StructurePanel,
  Candidates: CandidatesPanel,
};

const THEME = { name: 'stackwright', className: 'dockview-theme-stackwright', gap: 4 } as const;

interface DockProps {
  readonly layout: Settings['layout'];
  readonly onReady: (api: DockviewApi) => void;
  readonly onChange: (layout: Settings['layout']) => void;
}

/** The panels, to be moved, stacked and resized as a person likes. */
export function Dock({ layout, onReady, onChange }: DockProps) {
  const ready = ({ api }: DockviewReadyEvent) => {
    // Each panel is a region by itself; the frame around it would be another of the same name.
    api.onDidAddGroup(({ element }) => element.setAttribute('role', 'group'));
    if (!restore(api, layout)) layDefault(api);
    keepReadable(api);
    window.addEventListener('resize', () => keepReadable(api));
    onReady(api);
    api.onDidLayoutChange(() => onChange(JSON.parse(JSON.stringify(api.toJSON()))));
  };
  return <DockviewReact components={COMPONENTS} defaultTabComponent={Tab} theme={THEME} onReady={ready} />;
}

/** A panel cannot be closed: all of them are always at hand, and none must be looked for. */
function Tab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab {...props} hideClose />;
}

/** A layout from another version that lacks a panel, or cannot be read, is not used. */
function restore(api: DockviewApi, layout: Settings['layout']): boolean {
  if (layout === null) return false;
  try {
    api.fromJSON(layout as unknown as SerializedDockview);
    return PANELS.every((name) => api.getPanel(name) !== undefined);
  } catch {
    return false;
  }
}
