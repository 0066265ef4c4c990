/**
 * Leaves out the runs during which somebody else held back a core: a virtual machine's cores share theirs with other guests of the
 * host, and are half as fast then. What says so is a watcher that knows nothing of the runs, so that no run is left out for being slow.
 */
import type { Round } from './figures.ts';
import type { Measurement } from './site/protocol.ts';

/** A look at a core, of bench/detect/watch/look.hpp. */
export interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly core: number;
  /** What a few multiply-adds took. */
  readonly microseconds: number;
}

/** A core that takes this much longer than at its best is shared: then it takes about twice as long. */
const shared = 1.25;

/** Before and behind a run, milliseconds: looks are 20 apart, so that at least one of each core lies within. */
const margin = 22;

/** Fewer runs than these have no median worth its name. */
const leastRuns = 3;

/** Whether a core was shared at some time between two, milliseconds since 1970. */
export type Disturbed = (from: number, to: number) => boolean;

export function disturbances(looks: readonly Look[]): Disturbed {
  const best = new Map<number, number>();
  for (const { core, microseconds } of looks) best.set(core, Math.min(microseconds, best.get(core) ?? Infinity));
  const times = looks
    .filter(({ core, microseconds }) => microseconds > shared * (best.get(core) ?? 0))
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return (from, to) => {
    const next = times[firstFrom(times, from - margin)];
    return next !== undefined && next <= to + margin;
  };
}

/** The index of the first of ascending numbers that is at least `value`. */
function firstFrom(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Runs, and those that were left out. */
export interface LeftOut {
  readonly runs: number;
  readonly left_out: number;
}

export interface Undisturbed {
  readonly rounds: readonly Round[];
  /** Of all contestants. */
  readonly runs: LeftOut;
}

/** Of every measurement the runs that nobody disturbed; all of them where these are too few. */
export function undisturbedRounds(rounds: readonly Round[], disturbed: Disturbed): Undisturbed {
  const runs = { runs: 0, left_out: 0 };
  const clean = <One extends Measurement>(one: One): One => {
    const kept = undisturbedRuns(one, disturbed);
    runs.runs += one.network_ms.length;
    runs.left_out += one.network_ms.length - kept.network_ms.length;
    return kept;
  };
  return {
    rounds: rounds.map(({ native, browser }) => ({
      native: { ...native, measurements: native.measurements.map(clean) },
      browser: browser && { ...browser, measurements: browser.measurements.map(clean) },
    })),
    runs,
  };
}

function undisturbedRuns<One extends Measurement>(one: One, disturbed: Disturbed): One {
  const { starts_ms, network_ms, preprocess_ms, decode_ms, layer_starts_ms, layers } = one;
  const whole = network_ms.map((ms, run) => ms + (preprocess_ms[run] ?? 0) + (decode_ms[run] ?? 0));
  const runs = quiet(starts_ms, whole, disturbed);
  const layered = layer_starts_ms.map((_, run) =>
    layers.reduce((sum, { microseconds }) => sum + (microseconds[run] ?? 0) / 1000, 0),
  );
  const layerRuns = quiet(layer_starts_ms, layered, disturbed);
  return {
    ...one,
    starts_ms: chosen(starts_ms, runs),
    network_ms: chosen(network_ms, runs),
    preprocess_ms: chosen(preprocess_ms, runs),
    decode_ms: chosen(decode_ms, runs),
    layer_starts_ms: chosen(layer_starts_ms, layerRuns),
    layers: layers.map((layer) => ({ ...layer, microseconds: chosen(layer.microseconds, layerRuns) })),
  };
}

/** Indices of the runs that nobody disturbed, or of all. */
function quiet(starts: readonly number[], lengths: readonly number[], disturbed: Disturbed): number[] {
  const all = starts.map((_, run) => run);
  const found = all.filter((run) => !disturbed(starts[run] ?? NaN, (starts[run] ?? NaN) + (lengths[run] ?? NaN)));
  return found.length < leastRuns ? all : found;
}

/** Of what there is of every run, or of none. */
function chosen(values: readonly number[], runs: readonly number[]): number[] {
  return values.length === 0 ? [] : runs.map((run) => values[run] as number);
}
