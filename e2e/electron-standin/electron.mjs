/** The stand-in's `electron`: what the desktop host uses of it, and nothing more. See README.md. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from '../browser.mjs';
import { browserWindowClass } from './browser-window.mjs';

// biome-ignore lint/performance/noBarrelFile: it takes the place of a module that has these names
export { MessageChannelMain } from './ports.mjs';
export { utilityProcess } from './utility-process.mjs';

console.error('electron stand-in: this shows how main, preload and page are wired, not that Electron starts');

const handlers = new Map();
const privileged = new Set();
const profile = mkdtempSync(join(tmpdir(), 'stackwright-standin-'));

class App extends EventEmitter {
  isPackaged = false;
  #context = null;
  #ready = this.#launch();

  requestSingleInstanceLock() {
    return true;
  }

  whenReady() {
    return this.#ready;
  }

  isReady() {
    return this.#context !== null;
  }

  getPath(name) {
    return join(profile, name);
  }

  async newPage() {
    const pages = this.#context.pages();
    return pages.find((page) => page.url() === 'about:blank') ?? (await this.#context.newPage());
  }

  async grant(permissions) {
    await this.#ready;
    await this.#context.grantPermissions(permissions);
  }

  quit() {
    let isHeldBack = false;
    this.emit('will-quit', { preventDefault: () => (isHeldBack = true) });
    if (!isHeldBack) void this.#end();
  }

  exit(code) {
    process.exit(code);
  }

  async #end() {
    await this.#context?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.exit(0);
  }

  /** Opens Chromium, and says on stdout where tests find it. */
  async #launch() {
    const executablePath = findBrowser();
    if (executablePath === null) throw new Error('electron stand-in: there is no Chromium, Chrome or Edge here');
    const port = await freePort();
    this.#context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: process.env.STACKWRIGHT_STANDIN_HEADED !== '1',
      args: [...BROWSER_ARGS, `--remote-debugging-port=${port}`],
      viewport: { width: 1440, height: 900 },
    });
    console.log(JSON.stringify({ standin: true, devtools: `http://127.0.0.1:${port}` }));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());

export const ipcMain = new EventEmitter();

export const BrowserWindow = browserWindowClass({
  ipc: ipcMain,
  handlers,
  newPage: () => app.newPage(),
  created: (contents) => app.emit('web-contents-created', {}, contents),
  allClosed: () => app.emit('window-all-closed'),
});

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) if (privileges.standard && privileges.secure) privileged.add(scheme);
  },
  handle: (scheme, handler) => {
    if (!privileged.has(scheme))
      throw new Error(`electron stand-in: ${scheme} was not registered as standard and secure`);
    handlers.set(scheme, handler);
  },
};

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: (handler) => {
    handler(null, 'clipboard-sanitized-write', (isAllowed) => {
      if (isAllowed) void app.grant(['clipboard-write']);
    });
  },
  setPermissionCheckHandler: () => {},
});
export const session = { defaultSession };

export const nativeTheme = { shouldUseDarkColors: false };

export const Menu = { buildFromTemplate: (template) => template, setApplicationMenu: () => {} };
