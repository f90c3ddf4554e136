/** MessagePortMain and MessageChannelMain: pairs of ends, each here or moved into another process. */
import { EventEmitter } from 'node:events';

export class MessagePortMain extends EventEmitter {
  #peer = null;
  #queue = [];
  #isStarted = false;
  #isClosed = false;
  /** @type {{ message(data: unknown): void, close(): void } | null} where it lives when it has moved */
  #elsewhere = null;

  static pair() {
    const [a, b] = [new MessagePortMain(), new MessagePortMain()];
    a.#peer = b;
    b.#peer = a;
    return [a, b];
  }

  postMessage(data, ports = []) {
    if (ports.length > 0) throw new Error('electron stand-in: ports cannot be sent through ports');
    this.#peer.#deliver(structuredClone(data));
  }

  start() {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] });
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#peer.#deliverClose();
  }

  /** Moves this end: what arrives at it goes to `sink`; its owner there posts and closes through it. */
  moveTo(sink) {
    this.#elsewhere = sink;
    for (const data of this.#queue.splice(0)) sink.message(data);
    if (this.#isClosed) sink.close();
  }

  #deliver(data) {
    if (this.#isClosed) return;
    if (this.#elsewhere) this.#elsewhere.message(data);
    else if (this.#isStarted) setImmediate(() => this.emit('message', { data, ports: [] }));
    else this.#queue.push(data);
  }

  #deliverClose() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#elsewhere) this.#elsewhere.close();
    else setImmediate(() => this.emit('close'));
  }
}

export class MessageChannelMain {
  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}

/** The ports that one process on the other side of a wire holds, by number. */
export class PortTable {
  #ports = new Map();
  #last = 0;
  #send;

  /** @param {(message: object) => void} send puts a message on the wire */
  constructor(send) {
    this.#send = send;
  }

  /** @returns {number} the number under which the other side knows the port */
  move(port) {
    const id = ++this.#last;
    this.#ports.set(id, port);
    port.moveTo({
      message: (data) => this.#send({ kind: 'port-message', id, data }),
      close: () => {
        this.#ports.delete(id);
        this.#send({ kind: 'port-close', id });
      },
    });
    return id;
  }

  /** @returns {boolean} whether the message was one of a port */
  receive({ kind, id, data }) {
    const port = this.#ports.get(id);
    if (kind === 'port-message') port?.postMessage(data);
    else if (kind === 'port-close') this.#close(id);
    else return false;
    return true;
  }

  /** The other side is gone, and its ends with it. */
  closeAll() {
    for (const id of [...this.#ports.keys()]) this.#close(id);
  }

  #close(id) {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }
}
