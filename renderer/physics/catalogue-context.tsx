import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type BrowsableCatalogue, createCatalogue } from '#core/materials/catalogue.ts';
import type { MaterialDocument } from '#core/materials/document.ts';

/** The materials that the window computes with, and whether they have come. */
export interface CatalogueState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** empty until they have */
  readonly catalogue: BrowsableCatalogue;
  /** why they did not come */
  readonly failure: string | null;
  /** asks for them again, also when materials were added */
  readonly reload: () => void;
}

const EMPTY = createCatalogue([]);
const CatalogueContext = createContext<CatalogueState | null>(null);

interface CatalogueProviderProps {
  /** fetches the documents: once, and again on `reload` */
  readonly load: () => Promise<readonly MaterialDocument[]>;
  readonly children: ReactNode;
}

type Loaded = Omit<CatalogueState, 'reload'>;

export function CatalogueProvider({ load, children }: CatalogueProviderProps) {
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading', catalogue: EMPTY, failure: null });
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads again
  useEffect(() => {
    let isCurrent = true;
    const settle = (result: Partial<Loaded>): void => {
      if (isCurrent) setLoaded((before) => ({ ...before, failure: null, ...result }));
    };
    loader.current().then(
      (documents) => settle({ status: 'ready', catalogue: catalogueOf(documents) }),
      (error: unknown) => settle({ status: 'failed', failure: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const state = useMemo(() => ({ ...loaded, reload }), [loaded, reload]);
  return <CatalogueContext value={state}>{children}</CatalogueContext>;
}

/** The engine has validated the documents. */
function catalogueOf(documents: readonly MaterialDocument[]): BrowsableCatalogue {
  return createCatalogue(documents.map((document) => ({ id: document.id, read: () => document })));
}

/** Materials by id, for n and k at any wavelength and for names. */
export function useCatalogueState(): CatalogueState {
  const state = useContext(CatalogueContext);
  if (state === null) throw new Error('no CatalogueProvider above this component');
  return state;
}
