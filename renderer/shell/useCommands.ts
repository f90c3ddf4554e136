import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isWished } from '#core/targets/target-rows.ts';
import { useDesignRun } from '#renderer/api/use-design-run.ts';
import { type Outcome, useFiles } from '#renderer/api/use-files.ts';
import { useRun, useStores, useWorkbench } from '#renderer/state/stores.tsx';
import { newWorkbench, type Workbench } from '#renderer/state/workbench-store.ts';
import { focusPanel } from './panel-focus.ts';
import type { Theme } from './theme.ts';

export type CommandId =
  | 'design'
  | 'undo'
  | 'redo'
  | 'open'
  | 'save'
  | 'new'
  | 'previous'
  | 'export-json'
  | 'export-csv'
  | 'export-spectrum'
  | 'theme-light'
  | 'theme-dark'
  | 'theme-system'
  | 'reset-layout'
  | 'next-panel'
  | 'previous-panel';

/** An action of the whole window: for buttons, shortcuts and the palette alike. */
export interface Command {
  readonly id: CommandId;
  readonly name: string;
  /** "Ctrl+Z" */
  readonly shortcut?: string;
  readonly isEnabled: boolean;
  readonly run: () => void;
}

export type Commands = Readonly<Record<CommandId, Command>>;

interface Deps {
  readonly setTheme: (theme: Theme) => void;
  readonly resetLayout: () => void;
}

/** The actions, and why the last file could not be read or written. */
export function useCommands({ setTheme, resetLayout }: Deps) {
  const [fault, setFault] = useState<string | null>(null);
  const history = useHistoryCommands();
  const design = useDesignCommand();
  const files = useFileCommands(setFault);
  const list: Command[] = [
    design,
    ...history,
    ...files,
    { id: 'theme-light', name: 'Light colours', isEnabled: true, run: () => setTheme('light') },
    { id: 'theme-dark', name: 'Dark colours', isEnabled: true, run: () => setTheme('dark') },
    { id: 'theme-system', name: "The system's colours", isEnabled: true, run: () => setTheme('system') },
    { id: 'reset-layout', name: 'Reset layout', isEnabled: true, run: resetLayout },
    { id: 'next-panel', name: 'Next panel', shortcut: 'F6', isEnabled: true, run: () => focusPanel(1) },
    { id: 'previous-panel', name: 'Previous panel', shortcut: 'Shift+F6', isEnabled: true, run: () => focusPanel(-1) },
  ];
  const commands = Object.fromEntries(list.map((command) => [command.id, command])) as unknown as Commands;
  return { commands, fault, dismissFault: () => setFault(null) };
}

function useDesignCommand(): Command {
  const { start, stop } = useDesignRun();
  const status = useRun((state) => state.status);
  const hasWish = useWorkbench((state) => state.wish.rows.some(isWished));
  const isRunning = status === 'running' || status === 'stopping';
  return {
    id: 'design',
    name: isRunning ? 'Stop' : 'Design',
    shortcut: 'Ctrl+Enter',
    isEnabled: isRunning ? status === 'running' : hasWish,
    run: isRunning ? stop : start,
  };
}

function useHistoryCommands(): Command[] {
  const { workbench } = useStores();
  const canUndo = useStore(workbench.temporal, (state) => state.pastStates.length > 0);
  const canRedo = useStore(workbench.temporal, (state) => state.futureStates.length > 0);
  return [
    {
      id: 'undo',
      name: 'Undo',
      shortcut: 'Ctrl+Z',
      isEnabled: canUndo,
      run: () => workbench.temporal.getState().undo(),
    },
    {
      id: 'redo',
      name: 'Redo',
      shortcut: 'Ctrl+Y',
      isEnabled: canRedo,
      run: () => workbench.temporal.getState().redo(),
    },
  ];
}

function useFileCommands(setFault: (fault: string | null) => void): Command[] {
  const { pickAndOpen, saveAs, exportDesign } = useFiles();
  const { workbench, view } = useStores();
  const hasDesign = useWorkbench((state) => state.design !== null);
  const [previous, setPrevious] = useState<Workbench | null>(null);
  return useMemo(() => {
    const settle = (outcome: Outcome<unknown> | null) => {
      if (outcome !== null) setFault(outcome.ok ? null : outcome.failure.message);
    };
    /** The work that another takes the place of is kept: Undo brings back its wish and design, but no candidates. */
    const replaceWork = (next: Workbench) => {
      setPrevious(workOf(workbench.getState()));
      workbench.setState(workOf(next));
      const tool = next.wish.rows.length === 0 ? 'freehand' : 'select';
      view.setState({ selectedRowId: null, selectedCandidateId: null, selectedLayer: null, rangeNm: null, tool });
    };
    const open = async () => {
      const before = workOf(workbench.getState());
      const outcome = await pickAndOpen();
      if (outcome?.ok && outcome.value.kind === 'document') setPrevious(before);
      settle(outcome);
    };
    const exports = [
      ['export-json', 'Export design (JSON)', 'json'],
      ['export-csv', 'Export layers (CSV)', 'csv'],
      ['export-spectrum', 'Export spectrum (CSV)', 'spectrum-csv'],
    ] as const;
    return [
      { id: 'open', name: 'Open', shortcut: 'Ctrl+O', isEnabled: true, run: () => void open() },
      { id: 'save', name: 'Save', shortcut: 'Ctrl+S', isEnabled: true, run: saveAs },
      { id: 'new', name: 'New', isEnabled: true, run: () => replaceWork(newWorkbench()) },
      {
        id: 'previous',
        name: 'Back to the previous project',
        isEnabled: previous !== null,
        run: () => previous !== null && replaceWork(previous),
      },
      ...exports.map(([id, name, format]) => ({
        id,
        name,
        isEnabled: hasDesign,
        // On the wavelengths that are plotted, so that the file repeats the chart number by number.
        run: () => void exportDesign(format, view.getState().plotted ?? undefined).then(settle),
      })),
    ];
  }, [pickAndOpen, saveAs, exportDesign, workbench, view, hasDesign, previous, setFault]);
}

function workOf({ name, wish, design, candidates, run }: Workbench): Workbench {
  return { name, wish, design, candidates, run };
}
