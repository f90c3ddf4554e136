import { useEffect, useState } from 'react';
import { figure } from '#renderer/controls/number-text.ts';
import { useRun } from '#renderer/state/stores.tsx';
import { tracePath } from './merit-trace.ts';
import styles from './shell.module.css';

const WIDTH = 96;
const HEIGHT = 20;

/** Elapsed time, the best merit so far, and how it fell. Stays after the run until the next. */
export function RunProgress() {
  const status = useRun((state) => state.status);
  const elapsedMs = useElapsed();
  const trace = useRun((state) => state.trace);
  if (status === 'idle') return null;
  const best = trace.at(-1)?.[1];
  return (
    <span className={styles.progress}>
      <span className={styles.elapsed}>{(elapsedMs / 1000).toFixed(1)} s</span>
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label="Merit against time">
        <path d={tracePath(trace, elapsedMs, WIDTH, HEIGHT)} fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <span title="Best merit so far">{best === undefined ? 'merit –' : `merit ${figure(best)}`}</span>
    </span>
  );
}

/** Runs on between the engine's reports, so that a person sees that something happens. */
function useElapsed(): number {
  const status = useRun((state) => state.status);
  const startedAt = useRun((state) => state.startedAt);
  const reported = useRun((state) => state.elapsedMs);
  const [now, setNow] = useState(0);
  const isRunning = status === 'running' || status === 'stopping';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [isRunning]);
  return isRunning ? Math.max(reported, now - startedAt, 0) : reported;
}
