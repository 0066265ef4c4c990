/** How well: what the detector is to reach, as ratios of medians of one run. */
import { median, spread, type Spread } from '../statistics.ts';
import type { Figures } from './figures.ts';
import type { Variant } from './site/protocol.ts';
import { leastRounds } from './undisturbed.ts';

export interface Goal {
  readonly name: string;
  readonly unit: 'times' | 'share' | 'ms';
  readonly at: 'least' | 'most';
  readonly goal: number;
}

/** A goal and what came of it; null where somebody it asks for was not measured. */
export interface Outcome extends Goal {
  readonly value: number | null;
  /** Over the rounds, where they have it each. */
  readonly spread: Spread | null;
  /** The same ratio of medians of the rounds' least times, of those that are ratios. */
  readonly at_best: number | null;
  readonly met: boolean | null;
}

type Value = { readonly value: number; readonly spread: Spread | null; readonly at_best?: number } | null;

interface Wish {
  readonly who: RegExp;
  readonly where: Figures['where'];
  readonly variant?: Variant;
  readonly precision?: string;
  readonly threads?: number;
}

/** With two threads, as most goals ask for, and in floats where nothing else is said. */
function find(contestants: readonly Figures[], { who, where, variant, precision = 'f32', threads = 2 }: Wish): Figures | null {
  return (
    contestants.find(
      (one) =>
        who.test(one.who) &&
        one.where === where &&
        one.variant === (variant ?? null) &&
        one.precision === precision &&
        one.threads === threads,
    ) ?? null
  );
}

type Rounds = 'rounds_ms' | 'least_rounds_ms';

/** Of the rounds in which both count, whose host was the same for both. */
function sharedRounds(ours: Figures, theirs: Figures, of: Rounds): { readonly our: number; readonly their: number }[] {
  return ours[of].flatMap((our, round) => {
    const their = theirs[of][round] ?? null;
    return our === null || their === null ? [] : [{ our, their }];
  });
}

/** How many times theirs is ours: of the rounds in which both count; of all of each where those are too few. */
function ratioOfMedians(ours: Figures, theirs: Figures, of: Rounds): number {
  const shared = sharedRounds(ours, theirs, of);
  if (shared.length >= Math.min(leastRounds, ours[of].length))
    return median(shared.map(({ their }) => their)) / median(shared.map(({ our }) => our));
  const counted = (one: Figures) => one[of].filter((ms) => ms !== null);
  return median(counted(theirs)) / median(counted(ours));
}

/**
 * How many times faster `ours` is: by time, or by multiply-adds a second where the networks differ. Ours has decoding in its
 * time, because some of the network's pixels are computed there; the search for peaks, which peers are spared, counts too.
 */
function faster(ours: Figures | null, theirs: Figures | null): Value {
  if (!ours || !theirs) return null;
  const scale = ours.multiply_accumulates / theirs.multiply_accumulates;
  const same = ours.network === theirs.network ? 1 : scale;
  const each = sharedRounds(ours, theirs, 'rounds_ms').map(({ our, their }) => (same * their) / our);
  return {
    value: same * ratioOfMedians(ours, theirs, 'rounds_ms'),
    spread: each.length > 0 ? spread(each) : null,
    at_best: same * ratioOfMedians(ours, theirs, 'least_rounds_ms'),
  };
}

function isSame(one: Figures, other: Figures): boolean {
  const fields = ['who', 'where', 'variant', 'network', 'precision', 'threads'] as const;
  return fields.every((field) => one[field] === other[field]);
}

/**
 * Compares alike with alike: where all runs of one count, as nearly all were disturbed, all of the other do, whose undisturbed ones
 * would look fast beside them.
 */
function comparesAlike(all: readonly Figures[]): typeof faster {
  const withAll = (of: Figures) => all.find((one) => isSame(one, of)) ?? of;
  return (ours, theirs) =>
    ours && theirs && ours.disturbed !== theirs.disturbed ? faster(withAll(ours), withAll(theirs)) : faster(ours, theirs);
}

function time(of: Spread | null | undefined): Value {
  return of ? { value: of.median, spread: of } : null;
}

/** The goals in order, each with how its value is found. */
function goalsOf(contestants: readonly Figures[], all: readonly Figures[]): [Goal, Value][] {
  const compare = comparesAlike(all);
  const ours = (variant: Variant | null, precision = 'f32') =>
    variant === null
      ? find(contestants, { who: /^ours$/, where: 'native', precision })
      : find(contestants, { who: /^ours$/, where: 'browser', variant, precision });
  // Each detector has one thread.
  const sideBySide = (detectors: number) => find(contestants, { who: /^ours, lossless/, where: 'native', threads: detectors });
  const peer = (who: RegExp, where: Figures['where']) => find(contestants, { who, where });
  const times = (name: string, goal: number): Goal => ({ name, unit: 'times', at: 'least', goal });
  const milliseconds = (name: string, goal: number): Goal => ({ name, unit: 'ms', at: 'most', goal });
  const relaxed = ours('relaxed');
  const native = ours(null);
  const share = relaxed?.convolutions?.share ?? null;
  return [
    [times('relaxed SIMD, against TensorFlow.js', 3), compare(relaxed, peer(/^TensorFlow/, 'browser'))],
    [times('SIMD, against TensorFlow.js', 2), compare(ours('simd'), peer(/^TensorFlow/, 'browser'))],
    [times('relaxed SIMD, a multiply-add, against onnxruntime-web', 2.5), compare(relaxed, peer(/^onnxruntime/, 'browser'))],
    [times('int8 in the browser, against f32', 1), compare(ours('relaxed', 'int8'), relaxed)],
    [times('int8 natively, against f32', 2), compare(ours(null, 'int8'), native)],
    [times('natively, against plain XNNPACK', 1.3), compare(native, peer(/^XNNPACK/, 'native'))],
    [times('two detectors side by side, lossless, against one', 1.8), compare(sideBySide(2), sideBySide(1))],
    [
      { name: 'all convolutions in relaxed SIMD, of the peak', unit: 'share', at: 'least', goal: 0.6 },
      share === null ? null : { value: share, spread: null },
    ],
    [milliseconds('preprocessing 1280x720 natively', 0.7), time(native?.preprocess_ms)],
    [milliseconds('preprocessing 1280x720 in the browser', 1.5), time(relaxed?.preprocess_ms)],
    [milliseconds('decoding natively', 0.3), time(native?.decode_ms)],
    [milliseconds('decoding in the browser', 0.3), time(relaxed?.decode_ms)],
  ];
}

/** `all`: the same contestants with all of their runs. */
export function judge(contestants: readonly Figures[], all: readonly Figures[]): Outcome[] {
  return goalsOf(contestants, all).map(([goal, found]) => ({
    ...goal,
    value: found?.value ?? null,
    spread: found?.spread ?? null,
    at_best: found?.at_best ?? null,
    met: found && (goal.at === 'least' ? found.value >= goal.goal : found.value <= goal.goal),
  }));
}
