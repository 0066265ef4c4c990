/** From what was measured in every round to what is reported. */
import { median, spread, type Spread } from '../statistics.ts';
import type { BrowserRound } from './browser_round.ts';
import type { NativeRound, Skipped } from './native_round.ts';
import { bestPeaks, peakOf, type Place, type PlacedPeak } from './peaks.ts';
import type { Layer, Measurement, Variant } from './site/protocol.ts';

export interface Round {
  readonly native: NativeRound;
  /** Null where there is no browser. */
  readonly browser: BrowserRound | null;
}

/** Multiply-adds done in some time. */
export interface Work {
  readonly ms: number;
  readonly multiply_accumulates: number;
  readonly gmacs: number;
  /** Of the peak of as many cores as there are threads, 0..1; null where no peak is known. */
  readonly share: number | null;
}

export type LayerFigures = Work & Pick<Layer, 'name' | 'kind' | 'output'>;

/** One contestant. `ms`, `gmacs` and `share` are of the network alone, times are spreads of the rounds' medians. */
export interface Figures {
  readonly who: string;
  readonly where: Place;
  readonly variant: Variant | null;
  readonly network: string;
  readonly precision: string;
  readonly threads: number;
  readonly multiply_accumulates: number;
  readonly ms: Spread;
  readonly gmacs: number;
  readonly share: number | null;
  /**
   * In every round, what ratios compare: the network's time and, of ours, decoding's, which computes box sides. Null in a round that
   * does not count, as all of its runs are left out.
   */
  readonly rounds_ms: readonly (number | null)[];
  /** The same of the least times of a round: what disturbs a machine only ever adds to a time. */
  readonly least_rounds_ms: readonly (number | null)[];
  /** All runs count, as too few rounds had one that nobody disturbed. */
  readonly disturbed: boolean;
  readonly preprocess_ms: Spread | null;
  readonly decode_ms: Spread | null;
  /** All layers that multiply, together. */
  readonly convolutions: Work | null;
  readonly layers: readonly LayerFigures[];
}

export interface Document {
  readonly peaks: readonly PlacedPeak[];
  readonly contestants: readonly Figures[];
  readonly skipped: readonly Skipped[];
}

interface Placed {
  readonly where: Place;
  readonly variant: Variant | null;
  readonly measurement: Measurement;
}

function measurementsOf({ native, browser }: Round): Placed[] {
  return [
    ...native.measurements.map((measurement) => ({ where: 'native' as const, variant: null, measurement })),
    ...(browser?.measurements ?? []).map((measurement) => ({
      where: 'browser' as const,
      variant: measurement.variant,
      measurement,
    })),
  ];
}

function keyOf({ where, variant, measurement: { who, network, precision, threads } }: Placed): string {
  return [who, where, variant, network, precision, threads].join(' ');
}

function grouped<Value>(values: readonly Value[], key: (value: Value) => string): Value[][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

function work(multiply_accumulates: number, ms: number, peak: number | null): Work {
  const gmacs = ms > 0 ? multiply_accumulates / ms / 1e6 : 0;
  return { ms, multiply_accumulates, gmacs, share: peak === null ? null : gmacs / peak };
}

function layersOf(rounds: readonly Measurement[], peak: number | null): LayerFigures[] {
  return (rounds[0]?.layers ?? []).map(({ name, kind, output, multiply_accumulates }, index) => {
    const times = rounds.map(({ layers }) => layers[index]?.microseconds ?? []).filter((runs) => runs.length > 0);
    const ms = median(times.map(median)) / 1000;
    return { name, kind, output, ...work(multiply_accumulates, ms, peak) };
  });
}

function together(layers: readonly LayerFigures[], peak: number | null): Work | null {
  const multiplying = layers.filter((layer) => layer.multiply_accumulates > 0);
  if (multiplying.length === 0) return null;
  const sum = (field: 'ms' | 'multiply_accumulates') => multiplying.reduce((total, layer) => total + layer[field], 0);
  return work(sum('multiply_accumulates'), sum('ms'), peak);
}

/** Of the medians of those rounds that have runs. */
function spreadOf(rounds: readonly (readonly number[])[]): Spread | null {
  const counted = rounds.filter((times) => times.length > 0);
  return counted.length > 0 ? spread(counted.map(median)) : null;
}

function figuresOf(placed: readonly Placed[], peaks: readonly PlacedPeak[]): Figures {
  const [{ where, variant, measurement }] = placed as [Placed, ...Placed[]];
  const { who, network, precision, threads, multiply_accumulates } = measurement;
  const rounds = placed.map((one) => one.measurement);
  const peak = peakOf(peaks, { where, variant, precision, threads });
  const ms = spreadOf(rounds.map(({ network_ms }) => network_ms)) as Spread;
  const eachRound = (of: (times: readonly number[]) => number) =>
    rounds.map(({ network_ms, decode_ms }) =>
      network_ms.length === 0 ? null : of(network_ms) + (decode_ms.length > 0 ? of(decode_ms) : 0),
    );
  const rounds_ms = eachRound(median);
  const least_rounds_ms = eachRound((times) => Math.min(...times));
  const layers = layersOf(rounds, peak);
  const { gmacs, share } = work(multiply_accumulates, ms.median, peak);
  return {
    ...{ who, where, variant, network, precision, threads, multiply_accumulates, ms, gmacs, share, rounds_ms, least_rounds_ms },
    disturbed: rounds.some(({ disturbed }) => disturbed === true),
    preprocess_ms: spreadOf(rounds.map(({ preprocess_ms }) => preprocess_ms)),
    decode_ms: spreadOf(rounds.map(({ decode_ms }) => decode_ms)),
    convolutions: together(layers, peak),
    layers,
  };
}

/** Throws a sentence where somebody computed something else than ours, or did more than the machine can. */
export function makeFigures(rounds: readonly Round[]): Document {
  checkOutputs(rounds.flatMap(measurementsOf));
  const peaks = [
    ...bestPeaks(
      'browser',
      rounds.map(({ browser }) => browser?.peaks ?? []),
    ),
    ...bestPeaks(
      'native',
      rounds.map(({ native }) => native.peaks),
    ),
  ];
  const contestants = grouped(rounds.flatMap(measurementsOf), keyOf).map((placed) => figuresOf(placed, peaks));
  contestants.forEach(checkPeak);
  const skipped = rounds.flatMap(({ native, browser }) => [...native.skipped, ...(browser?.skipped ?? [])]);
  return {
    peaks,
    contestants,
    skipped: grouped(skipped, ({ what, why }) => `${what}: ${why}`).map(([first]) => first as Skipped),
  };
}

/** Of the clock that layers are timed with, milliseconds: a browser's is coarse even where memory is shared. */
const clockStep: Readonly<Record<Place, number>> = { browser: 0.005, native: 0 };

/** No layer does more than the peak: else the peak was measured wrongly, and no share is worth anything. */
export function checkPeak({ who, where, variant, precision, threads, layers }: Figures): void {
  for (const { kind, name, gmacs, ms, share } of layers) {
    if (share === null || (share * ms) / (ms + clockStep[where]) <= 1) continue;
    const build = [who, variant ?? where, precision, `${threads} thread(s)`].join(', ');
    throw new Error(
      `the layer ${name} (${kind}; ${build}) does ${gmacs.toFixed(1)} GMAC/s, ${share.toFixed(2)} times the measured peak: ` +
        'the peak is wrong, or the machine was disturbed while it was measured; run again',
    );
  }
}

/** Those who run the same network on the same picture in floats must agree within a thousandth of what the outputs hold. */
function checkOutputs(all: readonly Placed[]): void {
  for (const group of grouped(
    all.filter(({ measurement }) => measurement.precision === 'f32'),
    ({ measurement }) => measurement.network,
  )) {
    const [first, ...others] = group as [Placed, ...Placed[]];
    for (const other of others) compare(first.measurement, other.measurement);
  }
}

function compare(one: Measurement, other: Measurement): void {
  one.outputs.forEach((expected, index) => {
    const got = other.outputs[index];
    const off = (field: 'mean' | 'mean_absolute' | 'largest') => Math.abs((got?.[field] ?? NaN) - expected[field]);
    if (
      off('mean') <= 1e-3 * expected.largest &&
      off('mean_absolute') <= 1e-3 * expected.largest &&
      off('largest') <= 1e-3 * expected.largest
    )
      return;
    throw new Error(
      `${other.who} and ${one.who} do not compute the same from ${one.network}: output ${index} holds ` +
        `${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`,
    );
  });
}
