/**
 * The one place where networks run: onnxruntime-node, loaded here and nowhere else. `run()` blocks its thread, so this
 * is a worker thread of its own; `models check` starts it as a process instead, which a broken graph may crash.
 */
import { parentPort } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeclaredTensor, InferenceAnswer, InferenceRequest } from './inference-protocol.ts';

const sessions = new Map<string, InferenceSession>();

const send = (answer: InferenceAnswer): void => {
  if (parentPort !== null) parentPort.postMessage(answer);
  else process.send?.(answer);
};

function declared(list: InferenceSession['inputMetadata']): DeclaredTensor[] {
  return list.map((tensor) =>
    tensor.isTensor
      ? { name: tensor.name, type: tensor.type, shape: tensor.shape }
      : { name: tensor.name, type: 'not a tensor', shape: [] },
  );
}

async function answer(request: Exclude<InferenceRequest, { type: 'end' }>): Promise<InferenceAnswer> {
  const { id, model } = request;
  if (request.type === 'load') {
    const session = await InferenceSession.create(request.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    sessions.set(model, session);
    return { id, graph: { inputs: declared(session.inputMetadata), outputs: declared(session.outputMetadata) } };
  }
  const session = sessions.get(model);
  if (session === undefined) throw new Error(`no network ${model} has been loaded`);
  const feeds: Record<string, Tensor> = {};
  for (const [name, { data, dims }] of Object.entries(request.inputs)) feeds[name] = new Tensor('float32', data, dims);
  const results = await session.run(feeds);
  const outputs: Record<string, { data: Float32Array; dims: readonly number[] }> = {};
  for (const [name, { data, dims }] of Object.entries(results)) {
    if (!(data instanceof Float32Array)) throw new Error(`the output ${name} is not of 32-bit floats`);
    outputs[name] = { data, dims };
  }
  return { id, outputs };
}

let queue: Promise<void> = Promise.resolve();

function receive(request: InferenceRequest): void {
  if (request.type === 'end') {
    parentPort?.close();
    process.disconnect?.();
    return;
  }
  // One after the other: a run must find its network loaded.
  queue = queue.then(() =>
    answer(request).then(send, (error: unknown) => {
      send({ id: request.id, failure: error instanceof Error ? error.message : String(error) });
    }),
  );
}

if (parentPort !== null) parentPort.on('message', receive);
else process.on('message', receive);
