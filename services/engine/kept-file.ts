import { copyFile, link, mkdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '#services/atomic-file.ts';

export interface Kept<T> {
  /** null where there is none */
  readonly value: T | null;
  /** what was wrong, where the damaged bytes lie and what was taken instead; null if nothing was */
  readonly notice: string | null;
}

/**
 * A file of the program's own that is written often: whole or not at all, with the copy before it kept. A damaged one
 * is moved aside, never deleted, and the copy before it is taken.
 */
export class KeptFile<T> {
  private readonly folder: string;
  private readonly name: string;
  private readonly parse: (value: unknown) => T;
  private isGood = false;

  /**
   * @param name without ".json"
   * @param parse throws for anything that is not such a file
   */
  constructor(folder: string, name: string, parse: (value: unknown) => T) {
    this.folder = folder;
    this.name = name;
    this.parse = parse;
  }

  /** @param mayRepair false leaves a damaged file where it is: another process owns the folder */
  async load(mayRepair: boolean): Promise<Kept<T>> {
    const current = await this.read(this.current);
    this.isGood = 'value' in current;
    if ('value' in current) return { value: current.value, notice: null };
    const previous = await this.read(this.previous);
    const kept = [];
    if (mayRepair && current.fault !== null) kept.push(await this.setAside(this.current));
    if (mayRepair && 'fault' in previous && previous.fault !== null) kept.push(await this.setAside(this.previous));
    if ('value' in previous) return { value: previous.value, notice: this.notice(current.fault, kept, true) };
    if (current.fault === null && previous.fault === null) return { value: null, notice: null };
    return { value: null, notice: this.notice(current.fault ?? previous.fault, kept, false) };
  }

  /** On disk when it returns. */
  async save(value: T): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    if (this.isGood) await this.keepPrevious();
    await writeFileAtomic(this.current, `${JSON.stringify(value)}\n`);
    this.isGood = true;
  }

  private get current(): string {
    return join(this.folder, `${this.name}.json`);
  }

  private get previous(): string {
    return join(this.folder, `${this.name}.previous.json`);
  }

  /** At every moment there is a current file and, after the second save, a previous one. */
  private async keepPrevious(): Promise<void> {
    const temporary = `${this.previous}.${process.pid}.tmp`;
    await unlink(temporary).catch(ignoreAbsent);
    await link(this.current, temporary).catch(() => copyFile(this.current, temporary));
    await rename(temporary, this.previous);
  }

  private async read(path: string): Promise<{ value: T } | { fault: string | null }> {
    try {
      return { value: this.parse(JSON.parse(await readFile(path, 'utf8'))) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { fault: null };
      if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error; // not the content: it cannot be read
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  private async setAside(path: string): Promise<string> {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-');
    const aside = path.replace(/\.json$/, `.damaged-${stamp}.json`);
    await rename(path, aside);
    return aside;
  }

  private notice(fault: string | null, kept: readonly string[], hasPrevious: boolean): string {
    const what = fault === null ? 'was missing' : 'was damaged';
    const instead = hasPrevious ? 'the copy before it was opened' : 'there is no good copy before it';
    const where = kept.length === 0 ? '' : `; the damaged file is kept as ${kept.join(' and ')}`;
    return `The ${this.name} file ${what}: ${instead}${where}.`;
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
