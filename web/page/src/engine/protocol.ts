/**
 * What page and engine say to each other. The engine is a worker of its own: it holds the wasm module, captures frames and, one
 * after another, drives all stages; pipelined, detect, track and render have threads of their own. The page never touches wasm.
 */

/** The builds of the engine, fastest first. `single` needs no shared memory and works one stage after another. */
export const variants = ['relaxed', 'simd', 'scalar', 'single'] as const;
export type Variant = (typeof variants)[number];

export type Mode = 'pipelined' | 'sequential';

/** What the detector computes in: floats, or 8-bit integers wherever that is precise enough (docs/int8.md). */
export const precisions = ['f32', 'int8'] as const;
export type Precision = (typeof precisions)[number];

/** Which weights compute, and in what. */
export interface NetworkChoice {
  /** A name of the catalogue: "centernet", "nanodet". */
  readonly model: string;
  readonly precision: Precision;
}

/** What a session is made of; a change ends the session and begins another, with a canvas of its own. */
export interface SessionSettings extends NetworkChoice {
  /** Side of the network's input in pixels, a multiple of 32. */
  readonly size: number;
  /** Of the detector's pool, at least 1. */
  readonly threads: number;
  readonly mode: Mode;
  /** Detections a second to hold, live and pipelined, by a smaller input than `size`; null or absent: as many as there are. */
  readonly hold?: number | null;
}

/** What may change from frame to frame. */
export interface LiveSettings {
  /** Detections below are not shown, 0..1. */
  readonly score: number;
  /** Indices into the labels; empty: all. */
  readonly classes: readonly number[];
  /** The class whose heat map is laid over the picture (x-ray), or null. */
  readonly heatClass: number | null;
  /** Whether the picture is shown as in a mirror (a camera that looks at the user). */
  readonly mirrored: boolean;
}

/** How frames come from the page into the engine, best first; the last three need no ladder. */
export type CaptureWay =
  | 'track-processor' // MediaStreamTrackProcessor, read by the engine
  | 'video-frame' // requestVideoFrameCallback and VideoFrame on the page, copied by the engine
  | 'canvas' // requestVideoFrameCallback and createImageBitmap on the page, read back by the engine
  | 'image'
  | 'y4m'
  | 'synthetic';

/** Everything the engine needs to read a source. Streams, tracks, ports and bitmaps are transferred. */
export type Feed =
  | { readonly way: 'track-processor'; readonly frames: ReadableStream<VideoFrame> }
  /** Browsers that have MediaStreamTrackProcessor in workers alone (Safari). */
  | { readonly way: 'track-processor'; readonly track: MediaStreamTrack }
  /** The port brings a `PostedFrame` for each `FrameWanted` that it is sent; a null closes it. */
  | { readonly way: 'video-frame' | 'canvas'; readonly port: MessagePort }
  | { readonly way: 'image'; readonly bitmap: ImageBitmap }
  /** Every frame, in order, as fast as the pipeline takes them (lossless); all other feeds are live. */
  | { readonly way: 'y4m'; readonly file: Blob }
  | { readonly way: 'synthetic'; readonly width: number; readonly height: number; readonly framesPerSecond: number };

export interface PostedFrame {
  readonly picture: VideoFrame | ImageBitmap;
  /** The source's own time, microseconds. */
  readonly mediaTime: number;
  /** Frames shown since the one posted before, which nobody wanted. */
  readonly replaced: number;
}

/** From engine to page, by the feed's port: the next frame is wanted, as new as can be. */
export type FrameWanted = 'want';

/** What becomes of frames in the engine: slots of the frame pool, in (shared) wasm memory. Lives in the engine's worker. */
export interface FrameSink {
  /** Whether the feed has to give every frame; it then awaits `room` before each. */
  readonly lossless: boolean;
  /** Makes sure that frames of so many bytes fit a slot; may restart the session. Resolves at once where they do. */
  fit(bytes: number): Promise<void>;
  /** Memory for one frame, or null when every slot is in use (the frame is to be dropped; it has been counted). */
  reserve(): Uint8Array | null;
  /** Lossless: resolves when `reserve` will give a slot. */
  room(): Promise<void>;
  /** The reserved slot has been filled. */
  commit(frame: FrameFacts): void;
  /** The reserved slot will not be filled (the copy failed, the feed ends). */
  release(): void;
  /** A frame was lost before it could be copied, because a newer one had come. */
  countReplaced(): void;
}

export interface FrameFacts {
  readonly format: 'I420' | 'NV12' | 'RGBA';
  readonly width: number;
  readonly height: number;
  /** Of I420 and NV12. */
  readonly matrix: 'bt601' | 'bt709';
  readonly fullRange: boolean;
  /** The source's own time, microseconds. */
  readonly mediaTime: number;
}

export interface DurationSummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export type StageName = 'capture' | 'detect' | 'track' | 'render';

/** As in the report of `brigade run`; see docs/report.md. All times are milliseconds, counts are since the session began. */
export interface StageStatus {
  readonly name: StageName;
  readonly in: number;
  readonly out: number;
  readonly drops: Readonly<Record<string, number>>;
  readonly frames_per_second: number;
  readonly utilisation: number;
  readonly service_ms: DurationSummary;
  readonly wait_ms: DurationSummary;
  readonly busy_ms: number;
  readonly blocked_ms: number;
  readonly queue_depth: { readonly mean: number; readonly max: number };
}

export interface QueueStatus {
  readonly from: StageName;
  readonly to: StageName;
  readonly policy: 'live' | 'lossless';
  readonly depth: number;
  readonly sent: number;
  readonly received: number;
  readonly dropped: number;
}

/** Why the input's size is what it is: detections took too long, a larger input fits, or even the least size is too slow. */
export type SizeReason = 'too slow' | 'room' | 'out of reach';

export interface SizeChange {
  readonly frame: number;
  readonly from: number;
  readonly to: number;
  readonly reason: SizeReason;
  readonly took_ms: number;
  readonly expected_ms: number;
  readonly planning_ms: number;
}

/** A rate of detections that is to be held, and what has been done for it; see docs/report.md. */
export interface HeldRate {
  readonly wanted: number;
  readonly detections_per_second: number;
  readonly least: number;
  readonly most: number;
  readonly size: number;
  readonly threads: number;
  readonly changes: readonly SizeChange[];
}

/** Some ten times a second. */
export interface Status {
  /** Milliseconds of the monotonic clock, so that rates follow from differences. */
  readonly now_ms: number;
  readonly stages: readonly StageStatus[];
  readonly queues: readonly QueueStatus[];
  /** From a frame's capture to the end of its drawing. */
  readonly latency_ms: DurationSummary;
  /** Age of the boxes shown. */
  readonly staleness_ms: DurationSummary;
  /** Ids given. */
  readonly objects: number;
  /** Frames shown, and how large the last one was. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Boxes of the last frame shown: for screen readers and tests. */
  readonly tracks: readonly ShownTrack[];
  /** Rows of a MOTChallenge file since the last status, one for each object and detected frame. */
  readonly mot_rows: string;
  /** Null where no rate is to be held. */
  readonly held_rate: HeldRate | null;
  /** What ended the session, or null. */
  readonly error: string | null;
}

export interface ShownTrack {
  readonly id: number;
  readonly category: number;
  readonly score: number;
  /** x, y, width, height in pixels of the frame as shown. */
  readonly box: readonly [number, number, number, number];
}

/** What a session turned out to be. */
export interface SessionFacts {
  readonly variant: Variant;
  readonly mode: Mode;
  readonly threads: number;
  readonly policy: 'live' | 'lossless';
  readonly labels: readonly string[];
  readonly precision: Precision;
  /** Steps of the network that compute in integers: none in floats, and none in int8 where floats are faster (without SIMD). */
  readonly integer_operators: number;
  readonly multiply_accumulates: number;
  /** Workers alive in the engine, its own included. */
  readonly workers: number;
  readonly load_ms: number;
}

/** How long the parts of each detection took, milliseconds, and how many detections a second came of it. */
export interface DetectorTimes {
  readonly frames_per_second: number;
  readonly preprocess: readonly number[];
  readonly network: readonly number[];
  readonly decode: readonly number[];
}

/** From page to engine. Each request is answered by a reply of the same `id`. */
export type Request =
  | { readonly what: 'load'; readonly variant: Variant; readonly moduleUrl: string; readonly threads: number }
  /** In floats the files of graph and weights, in int8 the one file. */
  | { readonly what: 'weights'; readonly network: NetworkChoice; readonly files: readonly ArrayBuffer[] }
  | {
      readonly what: 'begin';
      readonly canvas: OffscreenCanvas;
      readonly session: SessionSettings;
      readonly live: LiveSettings;
      readonly feed: Feed;
      /** How many bytes a frame may have, where that is more than one of 1920x1080 (see `outgrown`). */
      readonly frameBytes?: number;
    }
  | { readonly what: 'change'; readonly live: LiveSettings }
  | { readonly what: 'pause'; readonly paused: boolean }
  | { readonly what: 'snapshot' }
  | { readonly what: 'trace'; readonly recording: boolean }
  /** The detector alone, while no session runs; answered with `DetectorTimes`. */
  | { readonly what: 'measure'; readonly session: SessionSettings; readonly frames: number }
  | { readonly what: 'end' };

/** From engine to page. */
export type Message =
  | { readonly what: 'done'; readonly id: number; readonly value?: unknown }
  | { readonly what: 'failed'; readonly id: number; readonly reason: string }
  | { readonly what: 'status'; readonly status: Status }
  /** The feed gave its last frame: the file's end, or a camera that was lost. */
  | { readonly what: 'feed-ended' }
  /** A frame has come that needs larger slots: begin anew with as many `frameBytes`. */
  | { readonly what: 'outgrown'; readonly bytes: number }
  /** The session ended with an error. */
  | { readonly what: 'broken'; readonly reason: string };
