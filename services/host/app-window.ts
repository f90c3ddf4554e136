import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Browsers that can show a page as a window of its own, the first that is installed is taken. */
const LINUX = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  canRun(path: string): boolean;
}

export const HERE: Surroundings = {
  platform: process.platform,
  environment: process.env,
  isRoot: process.getuid?.() === 0,
  canRun: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** How a window would be opened here; or why none can be, as a sentence. */
export type WindowPlan =
  | { readonly browser: string; readonly args: readonly string[]; readonly remark: string | null }
  | { readonly reason: string };

export function planWindow(address: string, { platform, environment, isRoot, canRun }: Surroundings): WindowPlan {
  const isDesktop = platform === 'darwin' || platform === 'win32';
  if (!isDesktop && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    return { reason: 'There is no display here; open the address above in a browser, perhaps through an SSH tunnel.' };
  }
  const browser = browserPaths(platform, environment).find(canRun);
  if (browser === undefined) {
    return { reason: 'No Chrome, Chromium or Edge is installed here; open the address above in your browser.' };
  }
  const args = [`--app=${address}`, '--no-first-run', '--no-default-browser-check'];
  const mustBeOpen = isRoot && !isDesktop; // Chromium refuses to start as root with its sandbox
  return {
    browser,
    args: mustBeOpen ? ['--no-sandbox', ...args] : args,
    remark: mustBeOpen ? 'The window runs as root, so its browser runs without a sandbox.' : null,
  };
}

function browserPaths(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') return MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const { LOCALAPPDATA, ProgramFiles } = environment;
    const homes = [ProgramFiles, environment['ProgramFiles(x86)'], LOCALAPPDATA].filter((home) => home !== undefined);
    return WINDOWS.flatMap((path) => homes.map((home) => `${home}\\${path}`));
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return LINUX.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Opens the page as a window of its own; says on stderr what the person should know. */
export function openWindow(address: string): ChildProcess | undefined {
  const plan = planWindow(address, HERE);
  const say = (text: string) => process.stderr.write(`stackwright: ${text}\n`);
  if ('reason' in plan) {
    say(plan.reason);
    return undefined;
  }
  if (plan.remark !== null) say(plan.remark);
  const child = spawn(plan.browser, plan.args, { stdio: 'ignore' });
  child.on('error', (error) => say(`${plan.browser} cannot be started: ${error.message}`));
  return child;
}
