/** Stands in for the engine: slots in wasm memory that `runFeed` fills; what is published goes to the page. */
import { runFeed } from '../../../../web/page/src/capture/run_feed.ts';
import type { FrameSink } from '../../../../web/page/src/engine/protocol.ts';
import type { FromSink, SinkWishes, ToSink } from './messages.ts';

const pageBytes = 65536;
const slotAt = 4096;
const abort = new AbortController();
const send = (message: FromSink, transfer: Transferable[] = []): void => {
  postMessage(message, { transfer });
};

class StandInSink implements FrameSink {
  readonly lossless: boolean;
  replaced = 0;
  refused = 0;
  kept = 0;
  readonly faults: string[] = [];
  readonly #wishes: SinkWishes;
  #memory: WebAssembly.Memory;
  #asked = 0;
  #fits = 0;

  constructor(wishes: SinkWishes) {
    this.#wishes = wishes;
    this.lossless = wishes.lossless ?? false;
    this.#memory = this.#memoryOf(1);
  }

  #memoryOf(pages: number): WebAssembly.Memory {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: this.#wishes.shared ?? true });
  }

  fit(bytes: number): Promise<void> {
    if (this.kept !== 0) this.faults.push('asked to fit while a slot was reserved');
    if (bytes > this.#fits) this.#memory = this.#memoryOf(Math.ceil((slotAt + bytes) / pageBytes));
    this.#fits = Math.max(bytes, this.#fits);
    return Promise.resolve();
  }

  reserve(): Uint8Array | null {
    if (this.kept !== 0) this.faults.push('reserved a second slot');
    if (this.#wishes.refuses && ++this.#asked % 2 === 0) {
      ++this.refused;
      return null;
    }
    ++this.kept;
    return new Uint8Array(this.#memory.buffer, slotAt, this.#fits).fill(0);
  }

  room(): Promise<void> {
    return Promise.resolve();
  }

  commit(facts: Parameters<FrameSink['commit']>[0]): void {
    if (this.kept !== 1) this.faults.push('published a slot that was not reserved');
    if (abort.signal.aborted) this.faults.push('published after the abort');
    this.kept = 0;
    const bytes = new Uint8Array(this.#memory.buffer, slotAt, this.#fits).slice().buffer as ArrayBuffer;
    const copy = new Uint8Array(bytes).slice().buffer; // of ordinary memory, to be given away
    send({ what: 'frame', facts, bytes: copy, at: performance.timeOrigin + performance.now() }, [copy]);
    const { blocks = 0 } = this.#wishes;
    if (blocks > 0) setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blocks), 0);
  }

  release(): void {
    --this.kept;
  }

  countReplaced(): void {
    ++this.replaced;
  }
}

function refuseShared(): void {
  const { copyTo } = VideoFrame.prototype;
  VideoFrame.prototype.copyTo = function (target, options) {
    const buffer = ArrayBuffer.isView(target) ? target.buffer : target;
    if (buffer instanceof SharedArrayBuffer) return Promise.reject(new TypeError('shared memory is refused'));
    return copyTo.call(this, target, options);
  };
}

addEventListener('message', ({ data }: MessageEvent<ToSink>) => {
  if (data.what === 'abort') abort.abort();
  else void run(data);
});

async function run({ feed, wishes }: Extract<ToSink, { what: 'run' }>): Promise<void> {
  if (wishes.refusesShared) refuseShared();
  const sink = new StandInSink(wishes);
  const error = await runFeed(feed, sink, abort.signal).then(
    () => null,
    (problem: unknown) => (problem instanceof Error ? problem.message : String(problem)),
  );
  const { replaced, refused, kept, faults } = sink;
  send({ what: 'ended', error, replaced, refused, kept, faults });
}
