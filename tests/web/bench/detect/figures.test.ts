import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures, type Figures, type Round } from '../../../../web/bench/detect/figures.ts';
import type { Measurement } from '../../../../web/bench/detect/site/protocol.ts';
import { layer, measurement, round } from './rounds.ts';

function only(rounds: readonly Round[], who: string, threads = 2, variant: string | null = null): Figures {
  const found = makeFigures(rounds).contestants.filter(
    (one) => one.who === who && one.threads === threads && one.variant === variant,
  );
  assert.equal(found.length, 1, `${who} on ${threads} threads must be one contestant`);
  return found[0] as Figures;
}

test('times are medians of the medians of rounds, with the lowest and the highest round', () => {
  const { ms, rounds_ms } = only([round({ plain: 30 }), round({ plain: 34 }), round({ plain: 33 })], 'XNNPACK');
  assert.deepEqual(ms, { median: 33, low: 30, high: 34 });
  assert.deepEqual(rounds_ms, [30, 34, 33]);
});

test('multiply-adds a second count the network, and their share the peak of as many cores as threads', () => {
  const plain = only([round({ plain: 30 })], 'XNNPACK');
  assert.ok(Math.abs(plain.gmacs - 40) < 1e-9);
  assert.ok(Math.abs((plain.share ?? NaN) - 40 / (2 * 60)) < 1e-9);
});

test('a build is measured by the instructions that it has, and peers in the browser by SIMD', () => {
  const shareOf = (who: string, variant: string | null) =>
    only([round({ relaxed: 60, simd: 60, tensorflow: 60 })], who, 2, variant).share;
  assert.ok(Math.abs((shareOf('ours', 'relaxed') ?? NaN) - 20 / 60) < 1e-9);
  assert.ok(Math.abs((shareOf('ours', 'simd') ?? NaN) - 20 / 40) < 1e-9);
  assert.ok(Math.abs((shareOf('TensorFlow.js 4.22.0', null) ?? NaN) - 20 / 40) < 1e-9);
});

test('of every instruction set the best peak of all rounds counts', () => {
  const slow = round();
  const peaks = slow.native.peaks.map((peak) => ({ ...peak, gmacs: peak.gmacs / 2 }));
  const { peaks: best } = makeFigures([{ ...slow, native: { ...slow.native, peaks } }, round()]);
  assert.equal(best.find(({ where, instructions }) => where === 'native' && instructions === 'AVX2')?.gmacs, 60);
});

test('convolutions are all layers that multiply, taken together', () => {
  const { convolutions, layers } = only([round({ native: 20 })], 'ours');
  assert.equal(convolutions?.multiply_accumulates, 1.2e9);
  assert.ok(Math.abs((convolutions?.ms ?? NaN) - 18) < 1e-9);
  assert.equal(layers.length, 3);
  assert.equal(layers[2]?.gmacs, 0);
});

test('preprocessing and decoding are there for ours alone', () => {
  assert.deepEqual(only([round()], 'ours').preprocess_ms, { median: 0.6, low: 0.6, high: 0.6 });
  assert.equal(only([round()], 'XNNPACK').preprocess_ms, null);
});

test('where no kernel of a type runs there is no share', () => {
  const first = round();
  const int8 = measurement('ours', 2, 10, { precision: 'int8', outputs: [{ mean: 5, mean_absolute: 5, largest: 9 }] });
  const changed = { ...first, native: { ...first.native, measurements: [...first.native.measurements, int8] } };
  const found = makeFigures([changed]).contestants.find(({ precision }) => precision === 'int8');
  assert.equal(found?.share, null);
  assert.equal(found.convolutions?.share, null);
});

function withNative(change: (one: Measurement) => Measurement): Round {
  const first = round();
  return { ...first, native: { ...first.native, measurements: first.native.measurements.map(change) } };
}

test('a layer that does more than the peak ends the bench with its name', () => {
  const fast = withNative((one) => (one.who === 'ours' ? { ...one, layers: [layer('too fast', 1e9, 5000)] } : one));
  assert.throws(
    () => makeFigures([fast]),
    /the layer too fast \(conv 1x1; ours, native, f32, 1 thread\(s\)\) does 200\.0 GMAC\/s, 3\.33 times/,
  );
});

test("a browser's coarse clock may lend a small layer what the peak has not, a native one may not", () => {
  const small = [layer('small', 1e6, 14)]; // 71 GMAC/s in 14 microseconds of a clock of 5
  const first = round();
  const browser = first.browser ?? assert.fail();
  const measurements = browser.measurements.map((one) => (one.variant === 'relaxed' ? { ...one, layers: small } : one));
  assert.doesNotThrow(() => makeFigures([{ ...first, browser: { ...browser, measurements } }]));
  const native = withNative((one) => (one.who === 'ours' && one.threads === 1 ? { ...one, layers: small } : one));
  assert.throws(() => makeFigures([native]), /the layer small/);
});

test('those who compute something else than ours end the bench with their name', () => {
  const other = withNative((one) =>
    one.who === 'XNNPACK' ? { ...one, outputs: [{ mean: 1, mean_absolute: 2, largest: 10.5 }] } : one,
  );
  assert.throws(() => makeFigures([other]), /XNNPACK and ours do not compute the same from centernet 512: output 0/);
  const missing = withNative((one) => (one.who === 'XNNPACK' ? { ...one, outputs: [] } : one));
  assert.throws(() => makeFigures([missing]), /XNNPACK and ours do not compute the same/);
});

test('who is skipped is named once, and without a browser the native ones are there', () => {
  const alone = { ...round(), browser: null };
  const { skipped, contestants } = makeFigures([alone, alone]);
  assert.deepEqual(skipped, [{ what: 'OpenCV DNN', why: 'not here' }]);
  assert.ok(contestants.every(({ where }) => where === 'native'));
});
