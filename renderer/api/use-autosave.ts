import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/state/stores.tsx';
import { Autosave, type SaveState, saveText } from './autosave.ts';
import { useApi } from './engine-context.tsx';

/**
 * Keeps the work on disk while the component is there: once, at the top of the window.
 * @returns `overwrite`, the way out of a conflict with another window
 */
export function useAutosave(): { overwrite: () => Promise<void> } {
  const { engine, info, opened, save } = useApi();
  const { workbench } = useStores();
  const running = useRef<Autosave>(undefined);
  useEffect(() => {
    const autosave = new Autosave({ engine, work: workbench, state: save, opened, program: info.version });
    running.current = autosave;
    const onHidden = () => {
      if (document.visibilityState === 'hidden') autosave.flush();
    };
    const onPageHide = () => autosave.flush();
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      autosave.flush();
      const isOnItsWay = engine.connection.getState().status === 'ready' && save.getState().status !== 'failed';
      if (autosave.hasUnsaved && !isOnItsWay) event.preventDefault(); // the browser asks whether to leave
    };
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('beforeunload', onBeforeUnload);
      autosave.stop();
    };
  }, [engine, info, opened, save, workbench]);
  return { overwrite: async () => await running.current?.overwrite() };
}

export function useSaveState(): SaveState {
  return useStore(useApi().save);
}

/** "saved 2 s ago", kept current; "saving"; "not saved: reason". */
export function useSaveText(): string {
  const state = useSaveState();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (state.status !== 'saved' || state.at === null) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [state]);
  return saveText(state, now);
}
