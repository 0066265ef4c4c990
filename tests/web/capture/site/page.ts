/** A page with nothing but the sources, which it lays open to the test. */
import type { FrameFacts } from '../../../../web/page/src/engine/protocol.ts';
import { openCamera, openScreen } from '../../../../web/page/src/sources/camera.ts';
import { SourceError } from '../../../../web/page/src/sources/errors.ts';
import { openImage } from '../../../../web/page/src/sources/image.ts';
import { openSynthetic } from '../../../../web/page/src/sources/synthetic.ts';
import type { Source } from '../../../../web/page/src/sources/types.ts';
import { openVideo } from '../../../../web/page/src/sources/video.ts';
import { openY4m } from '../../../../web/page/src/sources/y4m.ts';
import type { Ending, FromSink, SinkWishes, ToSink } from './messages.ts';
import { madeCamera } from './made_camera.ts';

/** A frame as the stand-in engine got it. */
export interface Received {
  readonly facts: FrameFacts;
  readonly bytes: number;
  readonly sha256: string;
  /** The first four bytes and those in the middle. */
  readonly samples: readonly number[];
  /** When it was published: milliseconds since 1970. */
  readonly at: number;
}

export class Run {
  readonly frames: Received[] = [];
  readonly ended: Promise<Ending>;
  readonly #worker = new Worker(new URL('./sink_worker.ts', import.meta.url), { type: 'module' });
  #waiting: (() => void)[] = [];

  constructor(source: Source, wishes: SinkWishes = {}) {
    this.ended = new Promise((resolve, reject) => {
      this.#worker.onerror = (event) => reject(new Error(event.message));
      this.#worker.onmessage = async ({ data }: MessageEvent<FromSink>) => {
        if (data.what === 'frame') this.frames.push(await received(data));
        else resolve(data);
        for (const wake of this.#waiting.splice(0)) wake();
      };
    });
    const { feed, transfer } = source.feed();
    this.#send({ what: 'run', feed, wishes }, transfer);
  }

  /** Resolves when so many frames have come. */
  async take(count: number): Promise<readonly Received[]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.frames.slice(0, count);
  }

  abort(): Promise<Ending> {
    this.#send({ what: 'abort' });
    return this.ended;
  }

  #send(message: ToSink, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

async function received({ facts, bytes, at }: Extract<FromSink, { what: 'frame' }>): Promise<Received> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const middle = Math.floor(bytes.byteLength / 8) * 4;
  const samples = [...new Uint8Array(bytes, 0, 4), ...new Uint8Array(bytes, middle, 4)];
  return { facts, bytes: bytes.byteLength, sha256, samples, at };
}

/** The key and words of a source's refusal to open. */
async function refusal(opening: Promise<Source>): Promise<{ key: string; message: string }> {
  const problem: unknown = await opening.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(problem instanceof SourceError)) throw new Error(`no SourceError, but ${String(problem)}`);
  return { key: problem.key, message: problem.message };
}

const standIn = { openCamera, openScreen, openVideo, openImage, openY4m, openSynthetic, madeCamera, refusal, Run };
export type StandIn = typeof standIn;
Object.assign(globalThis, { capture: standIn });
