import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy } from '#services/content-security-policy.ts';

/** The window's own scheme and host: a secure origin that no file and no web page shares. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://stackwright`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** Whether an address is a page of this program. */
export function isOwn(address: string): boolean {
  return URL.canParse(address) && new URL(address).href.startsWith(`${ORIGIN}/`);
}

/** Answers the requests of the window from one folder, and from nowhere else. */
export function serveFolder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const refuse = (status: number) => new Response(null, { status, headers: HEADERS });
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    if (!isOwn(request.url)) return refuse(403);
    const name = nameIn(new URL(request.url).pathname);
    const type = name === null ? undefined : TYPES[extname(name)];
    if (name === null || type === undefined) return refuse(404);
    const content = await contentOf(folder, name);
    if (content === null) return refuse(404);
    const body = request.method === 'HEAD' ? null : new Uint8Array(content);
    return new Response(body, { headers: { ...HEADERS, 'content-type': type } });
  };
}

/** The file that a path of a URL names, or null for one that no file of ours has. */
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

/** The file's bytes; null where there is none, or where a link leads out of the folder. */
async function contentOf(folder: string, name: string): Promise<Buffer | null> {
  try {
    const [home, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    return file.startsWith(home + sep) ? await readFile(file) : null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}
