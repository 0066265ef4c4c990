/** What the driver asks of the page's workers, and what they answer. */

/** Builds of our engine that are measured, fastest first. */
export const variants = ['relaxed', 'simd', 'scalar'] as const;
export type Variant = (typeof variants)[number];

export interface Peak {
  readonly instructions: string;
  readonly type: string;
  /** 1e9 multiply-adds a second, of one core. */
  readonly gmacs: number;
}

export interface Layer {
  readonly name: string;
  readonly kind: string;
  readonly output: string;
  readonly multiply_accumulates: number;
  /** One a run. */
  readonly microseconds: readonly number[];
}

/** What a tensor holds, in a few numbers. */
export interface Digest {
  readonly mean: number;
  readonly mean_absolute: number;
  readonly largest: number;
}

/** bench::Measurement of bench/detect/measurement.hpp: what one contestant did in one round. */
export interface Measurement {
  readonly who: string;
  readonly network: string;
  readonly precision: string;
  readonly threads: number;
  readonly multiply_accumulates: number;
  /** When each run began, milliseconds since 1970; the next three say how long it took. */
  readonly starts_ms: readonly number[];
  readonly network_ms: readonly number[];
  readonly preprocess_ms: readonly number[];
  readonly decode_ms: readonly number[];
  /** When each run began whose layers were timed. */
  readonly layer_starts_ms: readonly number[];
  readonly layers: readonly Layer[];
  readonly outputs: readonly Digest[];
  /** All runs count, as too few rounds had an undisturbed one: undisturbed.ts says so, no contestant. */
  readonly disturbed?: boolean;
}

/** What our engine has: its machine's peaks and the detector's precisions. */
export interface Facts {
  readonly peaks: readonly Peak[];
  readonly precisions: readonly string[];
}

/** A network as those who do not run our engine are told of it. */
export interface NetworkFacts {
  readonly name: string;
  readonly multiply_accumulates: number;
  readonly outputs: readonly string[];
}

/** What a worker is to make ready; then it is told milliseconds, as often as one likes, and measures for so long. */
export type OursRequest =
  | { readonly what: 'facts'; readonly variant: Variant }
  | { readonly what: 'detect'; readonly variant: Variant; readonly precision: string; readonly threads: number };
export interface PeerRequest {
  readonly network: NetworkFacts;
  readonly threads: number;
}

export type WorkerName = 'ours' | 'tensorflow' | 'onnxruntime';
export type Answer<Value> = { readonly value: Value } | { readonly reason: string };

/** 1280x720 pixels, I420; as kPictureLayout of bench/detect/picture.hpp. */
export const pictureSize = { width: 1280, height: 720 } as const;

/** Where things lie on the site, from its root. */
export const places = {
  engine: (variant: Variant) => `/engine/${variant}/bench_detect.mjs`,
  peers: '/peers/',
  weights: '/weights/',
  inputs: '/inputs/',
  models: '/models/',
} as const;
