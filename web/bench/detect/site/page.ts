/** Starts a worker for each measurement, so that none finds what another left behind. */
import type { Answer, WorkerName } from './protocol.ts';

declare global {
  interface Window {
    measure(worker: WorkerName, request: unknown): Promise<Answer<unknown>>;
  }
}

// Each address is written out, for Vite has to see it.
const start: Readonly<Record<WorkerName, () => Worker>> = {
  ours: () => new Worker(new URL('./ours_worker.ts', import.meta.url), { type: 'module' }),
  tensorflow: () => new Worker(new URL('./tensorflow_worker.ts', import.meta.url), { type: 'module' }),
  onnxruntime: () => new Worker(new URL('./onnxruntime_worker.ts', import.meta.url), { type: 'module' }),
};

window.measure = (name, request) =>
  new Promise((resolve) => {
    const worker = start[name]();
    const end = (answer: Answer<unknown>) => {
      worker.terminate();
      resolve(answer);
    };
    worker.onmessage = (event: MessageEvent<Answer<unknown>>) => end(event.data);
    worker.onerror = (event) => end({ reason: event.message || `the worker ${name} does not start` });
    worker.postMessage(request);
  });
