import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import type { PageContent } from '#core/materials/refractiveindex-page.ts';
import { parseYaml, readPageText } from '#services/materials/yaml-page.ts';

/** A page of a refractiveindex.info database folder. */
export interface DatabasePage {
  shelf: string;
  book: string;
  page: string;
  /** the catalogue's line: "Malitson 1965: n 0.21–6.7 µm" */
  name: string;
  /** heading above the page, such as "Experimental data: thin film" */
  divider: string;
  file: string;
}

const Divider = z.object({ DIVIDER: z.string() });
const PageEntry = z.object({ PAGE: z.coerce.string(), name: z.coerce.string(), data: z.string() });
const BookEntry = z.object({ BOOK: z.coerce.string(), content: z.array(z.union([PageEntry, Divider])) });
const ShelfEntry = z.object({ SHELF: z.coerce.string(), content: z.array(z.union([BookEntry, Divider])) });
const Index = z.array(z.union([ShelfEntry, Divider]));

/** The folder that holds catalog-nk.yml: the one given, or its subfolder `database`. */
export function databaseFolder(folder: string): string | undefined {
  return [folder, join(folder, 'database')].find((candidate) => existsSync(join(candidate, 'catalog-nk.yml')));
}

/**
 * Every page of the database's n,k index, in its order.
 * @throws StackwrightError BAD_DATA where the index is not what it should be
 */
export function databasePages(folder: string): DatabasePage[] {
  const root = databaseFolder(folder);
  if (root === undefined) {
    throw new StackwrightError(
      'BAD_DATA',
      `${folder} holds no catalog-nk.yml; give the folder of a refractiveindex.info database.`,
    );
  }
  const file = join(root, 'catalog-nk.yml');
  const parsed = Index.safeParse(parseYaml(readFileSync(file, 'utf8'), file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StackwrightError(
      'BAD_DATA',
      `${file} is no index of refractiveindex.info (${issue?.path.join('.')}: ${issue?.message}).`,
    );
  }
  const pages: DatabasePage[] = [];
  for (const shelf of parsed.data) {
    if (!('SHELF' in shelf)) continue;
    for (const book of shelf.content) {
      if (!('BOOK' in book)) continue;
      let divider = '';
      for (const page of book.content) {
        if ('DIVIDER' in page) divider = page.DIVIDER;
        else {
          const { PAGE, name, data } = page;
          pages.push({
            shelf: shelf.SHELF,
            book: book.BOOK,
            page: PAGE,
            name,
            divider,
            file: join(root, 'data', data),
          });
        }
      }
    }
  }
  return pages;
}

/** "main/SiO2/Malitson" */
export function pageName({ shelf, book, page }: DatabasePage): string {
  return `${shelf}/${book}/${page}`;
}

/**
 * Reads one page.
 * @throws StackwrightError BAD_DATA with the reason
 */
export function readDatabasePage(page: DatabasePage): PageContent {
  let text: string;
  try {
    text = readFileSync(page.file, 'utf8');
  } catch (cause) {
    throw new StackwrightError(
      'BAD_DATA',
      `${pageName(page)} cannot be read from ${page.file}; the database is incomplete.`,
      { cause },
    );
  }
  return readPageText(text, pageName(page));
}

export interface DatabaseCheck {
  loaded: number;
  refused: { page: string; reason: string }[];
}

/** Reads every page of the database; none stops the others. Reports progress to `onPage` where given. */
export function checkDatabase(folder: string, onPage?: (done: number, total: number) => void): DatabaseCheck {
  const pages = databasePages(folder);
  const check: DatabaseCheck = { loaded: 0, refused: [] };
  for (const [i, page] of pages.entries()) {
    try {
      readDatabasePage(page);
      check.loaded++;
    } catch (error) {
      if (!(error instanceof StackwrightError)) throw error;
      check.refused.push({ page: pageName(page), reason: error.message });
    }
    onPage?.(i + 1, pages.length);
  }
  return check;
}
