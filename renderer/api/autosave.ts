import { ORPCError } from '@orpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WorkbenchDocument } from '#core/documents/workbench-document.ts';
import { documentOf, newWorkbench, type Workbench, type WorkbenchStore } from '#renderer/state/workbench-store.ts';
import type { OpenDocument } from '#services/contract.ts';
import type { EngineConnection } from './engine-client.ts';
import { failureOf } from './failure.ts';

/** A change is on its way to the disk at most this much later. */
const SAVE_WITHIN_MS = 400;
/** What could not be saved is tried again. */
const TRY_AGAIN_MS = 5000;

export type SaveState =
  /** `at`: Date.now() of the last save; null before the first change */
  | { readonly status: 'saved'; readonly at: number | null }
  | { readonly status: 'saving' }
  /** conflict: another window has saved since; nothing is tried again until `overwrite` */
  | { readonly status: 'failed'; readonly reason: string; readonly isConflict: boolean };

export type SaveStore = StoreApi<SaveState>;

export function createSaveStore(): SaveStore {
  return createStore<SaveState>()(() => ({ status: 'saved', at: null }));
}

/** "saved 2 s ago", "saving", "not saved: reason". */
export function saveText(state: SaveState, now: number): string {
  if (state.status === 'saving') return 'saving';
  if (state.status === 'failed') return `not saved: ${state.reason}`;
  if (state.at === null) return 'saved';
  const seconds = Math.max(0, Math.round((now - state.at) / 1000));
  if (seconds < 60) return `saved ${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `saved ${minutes} min ago` : `saved ${Math.floor(minutes / 60)} h ago`;
}

/** The work that a window starts with. */
export function workbenchOf(document: WorkbenchDocument | null): Workbench {
  if (document === null) return newWorkbench();
  const { name, wish, design, candidates, run } = document;
  return { name, wish, design, candidates, run };
}

export interface AutosaveOptions {
  readonly engine: Pick<EngineConnection, 'client' | 'connection'>;
  readonly work: WorkbenchStore;
  readonly state: SaveStore;
  /** what the window was opened with */
  readonly opened: OpenDocument;
  /** the program's version, for the document */
  readonly program: string;
}

/** Sends the whole document to the engine soon after every change, one save at a time, until it is stopped. */
export class Autosave {
  private readonly options: AutosaveOptions;
  private readonly writer = crypto.randomUUID();
  private readonly unsubscribe: (() => void)[];
  private revision: number;
  private isDirty = false;
  private isSaving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AutosaveOptions) {
    this.options = options;
    const { work, engine, opened } = options;
    this.revision = opened.revision;
    if (opened.readOnlyReason !== null) this.fail(opened.readOnlyReason, false);
    this.unsubscribe = [
      work.subscribe((now, before) => {
        if (differs(now, before)) this.changed();
      }),
      engine.connection.subscribe(({ status, session }, before) => {
        if (status === 'ready' && session !== before.session && this.isDirty) void this.save();
      }),
    ];
  }

  /** Changes that are not yet on disk. */
  get hasUnsaved(): boolean {
    return this.isDirty || this.isSaving;
  }

  /** Sends now what has not been sent. */
  flush(): void {
    if (this.isDirty && !this.isSaving) void this.save();
  }

  /** After a conflict: this window's work replaces the other's. */
  async overwrite(): Promise<void> {
    const { revision } = await this.options.engine.client.document.load();
    this.revision = revision;
    this.isDirty = true;
    await this.save();
  }

  stop(): void {
    this.flush();
    clearTimeout(this.timer);
    for (const unsubscribe of this.unsubscribe) unsubscribe();
  }

  private changed(): void {
    this.isDirty = true;
    const state = this.options.state.getState();
    if (state.status === 'failed' && state.isConflict) return;
    if (state.status === 'saved') this.options.state.setState({ status: 'saving' }, true);
    this.saveIn(SAVE_WITHIN_MS);
  }

  private saveIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.isSaving) void this.save();
    }, milliseconds);
  }

  private async save(): Promise<void> {
    const { work, state, engine, program } = this.options;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDirty = false;
    this.isSaving = true;
    try {
      const document = documentOf(work.getState(), program);
      const { revision } = await engine.client.document.save({
        document,
        revision: this.revision,
        writer: this.writer,
      });
      this.revision = revision;
      state.setState(this.isDirty ? { status: 'saving' } : { status: 'saved', at: Date.now() }, true);
    } catch (error) {
      this.isDirty = true;
      this.fail(failureOf(error).message, error instanceof ORPCError && error.code === 'CONFLICT');
    } finally {
      this.isSaving = false;
    }
    const { status } = state.getState();
    if (this.isDirty && status === 'saving') this.saveIn(SAVE_WITHIN_MS);
    else if (this.isDirty) this.saveLater();
  }

  /** A lost engine is heard of when it is back; a folder that another process holds must be asked again. */
  private saveLater(): void {
    const state = this.options.state.getState();
    if (state.status === 'failed' && !state.isConflict) this.saveIn(TRY_AGAIN_MS);
  }

  private fail(reason: string, isConflict: boolean): void {
    this.options.state.setState({ status: 'failed', reason, isConflict }, true);
  }
}

function differs(a: Workbench, b: Workbench): boolean {
  return (
    a.name !== b.name || a.wish !== b.wish || a.design !== b.design || a.candidates !== b.candidates || a.run !== b.run
  );
}
