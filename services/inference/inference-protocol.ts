import type { Tensor } from '#core/inverse/session.ts';

/** What the inference worker is asked. Ids are the asker's; answers carry them back. */
export type InferenceRequest =
  | { readonly id: number; readonly type: 'load'; readonly model: string; readonly bytes: Uint8Array }
  | {
      readonly id: number;
      readonly type: 'run';
      readonly model: string;
      readonly inputs: Readonly<Record<string, Tensor>>;
    }
  | { readonly id: number; readonly type: 'end' };

/** A tensor of a graph as the graph itself declares it; a free dimension is a name or −1. */
export interface DeclaredTensor {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface LoadedGraph {
  readonly inputs: readonly DeclaredTensor[];
  readonly outputs: readonly DeclaredTensor[];
}

export type InferenceAnswer =
  | { readonly id: number; readonly graph: LoadedGraph }
  | { readonly id: number; readonly outputs: Readonly<Record<string, Tensor>> }
  | { readonly id: number; readonly failure: string };
