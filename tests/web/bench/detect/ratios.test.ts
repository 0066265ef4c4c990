import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures, type Figures, type Round } from '../../../../web/bench/detect/figures.ts';
import { judge, type Outcome } from '../../../../web/bench/detect/ratios.ts';
import { measurement, round, withPipelines } from './rounds.ts';

function outcome(rounds: readonly Round[], name: RegExp): Outcome {
  return outcomeOf(makeFigures(rounds).contestants, [], name);
}

function outcomeOf(contestants: readonly Figures[], all: readonly Figures[], name: RegExp): Outcome {
  const found = judge(contestants, all).filter((one) => name.test(one.name));
  assert.equal(found.length, 1);
  return found[0] as Outcome;
}

// Ours takes 0.2 ms for decoding.
test('a ratio is that of the medians, decoding of ours with its network, its spread that of single rounds', () => {
  const rounds = [
    round({ relaxed: 39.8, tensorflow: 120 }),
    round({ relaxed: 49.8, tensorflow: 100 }),
    round({ relaxed: 44.8, tensorflow: 180 }),
  ];
  const { value, spread, met } = outcome(rounds, /^relaxed SIMD, against TensorFlow/);
  assert.ok(Math.abs((value ?? NaN) - 120 / 45) < 1e-9);
  assert.deepEqual(spread, { median: 3, low: 2, high: 4 });
  assert.equal(met, false);
});

/** That round without a run of TensorFlow.js's that counts. */
function withoutTensorFlow(one: Round): Round {
  return {
    ...one,
    browser: one.browser && {
      ...one.browser,
      measurements: one.browser.measurements.map((each) => (each.who.startsWith('Tensor') ? { ...each, network_ms: [] } : each)),
    },
  };
}

test('medians are of the rounds in which both count, as those had the same host', () => {
  const both = round({ relaxed: 39.8, tensorflow: 120 });
  const alone = withoutTensorFlow(round({ relaxed: 59.8, tensorflow: 120 }));
  const rounds = [...Array<Round>(5).fill(both), ...Array<Round>(6).fill(alone)];
  const { value, spread, at_best } = outcome(rounds, /^relaxed SIMD, against TensorFlow/);
  assert.ok(Math.abs((value ?? NaN) - 120 / 40) < 1e-9);
  assert.ok(Math.abs((at_best ?? NaN) - 119 / 39) < 1e-9);
  assert.deepEqual(spread, { median: 3, low: 3, high: 3 });
});

test('where fewer than five rounds have both, medians are of all rounds of each', () => {
  const [first, second] = [round({ relaxed: 39.8, tensorflow: 120 }), round({ relaxed: 49.8, tensorflow: 100 })];
  const { value, spread } = outcome([first, withoutTensorFlow(second)], /^relaxed SIMD, against TensorFlow/);
  assert.ok(Math.abs((value ?? NaN) - 120 / 45) < 1e-9);
  assert.deepEqual(spread, { median: 3, low: 3, high: 3 });
});

test('beside one of whom all runs count, as nearly all were disturbed, all runs of the other count too', () => {
  const undisturbed = makeFigures([round({ relaxed: 39.8, tensorflow: 120 })]).contestants;
  const all = makeFigures([round({ relaxed: 49.8, tensorflow: 120 })]).contestants;
  const disturbed = (whose: RegExp) => undisturbed.map((one) => ({ ...one, disturbed: whose.test(one.who) }));
  const ratio = (whose: RegExp) => outcomeOf(disturbed(whose), all, /^relaxed SIMD, against TensorFlow/).value ?? NaN;
  assert.ok(Math.abs(ratio(/^TensorFlow/) - 120 / 50) < 1e-9);
  assert.ok(Math.abs(ratio(/^ours$/) - 120 / 50) < 1e-9);
  assert.ok(Math.abs(ratio(/^nobody$/) - 120 / 40) < 1e-9);
});

test("at best, a ratio is that of the medians of the rounds' least times", () => {
  // 129, 99 and 179 ms against 39, 49 and 44, decoding included.
  const rounds = [
    round({ relaxed: 39.8, tensorflow: 130 }),
    round({ relaxed: 49.8, tensorflow: 100 }),
    round({ relaxed: 44.8, tensorflow: 180 }),
  ];
  const { at_best } = outcome(rounds, /^relaxed SIMD, against TensorFlow/);
  assert.ok(Math.abs((at_best ?? NaN) - 129 / 44) < 1e-9);
  assert.equal(outcome(rounds, /^preprocessing .* natively/).at_best, null);
});

test('where networks differ, multiply-adds a second are compared', () => {
  // 1.2e9 in 40 ms against 0.6e9 in 60 ms.
  assert.ok(Math.abs((outcome([round({ relaxed: 39.8 })], /onnxruntime/).value ?? NaN) - 3) < 1e-9);
});

test('goals of two threads do not take the figures of one', () => {
  const { value, met } = outcome([round({ native: 19.8, plain: 30 })], /plain XNNPACK/);
  assert.ok(Math.abs((value ?? NaN) - 1.5) < 1e-9);
  assert.equal(met, true);
});

test('what is to be at most is met below its goal, and missed above', () => {
  assert.equal(outcome([round()], /^preprocessing .* natively/).met, true); // 0.6 of 0.7 ms
  assert.equal(outcome([round()], /^decoding natively/).met, true);
  const slow = round();
  const measurements = slow.native.measurements.map((one) => (one.who === 'ours' ? { ...one, decode_ms: [0.31] } : one));
  assert.equal(outcome([{ ...slow, native: { ...slow.native, measurements } }], /^decoding natively/).met, false);
});

test("the convolutions' share of the peak is that of relaxed SIMD", () => {
  // 1.2e9 in 36 ms, of 2 x 30e9 a second.
  assert.ok(Math.abs((outcome([round({ relaxed: 40 })], /convolutions/).value ?? NaN) - 1.2 / 0.036 / 60) < 1e-9);
});

test('goals of int8 are not measured until the detector offers it, and then are', () => {
  assert.equal(outcome([round()], /^int8 natively/).value, null);
  assert.equal(outcome([round()], /^int8 natively/).met, null);
  const first = round({ native: 19.8 });
  const int8 = measurement('ours', 2, 7.8, { precision: 'int8' });
  const changed = { ...first, native: { ...first.native, measurements: [...first.native.measurements, int8] } };
  assert.ok(Math.abs((outcome([changed], /^int8 natively/).value ?? NaN) - 2.5) < 1e-9);
});

test('two detectors side by side are judged by the time of two frames, against that of one detector', () => {
  // At best 60, 56 and 64 ms against 29, 31 and 34.
  const rounds = [withPipelines(round(), 61, 30), withPipelines(round(), 57, 32), withPipelines(round(), 65, 35)];
  const { value, spread, at_best, goal, met } = outcome(rounds, /^two detectors side by side/);
  assert.ok(Math.abs((value ?? NaN) - 61 / 32) < 1e-9);
  assert.deepEqual(spread, { median: 65 / 35, low: 57 / 32, high: 61 / 30 });
  assert.ok(Math.abs((at_best ?? NaN) - 60 / 31) < 1e-9);
  assert.equal(goal, 1.8);
  assert.equal(met, true);
  assert.equal(outcome([withPipelines(round(), 61, 34)], /^two detectors side by side/).met, false);
});

test('without the sample two detectors side by side are not measured', () => {
  const { value, met } = outcome([round()], /^two detectors side by side/);
  assert.equal(value, null);
  assert.equal(met, null);
});

test('without a browser its goals are not measured', () => {
  assert.equal(outcome([{ ...round(), browser: null }], /^SIMD, against TensorFlow/).value, null);
});
