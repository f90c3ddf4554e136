import { useRef } from 'react';
import type { Settings } from '#services/contract.ts';
import { useApi } from './engine-context.tsx';

const SAVE_WITHIN_MS = 500;

/** Writes settings soon after they change. The engine keeps them; what cannot be saved is asked for again next time. */
export function useSaveSettings(initial: Settings): (change: Partial<Settings>) => void {
  const { client } = useApi().engine;
  const settings = useRef(initial);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (change) => {
    settings.current = { ...settings.current, ...change };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      client.settings.save(settings.current).catch((error: unknown) => console.warn('settings not saved', error));
    }, SAVE_WITHIN_MS);
  };
}
