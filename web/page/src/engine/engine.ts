import type {
  DetectorTimes,
  Feed,
  LiveSettings,
  NetworkChoice,
  SessionFacts,
  SessionSettings,
  Status,
  Variant,
} from './protocol.ts';

/** Files of a network, as the page fetched them: in floats graph and weights, in int8 one. */
export interface Weights {
  readonly network: NetworkChoice;
  readonly files: readonly ArrayBuffer[];
}

export interface EngineEvents {
  onStatus(status: Status): void;
  /** The feed gave its last frame: a file's end, or a camera that was lost. */
  onFeedEnded(): void;
  /** A frame has come that is too large for the session: begin anew with as many `frameBytes`. */
  onOutgrown(bytes: number): void;
  /** The session ended with an error, one sentence for the user. */
  onBroken(reason: string): void;
}

/** One loaded build of the engine; the page's side of protocol.ts. Errors are one sentence for the user. */
export interface Engine {
  readonly variant: Variant;
  addWeights(weights: Weights): Promise<void>;
  /** Begins a session on a fresh canvas, of which it takes the control; a session that runs is ended before. */
  begin(
    canvas: HTMLCanvasElement,
    session: SessionSettings,
    live: LiveSettings,
    feed: Feed,
    frameBytes?: number,
  ): Promise<SessionFacts>;
  change(live: LiveSettings): Promise<void>;
  pause(paused: boolean): Promise<void>;
  /** What is shown now, as PNG. */
  snapshot(): Promise<Blob>;
  startTrace(): Promise<void>;
  /** Trace-event JSON of what happened since `startTrace`. */
  stopTrace(): Promise<Blob>;
  /** The detector alone in `frames` frames; ends the session that runs. */
  measure(session: SessionSettings, frames: number): Promise<DetectorTimes>;
  /** Ends the session; the engine may begin another. */
  end(): Promise<void>;
  /** Ends everything: all threads, all memory. */
  close(): void;
}
