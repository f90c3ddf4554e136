import { useState } from 'react';
import { Button, IconButton } from '#renderer/controls/Button.tsx';
import controls from '#renderer/controls/controls.module.css';
import { Icon } from '#renderer/controls/Icon.tsx';
import { Menu, type MenuEntry } from '#renderer/controls/Menu.tsx';
import { useRun, useWorkbench } from '#renderer/state/stores.tsx';
import { RunProgress } from './RunProgress.tsx';
import styles from './shell.module.css';
import type { Theme } from './theme.ts';
import type { Command, Commands } from './useCommands.ts';

interface HeaderProps {
  readonly commands: Commands;
  readonly fault: string | null;
  readonly dismissFault: () => void;
  readonly theme: Theme;
  readonly openPalette: () => void;
}

export function Header({ commands, fault, dismissFault, theme, openPalette }: HeaderProps) {
  const { undo, redo, open, save } = commands;
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>Stackwright</h1>
      <ProjectName />
      <Menu label="File" entries={[commands.new, open, save, commands.previous].map(entryOf)} />
      <span className={styles.split}>
        <Button
          disabled={!commands['export-json'].isEnabled}
          title="The design in hand as a file: stack, n and k, spectra"
          onClick={commands['export-json'].run}
        >
          Export
        </Button>
        <Menu
          label="Export as"
          isBare
          entries={[commands['export-json'], commands['export-csv'], commands['export-spectrum']].map(entryOf)}
          title="The design in hand in another form"
        />
      </span>
      <span className={styles.group}>
        <CommandIcon command={undo} icon="undo" />
        <CommandIcon command={redo} icon="redo" />
      </span>
      {fault === null ? null : (
        <span className={styles.fault} role="alert">
          <span title={fault}>{fault}</span>
          <IconButton icon="remove" label="Dismiss" onClick={dismissFault} />
        </span>
      )}
      <span className={styles.spring} />
      <RunProgress />
      <DesignButton command={commands.design} />
      <span className={styles.spring} />
      <Menu label="View" entries={viewEntries(commands, theme, openPalette)} title="Colours, layout, all actions" />
    </header>
  );
}

function entryOf({ name, shortcut, isEnabled, run }: Command): MenuEntry {
  return {
    text: name,
    onChoose: run,
    isDisabled: !isEnabled,
    ...(shortcut === undefined ? {} : { aside: shortcut }),
  };
}

function viewEntries(commands: Commands, theme: Theme, openPalette: () => void): MenuEntry[] {
  const colours = (['system', 'light', 'dark'] as const).map((choice) => ({
    ...entryOf(commands[`theme-${choice}`]),
    isChosen: choice === theme,
  }));
  const all = { text: 'All actions', onChoose: openPalette, aside: 'Ctrl+K' };
  return [...colours, entryOf(commands['reset-layout']), all];
}

function CommandIcon({ command, icon }: { readonly command: Command; readonly icon: 'undo' | 'redo' }) {
  const { name, shortcut, isEnabled, run } = command;
  return <IconButton icon={icon} label={name} title={`${name} (${shortcut})`} disabled={!isEnabled} onClick={run} />;
}

function DesignButton({ command }: { readonly command: Command }) {
  const status = useRun((state) => state.status);
  const isRunning = status === 'running' || status === 'stopping';
  const hint = isRunning ? 'End with the best so far' : 'Search for stacks that do what is wished';
  return (
    <Button
      isPrimary={!isRunning}
      className={styles.design}
      disabled={!command.isEnabled}
      title={command.isEnabled ? `${hint} (${command.shortcut})` : isRunning ? 'Ending' : 'Wish for something first'}
      onClick={command.run}
    >
      <Icon name={isRunning ? 'stop' : 'play'} />
      {command.name}
    </Button>
  );
}

/** The project's name, changed where it stands. */
function ProjectName() {
  const name = useWorkbench((state) => state.name);
  const rename = useWorkbench((state) => state.rename);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const typed = draft?.trim() ?? '';
    if (typed !== '' && typed !== name) rename(typed.slice(0, 200));
    setDraft(null);
  };
  return (
    <input
      className={`${controls.field} ${styles.name}`}
      aria-label="Project name"
      title={name}
      value={draft ?? name}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
