/**
 * `npm start`: the workbench in its own window. On the desktop host where Electron's runtime is there; else served on
 * this machine and shown by an installed browser. Options after `--` go to `stackwright serve`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`stackwright: ${text}\n`);

/** @returns {string | undefined} Electron's program: its npm package comes without, and fetches it when asked */
function electronProgram(environment = process.env) {
  let folder;
  try {
    folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
  const pathFile = join(folder, 'path.txt');
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const usual = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : usual;
  const program = join(override || join(folder, 'dist'), name);
  return existsSync(program) ? program : undefined;
}

function openDesktop(program) {
  const args = [join(ROOT, 'out/electron/main.js'), ...process.argv.slice(2)];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('The window runs as root, so it runs without a sandbox.');
    args.unshift('--no-sandbox');
  }
  const child = spawn(program, args, { stdio: 'inherit' });
  child.on('error', (error) => say(`Electron cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
}

async function openInBrowser() {
  const cli = join(ROOT, 'out/cli.js');
  process.argv = [process.execPath, cli, 'serve', '--window', ...process.argv.slice(2)];
  await import(new URL('../out/cli.js', import.meta.url).href);
}

try {
  await ensureBuilt();
} catch (error) {
  say(`the build failed: ${error.message}`);
  process.exit(1);
}
const electron = electronProgram();
if (electron !== undefined) openDesktop(electron);
else {
  say(
    'Electron’s runtime is not installed here (node node_modules/electron/install.js fetches it): a browser shows the workbench.',
  );
  await openInBrowser();
}
