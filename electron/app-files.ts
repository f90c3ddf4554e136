import { contentSecurityPolicy } from '#services/content-security-policy.ts';
import { pageFile } from '#services/host/page-files.ts';

/** The window's own scheme and host: a secure origin that no file and no web page shares. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://stackwright`;

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
    const file = await pageFile(folder, new URL(request.url).pathname);
    if (file === null) return refuse(404);
    const body = request.method === 'HEAD' ? null : new Uint8Array(file.content);
    return new Response(body, { headers: { ...HEADERS, 'content-type': file.type } });
  };
}
