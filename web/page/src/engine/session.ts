import { countWorkers, keepWorkersReady, type EngineModule, type Pointer } from './module.ts';
import type {
  DetectorTimes,
  FrameFacts,
  FrameSink,
  LiveSettings,
  SessionFacts,
  SessionSettings,
  Status,
  Variant,
} from './protocol.ts';
import { throwText, withText } from './texts.ts';

/** Numbers of vision::PixelFormat. */
const pixelFormats = { I420: 0, NV12: 1, RGBA: 4 } as const;

/** Detect, track and render; capture has the engine's own thread. */
const stageThreads = 3;

/** A frame of 1920x1080 in any format fits; larger ones ask for a session of their own. */
export const usualFrameBytes = 1920 * 1080 * 4;

export interface SessionOptions {
  readonly variant: Variant;
  readonly session: SessionSettings;
  readonly live: LiveSettings;
  readonly lossless: boolean;
  readonly frameBytes: number;
}

/** What the engine knows of a session. */
type NetworkFacts = Pick<SessionFacts, 'labels' | 'precision' | 'integer_operators' | 'multiply_accumulates'>;

/** Threads that a session takes from the pool. While a network of another size is planned there are two detectors. */
export function threadsOf(session: Pick<SessionSettings, 'mode' | 'threads' | 'hold'>): number {
  const detectors = typeof session.hold === 'number' ? 2 : 1;
  return (session.mode === 'pipelined' ? stageThreads : 0) + detectors * (session.threads - 1);
}

/** A session of the engine and where its frames come in. Errors are one sentence for the user. */
export class Session implements FrameSink {
  paused = false;
  /** Told once, when a frame has come that is larger than the slots. */
  onOutgrown: (bytes: number) => void = () => {};
  readonly facts: SessionFacts;
  /** Held for as long as the session: Firefox lets go of a canvas passed on to a thread whose wrapper here is collected. */
  readonly canvas: OffscreenCanvas;
  private readonly module: EngineModule;
  private readonly engine: Pointer;
  private readonly options: SessionOptions;
  private waiting: (() => void)[] = [];

  private constructor(
    module: EngineModule,
    engine: Pointer,
    canvas: OffscreenCanvas,
    options: SessionOptions,
    facts: SessionFacts,
  ) {
    this.canvas = canvas;
    this.module = module;
    this.engine = engine;
    this.options = options;
    this.facts = facts;
    module.Brigade.onCaptureRested = () => this.wakeFeed();
  }

  static async begin(module: EngineModule, engine: Pointer, canvas: OffscreenCanvas, options: SessionOptions): Promise<Session> {
    const began = performance.now();
    const { variant, session, live, lossless, frameBytes } = options;
    await keepWorkersReady(module, threadsOf(session));
    withText(module, JSON.stringify({ ...session, lossless, frameBytes, live }), (text) => {
      throwText(module, module._brigade_begin(engine, text));
    });
    const drawing = module.PThread?.pthreads[module._brigade_render_thread(engine)];
    if (drawing) drawing.postMessage({ brigadeCanvas: canvas }, [canvas]);
    else module.Brigade.setCanvas(canvas);
    const facts = JSON.parse(module.UTF8ToString(module._brigade_facts(engine))) as NetworkFacts;
    return new Session(module, engine, canvas, options, {
      variant,
      mode: session.mode,
      threads: session.threads,
      policy: lossless ? 'lossless' : 'live',
      ...facts,
      workers: countWorkers(module) + 1,
      load_ms: performance.now() - began,
    });
  }

  change(live: LiveSettings): void {
    withText(this.module, JSON.stringify(live), (text) => {
      throwText(this.module, this.module._brigade_change(this.engine, text));
    });
  }

  status(): Status {
    return JSON.parse(this.module.UTF8ToString(this.module._brigade_status(this.engine))) as Status;
  }

  /** What is shown now, as PNG. */
  async snapshot(): Promise<Blob> {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<{ blob?: Blob; reason?: string }>((resolve) => {
      port1.onmessage = (event: MessageEvent<{ blob?: Blob; reason?: string }>) => resolve(event.data);
    });
    const drawing = this.module.PThread?.pthreads[this.module._brigade_render_thread(this.engine)];
    if (drawing) drawing.postMessage({ brigadeSnapshot: port2 }, [port2]);
    else this.module.Brigade.snapshot(port2);
    const { blob, reason } = await answer;
    port1.close();
    if (!blob) throw new Error(reason);
    return blob;
  }

  record(on: boolean): void {
    this.module._brigade_record(this.engine, on);
  }

  recording(): string {
    return this.module.UTF8ToString(this.module._brigade_recording(this.engine));
  }

  /** Shows what has come, ends all threads, gives their memory back. Resolves when that is done, with the last status. */
  async end(): Promise<Status> {
    this.paused = false;
    this.wakeFeed();
    this.module._brigade_close_inbox(this.engine);
    while (!this.module._brigade_over(this.engine)) {
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    const status = this.status();
    this.module._brigade_end(this.engine);
    this.module.Brigade.setCanvas(null);
    this.module.Brigade.onCaptureRested = null;
    return status;
  }

  // --- frames ---

  get lossless(): boolean {
    return this.options.lossless;
  }

  fit(bytes: number): Promise<void> {
    if (bytes <= this.options.frameBytes) return Promise.resolve();
    this.onOutgrown(bytes);
    return new Promise(() => {}); // the page ends this session
  }

  reserve(): Uint8Array | null {
    if (this.paused) return null;
    const memory = this.module._brigade_reserve(this.engine);
    return memory === 0 ? null : this.module.HEAPU8.subarray(memory, memory + this.options.frameBytes);
  }

  async room(): Promise<void> {
    while (this.paused || !this.module._brigade_has_room(this.engine)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  commit(frame: FrameFacts): void {
    const { format, width, height, matrix, fullRange, mediaTime } = frame;
    this.module._brigade_commit(this.engine, pixelFormats[format], width, height, matrix === 'bt709', fullRange, mediaTime);
  }

  release(): void {
    this.module._brigade_release(this.engine);
  }

  countReplaced(): void {
    this.module._brigade_count_replaced(this.engine);
  }

  /** The synthetic scene's feed: at its rate, until aborted. */
  async runScene(width: number, height: number, framesPerSecond: number, signal: AbortSignal): Promise<void> {
    throwText(this.module, this.module._brigade_lay_out_scene(this.engine, width, height, framesPerSecond));
    const begin = performance.now();
    for (let frame = 0; !signal.aborted; frame++) {
      if (!this.paused) this.module._brigade_draw_scene(this.engine);
      const due = begin + ((frame + 1) * 1000) / framesPerSecond;
      await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    }
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.wakeFeed();
  }

  private wakeFeed(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }
}

/** The detector alone, on this thread and its pool; nothing else may run. */
export async function measureDetector(
  module: EngineModule,
  engine: Pointer,
  session: SessionSettings,
  frames: number,
): Promise<DetectorTimes> {
  await keepWorkersReady(module, session.threads - 1);
  const live = { score: 0.3, classes: [], heatClass: null, mirrored: false };
  const options = JSON.stringify({ ...session, lossless: false, frameBytes: 0, live });
  return withText(module, options, (text) => {
    const answer = module.UTF8ToString(module._brigade_measure(engine, text, frames));
    if (!answer.startsWith('{')) throw new Error(answer);
    return JSON.parse(answer) as DetectorTimes;
  });
}
