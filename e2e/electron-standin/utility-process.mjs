/** utilityProcess.fork: a child process that finds a `process.parentPort`. */
import { fork as forkChild } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PortTable } from './ports.mjs';

const SHIM = new URL('./parent-port.mjs', import.meta.url).href;

class UtilityProcess extends EventEmitter {
  #child;
  #ports;

  constructor(file, args, { env, stdio } = {}) {
    super();
    this.#child = forkChild(fileURLToPath(new URL(file, 'file:')), args, {
      env,
      execArgv: ['--import', SHIM],
      serialization: 'advanced',
      stdio: stdio === 'inherit' ? ['ignore', 2, 2, 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#ports = new PortTable((message) => this.#send(message));
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => {
      if (!this.#ports.receive(message) && message.kind === 'message') this.emit('message', message.data);
    });
    this.#child.once('exit', (code) => {
      this.pid = undefined;
      this.#ports.closeAll();
      this.emit('exit', code ?? 1);
    });
  }

  postMessage(data, ports = []) {
    this.#send({ kind: 'message', data, ports: ports.map((port) => this.#ports.move(port)) });
  }

  kill() {
    return this.#child.kill('SIGTERM');
  }

  #send(message) {
    if (this.#child.connected) this.#child.send(message, () => {}); // a child that has just died hears nothing
  }
}

export const utilityProcess = {
  fork: (file, args = [], options = {}) => new UtilityProcess(file, args, options),
};
