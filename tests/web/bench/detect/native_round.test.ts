import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNative } from '../../../../web/bench/detect/native_round.ts';
import { readOptions } from '../../../../web/bench/detect/options.ts';
import { program } from './program.ts';

function open(file: string) {
  return openNative(readOptions(['--program', file, '--inputs', 'figures', '--quick']));
}

test('the program is started once, and asked for a round a line', async (t) => {
  const native = open(
    program(t, 'while read turn; do echo "{\\"skipped\\":[{\\"what\\":\\"$turn\\",\\"why\\":\\"$*\\"}]}"; done'),
  );
  const why =
    '--picture figures/picture.i420 --int8-weights figures/centernet.int8 --inputs figures --milliseconds 100 --warm-up 100';
  assert.deepEqual((await native.round(0)).skipped, [{ what: '0', why }]);
  assert.deepEqual((await native.round(7)).skipped, [{ what: '7', why }]);
  native.close();
});

test('a program that ends early rejects with its sentence, one that says nothing or is not there with its name', async (t) => {
  await assert.rejects(open(program(t, 'echo "bench_detect: no picture" >&2; exit 1')).round(0), {
    message: 'bench_detect: no picture',
  });
  const silent = program(t, 'exit 1');
  await assert.rejects(open(silent).round(0), { message: `${silent} ended without a word` });
  await assert.rejects(open('/nowhere/program').round(0), /\/nowhere\/program ENOENT/);
});
