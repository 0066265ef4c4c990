import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { watchMachine } from '../../../../web/bench/detect/machine_watch.ts';

/** A program in place of the watcher. */
function program(t: TestContext, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'brigade-watch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'watcher');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

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
