import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { link, mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Holder = z.object({
  pid: z.int().min(1),
  /** when the process started, as the system counts it: a number that is used again belongs to somebody else */
  processStart: z.string().nullable(),
  host: z.string(),
  /** ISO 8601 */
  since: z.string(),
  nonce: z.string(),
});
export type LockHolder = z.infer<typeof Holder>;

/** An engine that has just lost its host needs a moment to go; so long a new one waits for the data. */
const PATIENCE_MS = 1500;

/** Reading one file and deleting it takes no longer; a turn that lasts longer was left by a process that was killed. */
const TURN_MS = 5000;

/**
 * Who may write in a data folder: one process at a time, named in a file there. A holder that is no longer alive is
 * replaced.
 */
export class DataLock {
  private readonly folder: string;
  private readonly path: string;
  private readonly mine: string;
  private isHeld = false;
  private patienceMs: number;

  constructor(folder: string, patienceMs = PATIENCE_MS) {
    this.folder = folder;
    this.patienceMs = patienceMs;
    this.path = join(folder, 'lock.json');
    const holder: LockHolder = {
      pid: process.pid,
      processStart: processStart(process.pid),
      host: hostname(),
      since: new Date().toISOString(),
      nonce: randomUUID(),
    };
    this.mine = `${JSON.stringify(holder)}\n`;
  }

  /** Takes the lock if it is free, or makes sure that it is still this process's. @returns who else holds it, or null */
  async take(): Promise<LockHolder | null> {
    const deadline = performance.now() + this.patienceMs;
    this.patienceMs = 0; // only the first time: nobody should wait for each answer
    for (;;) {
      const other = await this.attempt();
      if (other === null || performance.now() >= deadline) return other;
      await sleep(50);
    }
  }

  /** Gives the data back. Synchronous, so that it can be the last thing that a process does. */
  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    try {
      if (readFileSync(this.path, 'utf8') === this.mine) unlinkSync(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  private async attempt(): Promise<LockHolder | null> {
    if (this.isHeld && (await readIfThere(this.path)) === this.mine) return null;
    this.isHeld = false;
    await mkdir(this.folder, { recursive: true });
    for (;;) {
      if (await this.claim()) {
        this.isHeld = true;
        return null;
      }
      const found = await readIfThere(this.path);
      if (found === undefined) continue; // given back this very moment
      const holder = holderOf(found);
      if (holder !== null && isAlive(holder)) return holder;
      await this.removeDead(found);
    }
  }

  /** A hard link appears with its content at once: nobody ever reads a lock without a name in it. */
  private async claim(): Promise<boolean> {
    const ticket = `${this.path}.${process.pid}-${randomUUID()}`;
    await writeFile(ticket, this.mine);
    try {
      await link(ticket, this.path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
      return await createWhole(this.path, this.mine); // a file system without hard links
    } finally {
      await unlink(ticket);
    }
  }

  /**
   * Of several processes that find a dead holder, one at a time may take its lock away, and only if it is still there:
   * whoever came late would remove the lock of the one who was first.
   */
  private async removeDead(expected: string): Promise<void> {
    const turn = `${this.path}.turn`;
    if (!(await createWhole(turn, this.mine))) {
      await removeIfOlder(turn, TURN_MS);
      await sleep(5);
      return;
    }
    try {
      if ((await readIfThere(this.path)) === expected) await unlink(this.path);
    } finally {
      await rm(turn, { force: true });
    }
  }
}

/** The sentence for the person. */
export function heldBy({ pid, host, since }: LockHolder): string {
  const place = host === hostname() ? '' : ` on ${host}`;
  const where = host === hostname() ? '' : ', or remove lock.json in the data folder if that machine is gone';
  return `Process ${pid}${place} has had these data open since ${since}, so nothing is saved here; close it first${where}.`;
}

async function createWhole(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function removeIfOlder(path: string, ageMs: number): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > ageMs) await rm(path, { force: true });
}

function holderOf(text: string): LockHolder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null; // not written by this program, or damaged: nobody can be asked
  }
}

/** Of another machine nothing is known, so its lock is respected. */
function isAlive({ pid, processStart: start, host }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // EPERM: alive, and somebody else's
  }
  const now = processStart(pid);
  return now !== 'gone' && (start === null || now === null || start === now);
}

/** When a process started, 'gone' if it has ended, null where the system does not say. */
function processStart(pid: number): string | null {
  if (process.platform === 'linux' && existsSync('/proc/self/stat')) return linuxStart(pid);
  if (process.platform !== 'darwin') return null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat, ticks since the machine started. A process that waits to be buried (Z) has ended. */
function linuxStart(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 'gone';
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : (fields[19] ?? null);
}
