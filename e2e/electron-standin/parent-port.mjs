/** Loaded first in the child of utility-process.mjs: turns the child's IPC channel into `process.parentPort`. */
import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';
import { MessagePortMain } from './ports.mjs';

// Worker threads of the child are started with the same options, and have no parent port.
if (isMainThread) install(process.send.bind(process));

function install(send) {
  // A utility process has no such thing, and a program may ask which host it runs in.
  process.send = undefined;

  // It ends with the program that forked it.
  process.once('disconnect', () => process.exit(0));

  const parentPort = new EventEmitter();
  const ports = new Map();
  const early = [];
  parentPort.postMessage = (data) => send({ kind: 'message', data });

  /** The program's end of a port: a pair whose other end is the wire. */
  function open(id) {
    const [here, wire] = MessagePortMain.pair();
    wire.moveTo({
      message: (data) => send({ kind: 'port-message', id, data }),
      close: () => {
        ports.delete(id);
        send({ kind: 'port-close', id });
      },
    });
    ports.set(id, wire);
    return here;
  }

  process.on('message', ({ kind, id, data, ports: moved = [] }) => {
    if (kind === 'port-message') ports.get(id)?.postMessage(data);
    else if (kind === 'port-close') ports.get(id)?.close();
    else if (kind === 'message') {
      const event = { data, ports: moved.map(open) };
      if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event);
      else early.push(event);
    }
  });

  parentPort.on('newListener', (name) => {
    if (name !== 'message') return;
    setImmediate(() => {
      for (const event of early.splice(0)) parentPort.emit('message', event);
    });
  });

  process.parentPort = parentPort;
}
