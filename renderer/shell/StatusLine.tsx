import { useApi, useConnection } from '#renderer/api/engine-context.tsx';
import { useSaveState, useSaveText } from '#renderer/api/use-autosave.ts';
import { Button } from '#renderer/controls/Button.tsx';
import { useRun, useWorkbench } from '#renderer/state/stores.tsx';
import { PackStatus } from './PackStatus.tsx';
import styles from './shell.module.css';

const ENGINE = { connecting: 'engine starting', ready: 'engine ready', lost: 'engine lost' } as const;

/** What stands behind the window: the engine, the networks, the proof, the disk. */
export function StatusLine({ overwrite }: { readonly overwrite: () => Promise<void> }) {
  const { opened } = useApi();
  const isVerified = useWorkbench((state) => state.candidates.length > 0);
  return (
    <footer className={styles.status}>
      <EngineStatus />
      <PackStatus />
      <span title="Every figure comes from the transfer-matrix solver; none from a network">
        {isVerified ? 'verified by transfer matrix' : ''}
      </span>
      <span className={styles.spring} />
      {opened.notice === null ? null : <span className={styles.warning}>{opened.notice}</span>}
      <SaveStatus overwrite={overwrite} />
    </footer>
  );
}

function EngineStatus() {
  const { engine } = useApi();
  const status = useConnection((state) => state.status);
  const reason = useConnection((state) => state.reason);
  const isBusy = useRun((state) => state.status === 'running');
  return (
    <span className={styles.engine} data-status={status} role="status">
      <i aria-hidden="true" />
      {status === 'ready' && isBusy ? 'engine searching' : ENGINE[status]}
      {status === 'lost' ? (
        <>
          <span>{reason}</span>
          <Button onClick={() => engine.restartEngine()}>Restart engine</Button>
        </>
      ) : null}
    </span>
  );
}

function SaveStatus({ overwrite }: { readonly overwrite: () => Promise<void> }) {
  const state = useSaveState();
  const text = useSaveText();
  if (state.status !== 'failed') return <span>{text}</span>;
  return (
    <span className={styles.error} role="alert">
      {text}
      {state.isConflict ? <Button onClick={() => void overwrite()}>Keep what is here</Button> : null}
    </span>
  );
}
