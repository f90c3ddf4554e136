import { MantineProvider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { workbenchOf } from '#renderer/api/autosave.ts';
import type { EngineConnection } from '#renderer/api/engine-client.ts';
import { ApiProvider } from '#renderer/api/engine-context.tsx';
import { failureOf } from '#renderer/api/failure.ts';
import { CatalogueProvider } from '#renderer/physics/catalogue-context.tsx';
import { createStores, type Stores, StoresProvider } from '#renderer/state/stores.tsx';
import type { AppInfo, OpenDocument, Settings } from '#services/contract.ts';
import styles from './shell.module.css';
import { schemeManager, theme } from './theme.ts';
import { Workbench } from './Workbench.tsx';

interface Opened {
  readonly info: AppInfo;
  readonly opened: OpenDocument;
  readonly settings: Settings;
  readonly stores: Stores;
}

/** Asks the engine for the work and the settings, and then shows the workbench. */
export function Start({ engine }: { readonly engine: EngineConnection }) {
  const [start, setStart] = useState<Opened | { readonly fault: string } | null>(null);
  const session = useStore(engine.connection, (state) => state.session);
  const isOpen = start !== null && 'stores' in start;
  // A new engine is asked again as long as none has answered.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `isOpen` is read when a session begins
  useEffect(() => {
    if (isOpen) return;
    let isCurrent = true;
    open(engine).then(
      (opened) => isCurrent && setStart(opened),
      (error: unknown) => isCurrent && setStart({ fault: failureOf(error).message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [engine, session]);
  if (start === null) return <output className={styles.start}>Opening your work…</output>;
  if ('fault' in start) return <StartFault fault={start.fault} restart={() => engine.restartEngine()} />;
  const { stores, info, opened, settings } = start;
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={schemeManager(settings.theme)}
      defaultColorScheme={settings.theme === 'system' ? 'auto' : settings.theme}
    >
      <StoresProvider stores={stores}>
        <ApiProvider engine={engine} info={info} opened={opened}>
          <CatalogueProvider load={() => engine.client.materials.documents({})}>
            <Workbench settings={settings} />
          </CatalogueProvider>
        </ApiProvider>
      </StoresProvider>
    </MantineProvider>
  );
}

async function open({ client }: EngineConnection): Promise<Opened> {
  const [info, opened, settings] = await Promise.all([
    client.app.info(),
    client.document.load(),
    client.settings.load(),
  ]);
  return { info, opened, settings, stores: createStores(workbenchOf(opened.document)) };
}

function StartFault({ fault, restart }: { readonly fault: string; readonly restart: () => void }) {
  return (
    <div className={styles.start} role="alert">
      <p>{fault}</p>
      <button type="button" onClick={restart}>
        Start the engine again
      </button>
    </div>
  );
}
