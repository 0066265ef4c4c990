/** The typed interface of the wasm module: web/engine/engine.cpp and browser.js are its other side. Used by the engine's worker alone. */

export type Pointer = number;

/** One thread's side of browser.js. */
interface Brigade {
  setCanvas(canvas: OffscreenCanvas | null): void;
  snapshot(port: MessagePort): void;
  onCaptureRested: (() => void) | null;
}

/** Emscripten's pool of workers; absent from the build without threads. */
interface ThreadPool {
  readonly unusedWorkers: Worker[];
  readonly pthreads: Record<Pointer, Worker>;
  allocateUnusedWorker(): void;
  loadWasmModuleToWorker(worker: Worker): Promise<Worker>;
  terminateAllThreads(): void;
}

export interface EngineModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer | SharedArrayBuffer>;
  readonly FS: { mkdirTree(path: string): void; writeFile(path: string, content: Uint8Array): void };
  readonly PThread?: ThreadPool;
  readonly Brigade: Brigade;
  UTF8ToString(text: Pointer): string;
  stringToNewUTF8(text: string): Pointer;
  _free(memory: Pointer): void;

  _brigade_create(): Pointer;
  _brigade_weights_files(engine: Pointer, network: Pointer): Pointer;
  _brigade_begin(engine: Pointer, options: Pointer): Pointer;
  _brigade_change(engine: Pointer, options: Pointer): Pointer;
  _brigade_facts(engine: Pointer): Pointer;
  _brigade_status(engine: Pointer): Pointer;
  _brigade_render_thread(engine: Pointer): Pointer;

  _brigade_reserve(engine: Pointer): Pointer;
  _brigade_commit(
    engine: Pointer,
    format: number,
    width: number,
    height: number,
    bt709: boolean,
    fullRange: boolean,
    mediaTime: number,
  ): void;
  _brigade_release(engine: Pointer): void;
  _brigade_count_replaced(engine: Pointer): void;
  _brigade_has_room(engine: Pointer): number;
  _brigade_lay_out_scene(engine: Pointer, width: number, height: number, framesPerSecond: number): Pointer;
  _brigade_draw_scene(engine: Pointer): void;

  _brigade_close_inbox(engine: Pointer): void;
  _brigade_over(engine: Pointer): number;
  _brigade_end(engine: Pointer): void;

  _brigade_measure(engine: Pointer, options: Pointer, frames: number): Pointer;
  _brigade_record(engine: Pointer, on: boolean): void;
  _brigade_recording(engine: Pointer): Pointer;
}

type Factory = (options: { poolSize: number }) => Promise<EngineModule>;

/** Loads a build with `poolSize` workers waiting to become threads. */
export async function loadModule(url: string, poolSize: number): Promise<EngineModule> {
  const { default: create } = (await import(/* @vite-ignore */ url)) as { default: Factory };
  return create({ poolSize });
}

/** Sees to it that at least so many workers wait to become threads; starting one of them then never waits. */
export async function keepWorkersReady(module: EngineModule, count: number): Promise<void> {
  const pool = module.PThread;
  if (!pool) return;
  const loading: Promise<Worker>[] = [];
  while (pool.unusedWorkers.length < count) {
    pool.allocateUnusedWorker();
    const worker = pool.unusedWorkers.at(-1);
    if (worker) loading.push(pool.loadWasmModuleToWorker(worker));
  }
  await Promise.all(loading);
}

/** Workers of the pool, at work or waiting. */
export function countWorkers(module: EngineModule): number {
  const pool = module.PThread;
  return pool ? pool.unusedWorkers.length + Object.keys(pool.pthreads).length : 0;
}
