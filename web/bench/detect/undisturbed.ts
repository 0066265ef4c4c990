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
  /** What its loop took. */
  readonly microseconds: number;
}

/** A core that takes this much longer than at its best is shared: then it takes about twice as long. */
export const shared = 1.25;

/** Before and behind a run, milliseconds: looks are 20 apart, so that at least one of each core lies within. */
const margin = 22;

/** Fewer rounds than these say nothing of how far they lie apart. */
export const leastRounds = 5;

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
  /** Contestants of whom all runs count, as too few rounds had an undisturbed one. */
  readonly disturbed_contestants: number;
}

export interface Undisturbed {
  /** A measurement without a run is one of a round that does not count. */
  readonly rounds: readonly Round[];
  /** Of all contestants. */
  readonly runs: LeftOut;
}

/** Of everybody the runs that nobody disturbed; all of them where too few rounds have one. */
export function undisturbedRounds(rounds: readonly Round[], disturbed: Disturbed): Undisturbed {
  const native = undisturbedPart(
    rounds.map((round) => round.native.measurements),
    disturbed,
  );
  const browser = undisturbedPart(
    rounds.map((round) => round.browser?.measurements ?? []),
    disturbed,
  );
  return {
    rounds: rounds.map((round, index) => ({
      native: { ...round.native, measurements: native.rounds[index] ?? [] },
      browser: round.browser && { ...round.browser, measurements: browser.rounds[index] ?? [] },
    })),
    runs: {
      runs: native.runs.runs + browser.runs.runs,
      left_out: native.runs.left_out + browser.runs.left_out,
      disturbed_contestants: native.runs.disturbed_contestants + browser.runs.disturbed_contestants,
    },
  };
}

/** Of those who are measured in one place: their measurements round by round. */
function undisturbedPart<One extends Measurement>(
  rounds: readonly (readonly One[])[],
  disturbed: Disturbed,
): { readonly rounds: One[][]; readonly runs: LeftOut } {
  const contestants = transposed(rounds).map((measurements) => undisturbedRuns(measurements, disturbed));
  const kept = transposed(contestants);
  const runs = runsOf(rounds);
  return {
    rounds: kept,
    runs: {
      runs,
      left_out: runs - runsOf(kept),
      disturbed_contestants: contestants.filter(([first]) => first?.disturbed).length,
    },
  };
}

function runsOf(rounds: readonly (readonly Measurement[])[]): number {
  return rounds.flat().reduce((sum, { network_ms }) => sum + network_ms.length, 0);
}

function transposed<Value>(rows: readonly (readonly Value[])[]): Value[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as Value));
}

/** One contestant, round by round. */
function undisturbedRuns<One extends Measurement>(measurements: readonly One[], disturbed: Disturbed): One[] {
  const runs = quietRuns(measurements.map(timesOfRuns), disturbed);
  const layerRuns = quietRuns(measurements.map(timesOfLayerRuns), disturbed);
  const mark = runs === null ? { disturbed: true } : {};
  return measurements.map((one, round) => ({
    ...withLayerRuns(withRuns(one, runs?.[round]), layerRuns?.[round]),
    ...mark,
  }));
}

/** When runs began, and how long they took, milliseconds. */
interface Times {
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

function timesOfRuns({ starts_ms, network_ms, preprocess_ms, decode_ms }: Measurement): Times {
  const lengths = network_ms.map((ms, run) => ms + (preprocess_ms[run] ?? 0) + (decode_ms[run] ?? 0));
  return { starts: starts_ms, lengths };
}

function timesOfLayerRuns({ layer_starts_ms, layers }: Measurement): Times {
  const lengths = layer_starts_ms.map((_, run) =>
    layers.reduce((sum, { microseconds }) => sum + (microseconds[run] ?? 0) / 1000, 0),
  );
  return { starts: layer_starts_ms, lengths };
}

/** Of every round the indices of the runs that nobody disturbed; null where too few rounds have one. */
function quietRuns(rounds: readonly Times[], disturbed: Disturbed): number[][] | null {
  const quiet = rounds.map(({ starts, lengths }) =>
    starts.flatMap((start, run) => (disturbed(start, start + (lengths[run] ?? NaN)) ? [] : [run])),
  );
  const counted = quiet.filter((runs) => runs.length > 0).length;
  return counted >= Math.min(leastRounds, rounds.length) ? quiet : null;
}

/** With those of its runs alone, or with all. */
function withRuns<One extends Measurement>(one: One, runs: readonly number[] | undefined): One {
  const { starts_ms, network_ms, preprocess_ms, decode_ms } = one;
  return {
    ...one,
    starts_ms: chosen(starts_ms, runs),
    network_ms: chosen(network_ms, runs),
    preprocess_ms: chosen(preprocess_ms, runs),
    decode_ms: chosen(decode_ms, runs),
  };
}

function withLayerRuns<One extends Measurement>(one: One, runs: readonly number[] | undefined): One {
  return {
    ...one,
    layer_starts_ms: chosen(one.layer_starts_ms, runs),
    layers: one.layers.map((layer) => ({ ...layer, microseconds: chosen(layer.microseconds, runs) })),
  };
}

/** Of what there is of every run, or of none. */
function chosen(values: readonly number[], runs: readonly number[] | undefined): readonly number[] {
  return values.length === 0 || runs === undefined ? values : runs.map((run) => values[run] as number);
}
