import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { createRunStore, type RunState, type RunStore } from './run-store.ts';
import { createViewStore, type ViewState, type ViewStore } from './view-store.ts';
import { createWorkbenchStore, type Workbench, type WorkbenchState, type WorkbenchStore } from './workbench-store.ts';

export interface Stores {
  readonly workbench: WorkbenchStore;
  readonly run: RunStore;
  readonly view: ViewStore;
}

export function createStores(initial: Workbench): Stores {
  const view = createViewStore(initial.wish.rows.length === 0 ? 'freehand' : 'select');
  return { workbench: createWorkbenchStore(initial), run: createRunStore(), view };
}

const StoresContext = createContext<Stores | null>(null);

export function StoresProvider({ stores, children }: { stores: Stores; children: ReactNode }) {
  return <StoresContext value={stores}>{children}</StoresContext>;
}

/** The stores themselves, for event handlers: reading them does not render again. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('no StoresProvider above this component');
  return stores;
}

export function useWorkbench<T>(select: (state: WorkbenchState) => T): T {
  return useStore(useStores().workbench, select);
}

export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useStores().run, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useStores().view, select);
}
