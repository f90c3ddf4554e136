import { z } from 'zod';
import { WorkbenchDocument } from '#core/documents/workbench-document.ts';
import { parseOrThrow } from '#core/validation.ts';
import { type OpenDocument, Settings } from '#services/contract.ts';
import { DataLock, heldBy } from './data-lock.ts';
import { KeptFile } from './kept-file.ts';

const Autosave = z.strictObject({
  format: z.literal('stackwright-autosave/1'),
  revision: z.int().min(1),
  /** the window that wrote it */
  writer: z.string(),
  /** ISO 8601 */
  savedAt: z.string(),
  document: WorkbenchDocument,
});
type Autosave = z.infer<typeof Autosave>;

const FIRST_SETTINGS: Settings = { theme: 'system', layout: null };

/** Another process holds the data. */
export class ReadOnlyData extends Error {}

/** Another window has saved since. */
export class SaveConflict extends Error {
  readonly revision: number;

  constructor(revision: number) {
    super('Another window has changed this document since; reload to see its work, or save yours to a file.');
    this.revision = revision;
  }
}

/** The person's work and settings in one data folder. One thing at a time: every call waits for the one before. */
export class DocumentStore {
  private readonly lock: DataLock;
  private readonly work: KeptFile<Autosave>;
  private readonly preferences: KeptFile<Settings>;
  private latest: Autosave | null = null;
  private notice: string | null = null;
  /** what is on disk has been read while this process held the lock */
  private isOwn = false;
  private last: Promise<unknown> = Promise.resolve();

  /** @param patienceMs so long the first call waits for a holder of the data to go */
  constructor(folder: string, patienceMs?: number) {
    this.lock = new DataLock(folder, patienceMs);
    this.work = new KeptFile(folder, 'autosave', (value) => parseOrThrow(Autosave, value));
    this.preferences = new KeptFile(folder, 'settings', (value) => parseOrThrow(Settings, value));
  }

  load(): Promise<OpenDocument> {
    return this.inTurn(async () => {
      const readOnlyReason = await this.own();
      if (readOnlyReason !== null) await this.read(false);
      return {
        document: this.latest?.document ?? null,
        revision: this.latest?.revision ?? 0,
        readOnlyReason,
        notice: this.notice,
      };
    });
  }

  /** @throws ReadOnlyData, SaveConflict */
  save(document: WorkbenchDocument, revision: number, writer: string): Promise<number> {
    return this.inTurn(async () => {
      await this.mustOwn();
      const before = this.latest;
      if (before !== null && revision < before.revision && before.writer !== writer) {
        throw new SaveConflict(before.revision);
      }
      const next: Autosave = {
        format: 'stackwright-autosave/1',
        revision: Math.max(revision, before?.revision ?? 0) + 1,
        writer,
        savedAt: new Date().toISOString(),
        document,
      };
      await this.work.save(next);
      this.latest = next;
      return next.revision;
    });
  }

  loadSettings(): Promise<Settings> {
    return this.inTurn(async () => {
      const isMine = (await this.own()) === null;
      return (await this.preferences.load(isMine)).value ?? FIRST_SETTINGS;
    });
  }

  /** @throws ReadOnlyData */
  saveSettings(settings: Settings): Promise<void> {
    return this.inTurn(async () => {
      await this.mustOwn();
      await this.preferences.save(settings);
    });
  }

  /** What has been asked is still written. */
  async close(): Promise<void> {
    await this.last;
    this.lock.release();
  }

  /** For the last moment of a process that has no time left. */
  abandon(): void {
    this.lock.release();
  }

  private async mustOwn(): Promise<void> {
    const reason = await this.own();
    if (reason !== null) throw new ReadOnlyData(reason);
  }

  /** @returns null once the folder is this process's and what is in it has been read; else who has it */
  private async own(): Promise<string | null> {
    const holder = await this.lock.take();
    if (holder !== null) {
      this.isOwn = false;
      return heldBy(holder);
    }
    if (!this.isOwn) await this.read(true);
    this.isOwn = true;
    return null;
  }

  private async read(mayRepair: boolean): Promise<void> {
    const { value, notice } = await this.work.load(mayRepair);
    this.latest = value;
    this.notice = notice;
  }

  private inTurn<R>(task: () => Promise<R>): Promise<R> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
