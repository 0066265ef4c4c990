import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseThreads, chooseVariant, type Capabilities } from '../../../web/page/src/variants.ts';

const everything: Capabilities = {
  simd: true,
  relaxedSimd: true,
  threads: true,
  isolated: true,
  cores: 8,
};

test('the fastest that can run is chosen', () => {
  assert.equal(chooseVariant(everything, null).variant, 'relaxed');
  assert.equal(chooseVariant({ ...everything, relaxedSimd: false }, null).variant, 'simd');
  assert.equal(chooseVariant({ ...everything, simd: false, relaxedSimd: false }, null).variant, 'scalar');
});

test('without isolation only the build without shared memory runs, and the reason is given', () => {
  const { variant, obstacles } = chooseVariant({ ...everything, isolated: false }, null);
  assert.equal(variant, 'single');
  assert.deepEqual(obstacles, {
    relaxed: 'no-isolation',
    simd: 'no-isolation',
    scalar: 'no-isolation',
    single: null,
  });
});

test('a browser with neither SIMD nor shared memory runs nothing', () => {
  assert.equal(chooseVariant({ ...everything, simd: false, relaxedSimd: false, isolated: false }, null).variant, null);
});

test('a wish is followed where it can be', () => {
  assert.deepEqual([chooseVariant(everything, 'scalar').variant, chooseVariant(everything, 'scalar').wished], ['scalar', true]);
  const impossible = chooseVariant({ ...everything, relaxedSimd: false }, 'relaxed');
  assert.deepEqual([impossible.variant, impossible.wished], ['simd', false]);
});

test('what did not load is not chosen again', () => {
  const { variant, obstacles } = chooseVariant(everything, 'relaxed', ['relaxed']);
  assert.equal(variant, 'simd');
  assert.equal(obstacles.relaxed, 'failed');
});

test('the detector leaves a core to the rest, unless the user wishes otherwise', () => {
  assert.equal(chooseThreads(everything, null, 'simd'), 7);
  assert.equal(chooseThreads({ ...everything, cores: 1 }, null, 'simd'), 1);
  assert.equal(chooseThreads(everything, 8, 'simd'), 8);
  assert.equal(chooseThreads(everything, 64, 'simd'), 8);
  assert.equal(chooseThreads(everything, 4, 'single'), 1);
});
