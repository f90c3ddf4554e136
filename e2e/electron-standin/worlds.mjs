/**
 * What runs in the page: the isolated world of the preload script, and the one main-world script that answers for
 * contextBridge. The functions are sent as text; they may use nothing from this module.
 */

/** In the isolated world: `require('electron')` for the preload script, which follows. */
function preloadWorld() {
  const listeners = new Map();
  const ports = new Map();
  const post = (message) => globalThis.standinSend(JSON.stringify(message));
  const openPort = (id) => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = ({ data }) => post({ kind: 'port-message', id, data });
    port1.addEventListener('close', () => {
      if (ports.delete(id)) post({ kind: 'port-close', id });
    });
    return port2;
  };
  globalThis.standinReceive = ({ kind, channel, args, id, data, ports: moved }) => {
    if (kind === 'ipc') {
      const event = { ports: moved.map(openPort) };
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
    } else if (kind === 'port-message') ports.get(id)?.postMessage(data);
    else if (kind === 'port-close') {
      const port = ports.get(id);
      ports.delete(id);
      port?.close();
    }
  };
  const ipcRenderer = {
    send: (channel, ...args) => post({ kind: 'ipc', channel, args }),
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  };

  const exposed = new Map();
  const describe = (api) =>
    Object.fromEntries(
      Object.entries(api).map(([key, value]) => [key, typeof value === 'function' ? { isFunction: true } : { value }]),
    );
  const announce = (name) => {
    const detail = JSON.stringify({ name, api: describe(exposed.get(name)) });
    document.dispatchEvent(new CustomEvent('standin:expose', { detail }));
  };
  document.addEventListener('standin:ready', () => [...exposed.keys()].forEach(announce));
  document.addEventListener('standin:call', ({ detail }) => {
    const { name, key, args } = JSON.parse(detail);
    const callback =
      (id) =>
      (...values) =>
        document.dispatchEvent(new CustomEvent('standin:callback', { detail: JSON.stringify({ id, values }) }));
    exposed.get(name)[key](...args.map(({ id, value }) => (id === undefined ? value : callback(id))));
  });
  const contextBridge = {
    exposeInMainWorld: (name, api) => {
      exposed.set(name, api);
      announce(name);
    },
  };
  globalThis.require = (module) => {
    if (module !== 'electron') throw new Error(`a sandboxed preload script cannot load ${module}`);
    return { ipcRenderer, contextBridge };
  };
}

/** In the main world, before any script of the page: the exposed objects, whose functions call across. */
function bridgeWorld() {
  const callbacks = new Map();
  const carry = (value) => {
    if (typeof value !== 'function') return { value };
    callbacks.set(callbacks.size + 1, value);
    return { id: callbacks.size };
  };
  const call = (name, key, args) =>
    document.dispatchEvent(
      new CustomEvent('standin:call', { detail: JSON.stringify({ name, key, args: args.map(carry) }) }),
    );
  document.addEventListener('standin:expose', ({ detail }) => {
    const { name, api } = JSON.parse(detail);
    if (name in window) return;
    const entries = Object.entries(api).map(([key, { isFunction, value }]) => [
      key,
      isFunction ? (...args) => void call(name, key, args) : value,
    ]);
    Object.defineProperty(window, name, { value: Object.freeze(Object.fromEntries(entries)) });
  });
  document.addEventListener('standin:callback', ({ detail }) => {
    const { id, values } = JSON.parse(detail);
    callbacks.get(id)(...values);
  });
  document.dispatchEvent(new CustomEvent('standin:ready'));
}

/** @returns {string} the isolated world's script, ending with the preload script itself */
export function preloadSource(preload) {
  return `if (window === top) { (${preloadWorld})(); ((require, module, exports) => {\n${preload}\n})(require, { exports: {} }, {}); }`;
}

export const BRIDGE_SOURCE = `if (window === top) (${bridgeWorld})();`;
