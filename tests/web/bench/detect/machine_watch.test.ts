import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchMachine } from '../../../../web/bench/detect/machine_watch.ts';
import { program } from './program.ts';

test('the watcher says at its end, which comes with that of its input, a look a line', async (t) => {
  const look = { at: 1.5, core: 1, microseconds: 6.5 };
  const line = `echo '${JSON.stringify(look)}'`;
  assert.deepEqual(await watchMachine(program(t, `cat > /dev/null; ${line}; ${line}`)).end(), [look, look]);
});

test('a watcher that says nothing, or is not there, is named with the reason', async (t) => {
  const silent = program(t, 'exit 0');
  await assert.rejects(watchMachine(silent).end(), { message: `${silent} does not watch the machine: it ended without a look` });
  await assert.rejects(watchMachine('/nowhere/watcher').end(), /\/nowhere\/watcher does not watch the machine: .*ENOENT/);
});
