/** The page of one worker: each has its own, so that none finds what another left behind. */
import type { Answer, WorkerName } from './protocol.ts';

declare global {
  interface Window {
    /** Starts the page's worker, which makes itself ready for that request. */
    prepare(worker: WorkerName, request: unknown): Promise<Answer<null>>;
    /** Lets the worker run for so long. */
    measure(milliseconds: number): Promise<Answer<unknown>>;
  }
}

// Each address is written out, for Vite has to see it.
const start: Readonly<Record<WorkerName, () => Worker>> = {
  ours: () => new Worker(new URL('./ours_worker.ts', import.meta.url), { type: 'module' }),
  tensorflow: () => new Worker(new URL('./tensorflow_worker.ts', import.meta.url), { type: 'module' }),
  onnxruntime: () => new Worker(new URL('./onnxruntime_worker.ts', import.meta.url), { type: 'module' }),
};

function ask<Value>(worker: Worker, name: WorkerName, message: unknown): Promise<Answer<Value>> {
  return new Promise((resolve) => {
    worker.onmessage = (event: MessageEvent<Answer<Value>>) => resolve(event.data);
    worker.onerror = (event) => resolve({ reason: event.message || `the worker ${name} does not start` });
    worker.postMessage(message);
  });
}

window.prepare = (name, request) => {
  const worker = start[name]();
  window.measure = (milliseconds) => ask(worker, name, milliseconds);
  return ask(worker, name, request);
};
