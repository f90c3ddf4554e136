/** The browser that the end-to-end tests drive: one that is installed, named in STACKWRIGHT_BROWSER or found. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | null} the path of Chromium, Chrome or Edge; null where there is none */
export function findBrowser(environment = process.env) {
  const own = environment.STACKWRIGHT_BROWSER;
  if (own) return existsSync(own) ? own : null;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...PLACES].find((path) => existsSync(path)) ?? null;
}

/** Software rendering, so that pictures and timings do not depend on a graphics driver. */
export const BROWSER_ARGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // the sandbox of the browser refuses to run for root
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
