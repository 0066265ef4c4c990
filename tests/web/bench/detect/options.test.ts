import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../../../web/bench/detect/options.ts';

test('twenty rounds unasked, one short round where --quick asks for little, and as many as are asked for', () => {
  assert.equal(readOptions([]).rounds, 20);
  assert.equal(readOptions(['--quick']).rounds, 1);
  assert.ok(readOptions(['--quick']).milliseconds.browser < readOptions([]).milliseconds.browser);
  assert.equal(readOptions(['--quick', '--rounds', '2']).rounds, 2);
});

test('a model that is not named is not on this machine', () => {
  assert.equal(readOptions([]).yolox, null);
  assert.equal(readOptions(['--yolox', 'model.onnx']).yolox, 'model.onnx');
});

test('rounds that are no whole number above 0 are refused with a sentence', () => {
  for (const rounds of ['0', '-1', '1.5', 'many']) {
    assert.throws(() => readOptions([`--rounds=${rounds}`]), {
      message: `--rounds takes a whole number from 1 on, not '${rounds}'`,
    });
  }
});
