import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listContestants } from '../../../../web/bench/detect/browser_contestants.ts';
import { readOptions } from '../../../../web/bench/detect/options.ts';
import { round } from './rounds.ts';

const { networks } = round().native;

test('everybody is listed on one thread and then on two, ours by build and precision before its peers', () => {
  const listed = listContestants(readOptions(['--yolox', 'model.onnx']), networks, ['f32', 'int8']);
  const each = ['relaxed', 'simd', 'scalar'].flatMap((variant) => [`ours, ${variant}, f32`, `ours, ${variant}, int8`]);
  assert.deepEqual(
    listed.map(({ name }) => name),
    [1, 2].flatMap((threads) => [...each, 'tensorflow', 'onnxruntime'].map((who) => `${who}, ${threads} thread(s)`)),
  );
});

test('a peer without its network is not listed', () => {
  const listed = listContestants(readOptions([]), networks, ['f32']);
  assert.ok(listed.some(({ worker }) => worker === 'tensorflow'));
  assert.ok(listed.every(({ worker }) => worker !== 'onnxruntime'));
});
