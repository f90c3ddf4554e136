import { join } from 'node:path';
import type { Coating } from '#core/design/coating.ts';
import { DesignLibrary } from '#core/design/library/design-library.ts';
import { decodeFound, encodeFound, withFound } from '#core/design/library/found-designs.ts';
import { type LibrarySetup, librarySetup } from '#core/design/library/library-setup.ts';
import { CURVES_VERSION, FOUND_VERSION } from '#core/design/library/sealed-bytes.ts';
import type { SearchRunner } from '#core/design/pipeline.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { dataFolder } from '#services/materials/folders.ts';
import { LibraryFolder } from './library-folder.ts';
import { LibraryRun, type LibraryRunOptions, type LibraryShelf } from './library-run.ts';

/** Libraries kept in memory, bytes of their curves. */
const MOST_BYTES = 48 * 2 ** 20;

/** A search of a whole library takes some 30 ms. */
const LEAST_BUDGET_MS = 250;

interface Held {
  readonly library: DesignLibrary;
  /** how many coatings the file on disk has */
  stored: number;
}

/**
 * The libraries of this process: built while designs run, kept in memory as long as there is room, and on disk for the
 * next time.
 */
export class DesignLibraries implements LibraryShelf {
  private readonly files: LibraryFolder;
  /** by key, the latest used last */
  private readonly held = new Map<string, Held>();
  private writing: Promise<void> = Promise.resolve();

  /** @param folder the person's data folder */
  constructor(folder = dataFolder()) {
    this.files = new LibraryFolder(join(folder, 'library'));
  }

  /**
   * What the library does for one run; undefined where the target's setup has none (see `librarySetup`), and where
   * the time is so short that looking something up would take a good part of it.
   */
  open(context: SearchContext, runner: SearchRunner, options: LibraryRunOptions): LibraryRun | undefined {
    if (!options.reproducible && options.budgetMs < LEAST_BUDGET_MS) return undefined;
    const setup = librarySetup(context);
    return setup === undefined ? undefined : new LibraryRun(this, setup, context, runner, options);
  }

  /** The library as far as it has been built, from memory or from disk. */
  async library(setup: LibrarySetup, context: SearchContext): Promise<DesignLibrary> {
    const known = this.held.get(setup.key);
    if (known !== undefined) return this.hold(setup.key, known);
    const bytes = await this.files.read(curvesFile(setup), CURVES_VERSION, setup.key);
    const codes = bytes === undefined ? [] : new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
    const stored = new DesignLibrary(setup, Uint16Array.from(codes));
    const library = stored.isCurrent(context) ? stored : new DesignLibrary(setup);
    return this.hold(setup.key, this.held.get(setup.key) ?? { library, stored: library.built });
  }

  /** Designs of the setup that earlier runs have found, newest first. */
  async found(setup: LibrarySetup, context: SearchContext): Promise<Coating[]> {
    const bytes = await this.files.read(foundFile(setup), FOUND_VERSION, setup.key);
    return bytes === undefined ? [] : decodeFound(bytes, context.space);
  }

  /** Adds designs to those of the setup. */
  remember(setup: LibrarySetup, context: SearchContext, coatings: readonly Coating[]): void {
    this.write(async () => {
      const all = withFound(await this.found(setup, context), coatings);
      await this.files.write(foundFile(setup), FOUND_VERSION, setup.key, encodeFound(all));
    });
  }

  /** Writes a library that has grown complete. */
  settle(setup: LibrarySetup): void {
    const held = this.held.get(setup.key);
    if (held?.library.isComplete === true) this.write(() => this.store(held));
  }

  /** Waits until everything is on disk. */
  async close(): Promise<void> {
    for (const held of this.held.values()) this.write(() => this.store(held));
    await this.writing;
  }

  private hold(key: string, held: Held): DesignLibrary {
    this.held.delete(key);
    this.held.set(key, held);
    let total = 0;
    for (const { library } of this.held.values()) total += library.bytes;
    for (const [oldest, { library }] of this.held) {
      if (total <= MOST_BYTES || oldest === key) break;
      total -= library.bytes;
      this.held.delete(oldest);
    }
    return held.library;
  }

  /** One write after the other, so that none overtakes an older one. */
  private write(action: () => Promise<void>): void {
    this.writing = this.writing.then(action);
  }

  private async store(held: Held): Promise<void> {
    const { library } = held;
    const { key } = library.setup;
    if (library.built <= held.stored) return;
    held.stored = library.built;
    const codes = library.stored;
    const bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength);
    await this.files.write(curvesFile(library.setup), CURVES_VERSION, key, bytes);
  }
}

/** The key is long for a name; its beginning will do, since the file says the rest. */
const nameOf = ({ key }: LibrarySetup): string => key.slice(0, 24);
const curvesFile = (setup: LibrarySetup): string => `${nameOf(setup)}.curves`;
const foundFile = (setup: LibrarySetup): string => `${nameOf(setup)}.designs`;
