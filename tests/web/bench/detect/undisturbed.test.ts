import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures } from '../../../../web/bench/detect/figures.ts';
import { disturbances, undisturbedRounds, type Look } from '../../../../web/bench/detect/undisturbed.ts';
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
  assert.deepEqual(runs, { runs: 5, left_out: 1 });
});

test('where fewer than three runs are undisturbed all of them count', () => {
  const { rounds, runs } = undisturbedRounds([round()], (from) => from !== 1000);
  assert.deepEqual(rounds, [round()]);
  assert.equal(runs.left_out, 0);
  assert.deepEqual(makeFigures(rounds), makeFigures([round()]));
});
