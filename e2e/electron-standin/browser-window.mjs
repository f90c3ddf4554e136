/** BrowserWindow and webContents on one page of Chromium, over the DevTools protocol. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { PortTable } from './ports.mjs';
import { BRIDGE_SOURCE, preloadSource } from './worlds.mjs';

const WORLD = 'electron-preload';
const BINDING = 'standinSend';
const SUFFIX = '.app.standin';

/** app://host/x as Chromium can load it with an origin that is secure. */
const toLoadable = (url) => url.replace(/^app:\/\/([^/]+)/, `https://$1${SUFFIX}`);
const toApp = (url) => url.replace(/^https:\/\/([^/]+)\.app\.standin/, 'app://$1');

export class WebContents extends EventEmitter {
  #page = null;
  #session = null;
  #world = null;
  #ports = new PortTable((message) => this.#post(message));
  #openHandler = () => ({ action: 'allow' });
  mainFrame;

  /** @param {{ ipc: EventEmitter, handlers: Map<string, (request: Request) => Promise<Response>> }} host */
  constructor(host) {
    super();
    this.host = host;
    const contents = this;
    this.mainFrame = {
      parent: null,
      get url() {
        return toApp(contents.#page?.url() ?? '');
      },
      postMessage: (...message) => contents.postMessage(...message),
    };
  }

  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }

  send(channel, ...args) {
    this.#post({ kind: 'ipc', channel, args, ports: [] });
  }

  postMessage(channel, message, ports = []) {
    this.#post({ kind: 'ipc', channel, args: [message], ports: ports.map((port) => this.#ports.move(port)) });
  }

  reload() {
    void this.#page.reload();
  }

  /** Takes a page over, with the preload script in its isolated world. */
  async attach(page, preload) {
    this.#page = page;
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('popup', (popup) => {
      if (this.#openHandler({ url: popup.url() }).action === 'deny') void popup.close();
    });
    await page.route('**/*', (route) => this.#answer(route));
    const session = await page.context().newCDPSession(page);
    this.#session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD) return;
      this.#ports.closeAll(); // a new document: the ports of the old one are gone
      this.#world = context.id;
    });
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) this.#receive(JSON.parse(payload));
    });
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await session.send('Page.enable');
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: BRIDGE_SOURCE });
    const source = preloadSource(readFileSync(preload, 'utf8'));
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
  }

  async load(url) {
    await this.#page.goto(toLoadable(url));
  }

  /** Answers from the program's protocol handler; nothing else is fetched, as nothing else is allowed to be. */
  async #answer(route) {
    const request = route.request();
    const url = toApp(request.url());
    if (request.isNavigationRequest() && this.#isRefused(url)) return await route.abort('aborted');
    const handler = this.host.handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) return await route.abort('blockedbyclient');
    const response = await handler(new Request(url, { method: request.method() }));
    const body = Buffer.from(await response.arrayBuffer());
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  }

  #isRefused(url) {
    let isRefused = false;
    const event = { url, preventDefault: () => (isRefused = true) };
    if (this.#page.url() !== 'about:blank') this.emit('will-navigate', event);
    return isRefused;
  }

  #receive(message) {
    if (this.#ports.receive(message)) return;
    const { channel, args } = message;
    this.host.ipc.emit(channel, { sender: this, senderFrame: this.mainFrame, ports: [] }, ...args);
  }

  #post(message) {
    if (this.#world === null) return;
    const expression = `standinReceive(${JSON.stringify(message)})`;
    this.#session.send('Runtime.evaluate', { contextId: this.#world, expression }).catch((error) => {
      if (!this.#page.isClosed()) console.error(`electron stand-in: ${error.message}`);
    });
  }
}

/** @param host what the windows of one program share: `ipc`, `handlers`, `newPage()`, `created(contents)` */
export function browserWindowClass(host) {
  return class BrowserWindow extends EventEmitter {
    static #open = new Set();
    #preload;
    #isAttached;

    static getAllWindows() {
      return [...BrowserWindow.#open];
    }

    constructor({ webPreferences }) {
      super();
      const { contextIsolation, sandbox, nodeIntegration } = webPreferences;
      if (!(contextIsolation && sandbox && !nodeIntegration))
        throw new Error('electron stand-in: only sandboxed windows');
      this.#preload = webPreferences.preload;
      this.webContents = new WebContents(host);
      BrowserWindow.#open.add(this);
      host.created(this.webContents);
      this.#isAttached = this.#attach();
    }

    async #attach() {
      const page = await host.newPage();
      page.once('close', () => {
        BrowserWindow.#open.delete(this);
        this.emit('closed');
        if (BrowserWindow.#open.size === 0) host.allClosed();
      });
      await this.webContents.attach(page, this.#preload);
    }

    async loadURL(url) {
      await this.#isAttached;
      await this.webContents.load(url);
      this.emit('ready-to-show');
    }

    show() {}
    focus() {}
    restore() {}
    isMinimized() {
      return false;
    }
  };
}
