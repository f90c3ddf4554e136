import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session, type WebContents } from 'electron';
import { isOwn, ORIGIN } from './app-files.ts';

/** A page that ends twice within this time is left alone. */
const RELOAD_PAUSE_MS = 10_000;

/** The workbench's window: the page without Node, in a sandbox, at the size its default layout is drawn for. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    title: 'Stackwright',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1e22' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  reloadWhenGone(window);
  void window.loadURL(`${ORIGIN}/index.html`);
  return window;
}

/** The work is on disk: a page whose process has died is opened again, unless it keeps dying. */
function reloadWhenGone(window: BrowserWindow): void {
  let reloadedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = Date.now();
    if (reason === 'clean-exit' || now - reloadedAt < RELOAD_PAUSE_MS) return;
    reloadedAt = now;
    window.webContents.reload();
  });
}

/** Pages go nowhere and open nothing; what is no page of ours is never shown. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Copying a chart writes to the clipboard; the page gets no other permission. */
const ALLOWED = 'clipboard-sanitized-write';

export function restrict(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED);
  session.on('will-download', (_event, item) => {
    // Without a path set, Electron asks the person where the file should go.
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('downloads'), item.getFilename()) });
  });
}
