import { join } from 'node:path';
import { app, BrowserWindow, type IpcMainEvent, ipcMain, protocol, session } from 'electron';
import { packageRoot } from '#services/package-root.ts';
import { isOwn, SCHEME, serveFolder } from './app-files.ts';
import { CONNECT, LOST, PORT, RESTART } from './channels.ts';
import { EngineHost, type EngineProgram } from './engine-host.ts';
import { setMenu } from './menu.ts';
import { confine, openWindow, restrict } from './window.ts';

/** The desktop host: one window, one engine, and a port between them. Everything else is theirs. */

const out = join(packageRoot(), 'out');
const preload = join(out, 'electron', 'preload.cjs');

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // Before the app is ready, or the scheme has no origin, no fetch and no WebAssembly streaming.
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  app.on('web-contents-created', (_event, contents) => confine(contents));
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.whenReady().then(open, (error: unknown) => {
    console.error(error);
    app.exit(1);
  });
}

function open(): void {
  protocol.handle(SCHEME, serveFolder(join(out, 'renderer')));
  restrict(session.defaultSession);
  setMenu(process.platform === 'darwin');
  const engine = new EngineHost(engineProgram(), (reason) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(LOST, reason);
  });
  ipcMain.on(CONNECT, (event) => {
    if (isOurPage(event)) event.senderFrame?.postMessage(PORT, null, [engine.openPort()]);
  });
  ipcMain.on(RESTART, (event) => {
    if (isOurPage(event)) engine.restart();
  });
  openWindow(preload);
  quitAfter(() => engine.close());
}

/** Only the top frame of a page of ours speaks to the engine. */
function isOurPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwn(senderFrame.url);
}

/** The program's models lie beside an installed application, and in the repository before it is packed. */
function engineProgram(): EngineProgram {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  if (app.isPackaged) environment.STACKWRIGHT_MODELS ??= join(process.resourcesPath, 'models');
  return { file: join(out, 'engine.js'), environment };
}

/** Holds the end of the program back until the engine has written what it has. */
function quitAfter(close: () => Promise<void>): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    isClosed = true;
    void close().finally(() => app.quit());
  });
}
