import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openWindow } from '#services/host/app-window.ts';
import { Supervisor } from '#services/host/supervisor.ts';
import { dataFolder } from '#services/materials/folders.ts';
import { packageRoot } from '#services/package-root.ts';
import { print } from '../input-output.ts';
import { integerOption } from '../options.ts';

interface Options {
  port: number;
  data?: string;
  window?: boolean;
}

/** With --window: a reload is a page that goes and comes, so the last one must be gone for a while. */
const LAST_PAGE_GONE_MS = 10_000;

/** `stackwright serve`: the workbench as a page on this machine. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('serve the workbench to a browser on this machine; prints its address and goes on until Ctrl-C')
    .option('--port <number>', 'port to listen on; 0 is any free one', integerOption(0, 65_535), 0)
    .option('--data <folder>', 'where work, settings and own materials are kept')
    .option('--window', 'open it in a window of an installed browser, and end when the last page is closed')
    .addHelpText('after', EXAMPLES)
    .action(serve);
}

const EXAMPLES = `
The page is served on 127.0.0.1 only. From another machine, through a tunnel:
  ssh -L 8080:127.0.0.1:8080 lab-server stackwright serve --port 8080`;

async function serve({ port, data, window }: Options): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  const supervisor = await Supervisor.start({
    file: join(packageRoot(), 'out', 'engine.js'),
    dataFolder: data === undefined ? dataFolder() : resolve(data),
    pageFolder: join(packageRoot(), 'out', 'renderer'),
    port,
    ...(window === true ? { onPages: endAfterLast(end) } : {}),
  });
  await print(`${supervisor.address}\n`);
  const browser = window === true ? openWindow(supervisor.addressForOnce()) : undefined;
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  browser?.kill();
  await supervisor.close();
}

/** Calls `end` when no page has been there for a while, but not before the first one came. */
function endAfterLast(end: () => void): (count: number) => void {
  let timer: NodeJS.Timeout | undefined;
  return (count) => {
    clearTimeout(timer);
    if (count === 0) timer = setTimeout(end, LAST_PAGE_GONE_MS);
  };
}
