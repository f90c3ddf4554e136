import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/state/stores.tsx';
import type { AppInfo, OpenDocument } from '#services/contract.ts';
import { createSaveStore, type SaveStore } from './autosave.ts';
import { DesignRunner } from './design-runner.ts';
import type { ConnectionState, EngineConnection } from './engine-client.ts';

/** What the hooks in this folder work with. */
export interface Api {
  readonly engine: EngineConnection;
  readonly info: AppInfo;
  readonly opened: OpenDocument;
  readonly save: SaveStore;
  readonly runner: DesignRunner;
}

const ApiContext = createContext<Api | null>(null);

export interface ApiProviderProps {
  readonly engine: EngineConnection;
  /** the answers of app.info and document.load, which come before the first picture */
  readonly info: AppInfo;
  readonly opened: OpenDocument;
  readonly children: ReactNode;
}

/** Stands below the StoresProvider. */
export function ApiProvider({ engine, info, opened, children }: ApiProviderProps) {
  const stores = useStores();
  const api = useMemo(
    () => ({ engine, info, opened, save: createSaveStore(), runner: new DesignRunner(engine.client, stores) }),
    [engine, info, opened, stores],
  );
  return <ApiContext value={api}>{children}</ApiContext>;
}

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('no ApiProvider above this component');
  return api;
}

export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(useApi().engine.connection, select);
}
