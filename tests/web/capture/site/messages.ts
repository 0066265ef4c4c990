import type { Feed, FrameFacts } from '../../../../web/page/src/engine/protocol.ts';

/** How the stand-in for the engine behaves. */
export interface SinkWishes {
  readonly lossless?: boolean;
  /** Whether memory is shared, as in all builds but one. */
  readonly shared?: boolean;
  /** Milliseconds for which each frame blocks the worker, as an engine without threads does. */
  readonly blocks?: number;
  /** Refuses every second frame: all slots are in use. */
  readonly refuses?: boolean;
  /** `copyTo` rejects shared memory, as browsers may. */
  readonly refusesShared?: boolean;
}

export type ToSink = { readonly what: 'run'; readonly feed: Feed; readonly wishes: SinkWishes } | { readonly what: 'abort' };

export type FromSink =
  | { readonly what: 'frame'; readonly facts: FrameFacts; readonly bytes: ArrayBuffer; readonly at: number }
  | ({ readonly what: 'ended' } & Ending);

export interface Ending {
  /** What `runFeed` rejected with. */
  readonly error: string | null;
  readonly replaced: number;
  readonly refused: number;
  /** Slots that were neither filled nor given back; always 0. */
  readonly kept: number;
  /** What a sink must never see. */
  readonly faults: readonly string[];
}
