import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The standard menus. Undo and redo are the page's own (they undo changes of the work), so they are not in the Edit
 * menu, whose accelerators would come first on some systems.
 */
export function setMenu(isMac: boolean): void {
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'delete' }, { role: 'selectAll' }],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      { role: 'fileMenu' },
      edit,
      view,
      { role: 'windowMenu' },
    ]),
  );
}
