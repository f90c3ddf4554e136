import { useEffect, useMemo, useState } from 'react';
import { type MediumOption, optionsOf } from '#renderer/controls/medium-options.ts';
import type { MaterialSummary } from '#services/contract.ts';
import type { EngineClient } from './engine-client.ts';
import { useApi, useConnection } from './engine-context.tsx';
import { failureOf } from './failure.ts';

export interface Materials {
  readonly options: readonly MediumOption[];
  /** by full id or by the bare id of the default data */
  summaryOf(id: string): MaterialSummary | undefined;
  /** why the list did not come */
  readonly failure: string | null;
}

/** One list for each engine, however many panels ask. */
const lists = new WeakMap<
  EngineClient,
  { readonly session: number; readonly list: Promise<readonly MaterialSummary[]> }
>();

function listOf(client: EngineClient, session: number): Promise<readonly MaterialSummary[]> {
  const known = lists.get(client);
  if (known?.session === session) return known.list;
  const list = client.materials.list();
  lists.set(client, { session, list });
  return list;
}

interface Loaded {
  readonly list: readonly MaterialSummary[];
  readonly failure: string | null;
}

/** The materials to choose from: the catalogue and the person's own. */
export function useMaterials(): Materials {
  const { client } = useApi().engine;
  const session = useConnection((state) => state.session);
  const [{ list, failure }, setLoaded] = useState<Loaded>({ list: [], failure: null });
  useEffect(() => {
    let isCurrent = true;
    listOf(client, session).then(
      (materials) => isCurrent && setLoaded({ list: materials, failure: null }),
      (error: unknown) =>
        isCurrent &&
        setLoaded((before) => ({ ...before, failure: `No list of materials: ${failureOf(error).message}` })),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, session]);
  return useMemo(() => {
    const byId = new Map(list.map((material) => [material.id, material]));
    for (const material of list) if (material.isDefault) byId.set(material.id.split('/')[0], material);
    return { options: optionsOf(list), summaryOf: (id) => byId.get(id), failure };
  }, [list, failure]);
}
