import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
  /** its name holds a hash of its content */
  readonly isImmutable: boolean;
}

/** The file of `folder` that a URL's path names; null where there is none, whatever the path tries. */
export async function pageFile(folder: string, pathname: string): Promise<PageFile | null> {
  const name = nameIn(pathname);
  const type = name === null ? undefined : TYPES[extname(name)];
  if (name === null || type === undefined) return null;
  try {
    const [home, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    if (!file.startsWith(home + sep)) return null; // a link that leads out
    return { type, content: await readFile(file), isImmutable: name.startsWith(`assets${sep}`) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

/** Plain names only: nothing hidden, no step upwards, no drive. */
function nameIn(pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.endsWith('/')) path += 'index.html';
  const parts = path.split('/').slice(1);
  const isPlain = parts.every((part) => /^[\w.\-@+ ]+$/.test(part) && !part.startsWith('.'));
  return isPlain ? join(...parts) : null;
}
