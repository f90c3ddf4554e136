import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { StackwrightError } from '#core/errors.ts';
import { contentSecurityPolicy } from '#services/content-security-policy.ts';
import { MOST_MESSAGE_BYTES } from '#services/wire.ts';
import { Admission } from './admission.ts';
import { EngineProcess, type EngineProgram } from './engine-process.ts';
import { pageFile } from './page-files.ts';
import { Pages } from './pages.ts';

export interface SupervisorOptions extends EngineProgram {
  /** the built page, with its index.html */
  readonly pageFolder: string;
  /** 0: any free one */
  readonly port: number;
  /** hears how many pages are connected, after each change */
  readonly onPages?: (count: number) => void;
}

/** The browser host: serves the page on this machine only, and stands between pages and the engine. */
export class Supervisor {
  private readonly admission = new Admission();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  private readonly pages: Pages;
  private readonly engine: EngineProcess;
  private readonly server: Server;
  private readonly pageFolder: string;

  private constructor(options: SupervisorOptions) {
    this.pageFolder = options.pageFolder;
    this.engine = new EngineProcess(options, {
      ready: (number) => this.pages.announce(number),
      lost: () => this.pages.announceLoss(),
      text: (page, text) => this.pages.deliver(page, text),
    });
    this.pages = new Pages(this.engine, options.onPages);
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        process.stderr.write(`stackwright: ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`);
        response.destroy();
      });
    });
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** @throws StackwrightError INVALID if the port is taken */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    try {
      await listen(supervisor.server, options.port);
    } catch (error) {
      await supervisor.engine.close();
      throw error;
    }
    return supervisor;
  }

  /** for the person: its key opens as often as they like */
  get address(): string {
    return this.addressWith(this.admission.token);
  }

  /** for a command line: its key opens once */
  addressForOnce(): string {
    return this.addressWith(this.admission.tokenForOnce());
  }

  async close(): Promise<void> {
    this.pages.close();
    this.sockets.close();
    this.server.close();
    this.server.closeAllConnections();
    await this.engine.close();
  }

  private addressWith(token: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/?token=${token}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headersFor(request))) response.setHeader(name, value);
    if (!this.admission.hasOwnHost(request)) return end(response, 403, WRONG_HOST);
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Only GET and HEAD.');
    const [pathname = '/', query] = (request.url ?? '/').split('?', 2);
    const token = pathname === '/' ? new URLSearchParams(query).get('token') : null;
    if (token !== null) {
      const cookie = this.admission.cookieFor(token, request);
      if (cookie !== null) return end(response, 303, '', { location: '/', 'set-cookie': cookie });
    }
    if (!this.admission.hasCookie(request)) return end(response, 403, HOW_TO_GET_IN);
    const file = await pageFile(this.pageFolder, pathname);
    if (file === null) return end(response, 404, 'There is no such file.');
    response.statusCode = 200;
    response.setHeader('content-type', file.type);
    if (file.isImmutable) response.setHeader('cache-control', 'private, max-age=31536000, immutable');
    response.end(request.method === 'HEAD' ? undefined : file.content);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const isWelcome =
      request.url === '/engine' &&
      this.admission.hasOwnHost(request) &&
      this.admission.hasOwnOrigin(request) &&
      this.admission.hasCookie(request);
    if (!isWelcome) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (page: WebSocket) => this.pages.add(page));
  }
}

const WRONG_HOST = 'This address does not name this machine; use 127.0.0.1 or localhost.';
const HOW_TO_GET_IN =
  'This page opens with the address that Stackwright printed when it started, with its token. ' +
  'Copy it from the terminal into the address bar. If you came by a link from another site, reload once.';

/** @param request its Host has not been checked yet */
function headersFor({ headers }: IncomingMessage): Record<string, string> {
  const host = headers.host ?? '';
  // The policy's grammar has no IPv6 addresses; there 'self' must do.
  const sockets = /^[a-z0-9.]+(:\d+)?$/.test(host) ? [`ws://${host}`] : [];
  return {
    'content-security-policy': contentSecurityPolicy(sockets),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

function end(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(text === '' ? undefined : `${text}\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const message = `Port ${port} cannot be used (${error.code}); choose another, or none for any free one.`;
      reject(isTaken ? new StackwrightError('INVALID', message, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1');
  });
}
