import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures } from '../../../../web/bench/detect/figures.ts';
import { disturbances, undisturbedRounds, type Look } from '../../../../web/bench/detect/undisturbed.ts';
import type { Measurement } from '../../../../web/bench/detect/site/protocol.ts';
import { layer, measurement, round } from './rounds.ts';

/** Looks at two cores every 10 ms for a second; `held` says which find a core at half its speed. */
function looks(held: (at: number, core: number) => boolean): Look[] {
  return Array.from({ length: 100 }, (_, i) => 10 * i).flatMap((at) =>
    [0, 1].map((core) => ({ at, core, microseconds: (6.5 + 0.3 * core) * (held(at, core) ? 2 : 1) + 0.01 * (at % 7) })),
  );
}

test('a time is disturbed where a look at any core within it, or right beside it, found that core held back', () => {
  const disturbed = disturbances(looks((at, core) => core === 1 && at === 500));
  assert.equal(disturbed(440, 470), false);
  assert.equal(disturbed(450, 480), true);
  assert.equal(disturbed(480, 520), true);
  assert.equal(disturbed(499, 501), true);
  assert.equal(disturbed(520, 540), true);
  assert.equal(disturbed(525, 540), false);
});

test('cores of different speed, and looks that differ by little, disturb nothing', () => {
  assert.equal(disturbances(looks(() => false))(0, 1000), false);
  assert.equal(disturbances([])(0, 1000), false);
});

test('runs that somebody disturbed are left out, with their preprocessing, decoding and layers, whatever they took', () => {
  const one = measurement('ours', 2, 10, {
    starts_ms: [0, 100, 200, 300, 400],
    network_ms: [10, 90, 20, 12, 13],
    preprocess_ms: [1, 2, 3, 4, 5],
    decode_ms: [0.1, 0.2, 0.3, 0.4, 0.5],
    layer_starts_ms: [500, 600, 700, 800],
    layers: [{ ...layer('a', 1e6, 0), microseconds: [1, 2, 3, 4] }],
  });
  const { native, browser } = round();
  const rounds = [{ native: { ...native, measurements: [one] }, browser: browser && { ...browser, measurements: [] } }];
  // The run of 90 ms is disturbed by nobody.
  const { rounds: kept, runs } = undisturbedRounds(rounds, disturbances(looks((at) => at === 240 || at === 600)));
  const left = kept[0]?.native.measurements[0];
  assert.deepEqual(left?.network_ms, [10, 90, 12, 13]);
  assert.deepEqual(left.preprocess_ms, [1, 2, 4, 5]);
  assert.deepEqual(left.decode_ms, [0.1, 0.2, 0.4, 0.5]);
  assert.deepEqual(left.layers[0]?.microseconds, [1, 3, 4]);
  assert.deepEqual(runs, { runs: 5, left_out: 1, disturbed_contestants: 0 });
});

/** Six rounds, of which the runs of all are disturbed where `held` says so: those of round r begin at 10000 r. */
function sixRounds(held: readonly number[]): ReturnType<typeof undisturbedRounds> {
  const rounds = Array.from({ length: 6 }, (_, index) => {
    const at = (one: Measurement): Measurement => ({
      ...one,
      starts_ms: one.starts_ms.map((start) => start + 10000 * index),
      layer_starts_ms: one.layer_starts_ms.map((start) => start + 10000 * index),
    });
    const { native } = round({ native: 20 + index });
    return { native: { ...native, measurements: native.measurements.map(at) }, browser: null };
  });
  return undisturbedRounds(rounds, (from) => held.includes(Math.floor(from / 10000)));
}

test('a round whose runs are all disturbed does not count', () => {
  const { rounds, runs } = sixRounds([2]);
  assert.deepEqual(rounds[2]?.native.measurements[1]?.network_ms, []);
  assert.deepEqual(runs, { runs: 54, left_out: 9, disturbed_contestants: 0 });
  const ours = makeFigures(rounds).contestants.find(({ who, threads }) => who === 'ours' && threads === 2);
  assert.deepEqual(ours?.rounds_ms, [20.2, 21.2, null, 23.2, 24.2, 25.2]);
  assert.deepEqual(ours.ms, { median: 23, low: 20, high: 25 });
  assert.deepEqual(ours.decode_ms, { median: 0.2, low: 0.2, high: 0.2 });
  assert.ok(ours.layers.every(({ ms }) => ms > 0));
});

test('where fewer than five rounds are undisturbed all of them count, and whose they are is said', () => {
  const { rounds, runs } = sixRounds([0, 2]);
  const marked = (one: Measurement) => ({ ...one, disturbed: true });
  const all = sixRounds([]).rounds.map(({ native, browser }) => ({
    native: { ...native, measurements: native.measurements.map(marked) },
    browser,
  }));
  assert.deepEqual(rounds, all);
  assert.ok(makeFigures(rounds).contestants.every(({ disturbed }) => disturbed));
  assert.ok(makeFigures(sixRounds([2]).rounds).contestants.every(({ disturbed }) => !disturbed));
  assert.deepEqual(runs, { runs: 54, left_out: 0, disturbed_contestants: 3 });
});

test('of fewer than five rounds all must be undisturbed', () => {
  const { rounds, runs } = undisturbedRounds([round()], () => true);
  assert.deepEqual(
    rounds[0]?.native.measurements,
    round().native.measurements.map((one) => ({ ...one, disturbed: true })),
  );
  assert.deepEqual(runs, { runs: 21, left_out: 0, disturbed_contestants: 7 });
});
