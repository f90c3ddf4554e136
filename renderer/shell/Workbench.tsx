import type { DockviewApi } from 'dockview-react';
import { useCallback, useRef, useState } from 'react';
import { useAutosave } from '#renderer/api/use-autosave.ts';
import { useSaveSettings } from '#renderer/api/use-settings.ts';
import type { Settings } from '#services/contract.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { Dock } from './Dock.tsx';
import { layDefault } from './default-layout.ts';
import { Header } from './Header.tsx';
import { StatusLine } from './StatusLine.tsx';
import styles from './shell.module.css';
import { useCommands } from './useCommands.ts';
import { useFollowBest } from './useFollowBest.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useTheme } from './useTheme.ts';

/** The whole window: header, docked panels, status line. */
export function Workbench({ settings }: { readonly settings: Settings }) {
  const { overwrite } = useAutosave();
  const saveSettings = useSaveSettings(settings);
  const { theme, setTheme } = useTheme(settings.theme, (chosen) => saveSettings({ theme: chosen }));
  const dock = useRef<DockviewApi>(null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const resetLayout = useCallback(() => dock.current !== null && layDefault(dock.current), []);
  const { commands, fault, dismissFault } = useCommands({ setTheme, resetLayout });
  useFollowBest();
  useShortcuts(commands, () => setPaletteOpen((isOpen) => !isOpen));
  return (
    <div className={styles.window}>
      <Header
        commands={commands}
        fault={fault}
        dismissFault={dismissFault}
        theme={theme}
        openPalette={() => setPaletteOpen(true)}
      />
      <main className={styles.dock}>
        <Dock
          layout={settings.layout}
          onReady={(api) => {
            dock.current = api;
          }}
          onChange={(layout) => saveSettings({ layout })}
        />
      </main>
      <StatusLine overwrite={overwrite} />
      {isPaletteOpen ? <CommandPalette commands={commands} close={() => setPaletteOpen(false)} /> : null}
    </div>
  );
}
