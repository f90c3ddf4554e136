import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A running workbench and the page that shows it. */
export interface Running {
  readonly page: Page;
  readonly dataFolder: string;
  /** everything that the page complained of: console errors, exceptions, violations of the content security policy */
  readonly complaints: string[];
  /** the process that holds the data */
  enginePid(): number;
  /** the supervisor, or Electron's main */
  readonly hostPid: number;
  /** another page on the same work */
  openPage(): Promise<Page>;
  /** ends everything and removes the data, unless they are to be kept */
  close(how?: { keepData?: boolean }): Promise<void>;
}

export interface StartOptions {
  /** data of an earlier run */
  readonly dataFolder?: string;
  readonly page?: BrowserContextOptions;
  /** another build than the repository's: its folder, and its models */
  readonly program?: { readonly folder: string; readonly models: string };
}

export interface Host {
  readonly name: string;
  /** why it cannot be started here; null where it can */
  readonly lack: string | null;
  start(options?: StartOptions): Promise<Running>;
}

const NO_BROWSER = 'no Chromium, Chrome or Edge is installed here';
const STARTING_MS = 30_000;

/** The page in a browser, from `stackwright serve`. */
export const browserHost: Host = {
  name: 'browser host',
  lack: findBrowser() === null ? NO_BROWSER : null,
  start: async ({ dataFolder = newDataFolder(), page: options = {} } = {}) => {
    const args = [join(ROOT, 'out/cli.js'), 'serve', '--port', '0', '--data', dataFolder];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = await firstLine(child, (line) => line.startsWith('http://'));
    const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: BROWSER_ARGS });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const complaints: string[] = [];
    const openPage = async () => {
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(address);
      return page;
    };
    return running(await openPage(), { child, browser, dataFolder, complaints, openPage });
  },
};

/** The built main and preload in front of Chromium: shows our wiring, not that Electron starts. */
export const standInHost: Host = {
  name: 'electron stand-in (our wiring, not Electron)',
  lack: findBrowser() === null ? NO_BROWSER : null,
  start: async ({ dataFolder = newDataFolder(), program = { folder: ROOT, models: join(ROOT, 'models') } } = {}) => {
    const main = join(program.folder, 'out/electron/main.js');
    const args = ['--import', join(ROOT, 'e2e/electron-standin/register.mjs'), main];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STACKWRIGHT_DATA: dataFolder, STACKWRIGHT_MODELS: program.models },
    });
    const said = await firstLine(child, (line) => line.startsWith('{'));
    return await attach((JSON.parse(said) as { devtools: string }).devtools, child, dataFolder);
  },
};

/** The real thing, where its binary is: unpacked by electron's own installer or named by ELECTRON_OVERRIDE_DIST_PATH. */
export const electronHost: Host = {
  name: 'electron',
  lack: electronBinary() === null ? "Electron's binary is not installed here" : null,
  start: async ({ dataFolder = newDataFolder() } = {}) => {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(electronBinary() ?? '', [...sandbox, '--remote-debugging-port=0', ROOT], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, STACKWRIGHT_DATA: dataFolder },
    });
    const said = await firstLine(child, (line) => line.includes('DevTools listening on '));
    return await attach(said.slice(said.indexOf('ws://')), child, dataFolder);
  },
};

export const HOSTS: readonly Host[] = [browserHost, standInHost, electronHost];

/** Says what was not tested, where nobody can overlook it, and answers whether to skip. */
export function isAbsent({ name, lack }: Host): boolean {
  if (lack !== null) process.stderr.write(`\nSKIPPED: the end-to-end tests on the ${name}: ${lack}.\n`);
  return lack !== null;
}

function electronBinary(): string | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules/electron/dist');
  const inside = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
  const path = join(folder, process.platform === 'win32' ? `${inside}.exe` : inside);
  return existsSync(path) ? path : null;
}

/** Takes hold of the window of a desktop host over its DevTools port. */
async function attach(devtools: string, child: ChildProcess, dataFolder: string): Promise<Running> {
  const browser = await chromium.connectOverCDP(devtools);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the desktop host has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  const complaints: string[] = [];
  listen(page, complaints);
  return running(page, {
    child,
    browser,
    dataFolder,
    complaints,
    openPage: () => Promise.reject(new Error('a desktop host has one window')),
  });
}

interface Parts extends Pick<Running, 'dataFolder' | 'complaints' | 'openPage'> {
  readonly child: ChildProcess;
  readonly browser: Browser;
}

function running(page: Page, { child, browser, dataFolder, complaints, openPage }: Parts): Running {
  return {
    page,
    dataFolder,
    complaints,
    openPage,
    hostPid: child.pid ?? 0,
    enginePid: () => {
      const lock = JSON.parse(readFileSync(join(dataFolder, 'lock.json'), 'utf8')) as { pid: number };
      return lock.pid;
    },
    close: async ({ keepData = false } = {}) => {
      await browser.close();
      await end(child);
      if (!keepData) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
  await ended;
  clearTimeout(timer);
}

/** The first line of what the program says that fits; an error if it ends or takes too long. */
async function firstLine(child: ChildProcess, fits: (line: string) => boolean): Promise<string> {
  const stream = child.stdout ?? child.stderr;
  if (stream === null) throw new Error('the program was started without a pipe');
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the program said nothing in time')), STARTING_MS);
    child.once('exit', (code) => reject(new Error(`the program ended with code ${code}`)));
    createInterface(stream).on('line', (line) => {
      if (!fits(line)) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
}

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'stackwright-e2e-'));
