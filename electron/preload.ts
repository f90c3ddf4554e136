import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT, LOST, PORT, RESTART } from './channels.ts';

/**
 * All that the page gets of the desktop: the interface `StackwrightHost` of renderer/api/engine-client.ts, where the
 * steps are described. A port cannot pass the bridge, so it goes by a window message.
 */
contextBridge.exposeInMainWorld('stackwrightHost', {
  kind: 'electron',
  connect: () => ipcRenderer.send(CONNECT),
  restartEngine: () => ipcRenderer.send(RESTART),
  onEngineLost: (listener: (reason: string) => void) => {
    ipcRenderer.on(LOST, (_event, reason: unknown) => listener(String(reason)));
  },
});

ipcRenderer.on(PORT, ({ ports }) => {
  const [port] = ports;
  if (port !== undefined) window.postMessage({ type: 'stackwright:engine-port' }, '*', [port]);
});
