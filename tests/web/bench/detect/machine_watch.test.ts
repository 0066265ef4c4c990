import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchMachine } from '../../../../web/bench/detect/machine_watch.ts';
import { program } from './program.ts';

test('the watcher says at its end, which comes with that of its input, a look a line', async (t) => {
  const look = { at: 1.5, core: 1, microseconds: 6.5 };
  const line = `echo '${JSON.stringify(look)}'`;
  assert.deepEqual(await watchMachine(program(t, `cat > /dev/null; ${line}; ${line}`)).end(), [look, look]);
});

test('the watcher is asked for a quiet moment, and answers when there is one or the time is over', async (t) => {
  const look = { at: 1.5, core: 1, microseconds: 6.5 };
  const watch = watchMachine(program(t, `while read longest; do echo quiet; done; echo '${JSON.stringify(look)}'`));
  await watch.quiet(2000);
  await watch.quiet(1);
  assert.deepEqual(await watch.end(), [look]);
});

test('a watcher that ends meanwhile is named', async (t) => {
  const ended = program(t, 'exit 0');
  await assert.rejects(watchMachine(ended).quiet(1), {
    message: `${ended} does not watch the machine: it ended while others were measured`,
  });
});

test('a watcher that says nothing, or is not there, is named with the reason', async (t) => {
  const silent = program(t, 'exit 0');
  await assert.rejects(watchMachine(silent).end(), { message: `${silent} does not watch the machine: it ended without a look` });
  await assert.rejects(watchMachine('/nowhere/watcher').end(), /\/nowhere\/watcher does not watch the machine: .*ENOENT/);
});
