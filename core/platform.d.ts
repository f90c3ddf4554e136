// The only host globals that core may use: present in Node, in a browser window and in a worker.

interface AbortSignal {
  readonly aborted: boolean;
}
declare const performance: { now(): number };
