// The only host globals that core may use: present in Node, in a browser window and in a worker.

interface AbortSignal {
  readonly aborted: boolean;
}
declare const performance: { now(): number };

declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
    private constructor();
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: object;
  }
  class CompileError extends Error {}
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
