import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Illumination } from '#core/optics/stack.ts';
import type { Wish } from '#core/targets/target-rows.ts';

export type DrawingTool = 'select' | 'freehand' | 'line' | 'band' | 'point' | 'erase';
export type ValueScale = 'percent' | 'opticalDensity' | 'decibel';

/** How the person looks at the work: not part of the document, and not undone. */
export interface ViewState {
  readonly selectedRowId: string | null;
  readonly selectedCandidateId: string | null;
  readonly selectedLayer: number | null;
  /** the wish that the last search of this window was for; null before the first */
  readonly searchedWish: Wish | null;
  /** which end of the coating layer 1 is */
  readonly numberFrom: 'ambient' | 'substrate';
  readonly tool: DrawingTool;
  readonly scale: ValueScale;
  readonly shown: { readonly R: boolean; readonly T: boolean; readonly A: boolean };
  /** wavelengths that the Spectrum chart shows, nm; null: what the target and the design ask for */
  readonly rangeNm: readonly [number, number] | null;
  /** vacuum wavelength under the pointer on any chart, nm */
  readonly hoverNm: number | null;
  /** the light and the wavelengths of the Spectrum's foremost curve: an export on them repeats what was seen exactly */
  readonly plotted: Illumination | null;
}

export type ViewStore = StoreApi<ViewState>;

/** @param tool in hand at first: on an empty chart one that draws, so that a drag does what a person expects */
export function createViewStore(tool: DrawingTool = 'select'): ViewStore {
  return createStore<ViewState>()(() => ({
    selectedRowId: null,
    selectedCandidateId: null,
    selectedLayer: null,
    searchedWish: null,
    numberFrom: 'ambient',
    tool,
    scale: 'percent',
    shown: { R: true, T: false, A: false },
    rangeNm: null,
    hoverNm: null,
    plotted: null,
  }));
}
