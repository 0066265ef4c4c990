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

test('each line of the watcher is a look, ', async (t) => {
  const look = { at: 1.5, core: 1, microseconds: 6.5 };
  const watch = watchMachine(program(t, `echo '${JSON.stringify(look)}'; echo '${JSON.stringify(look)}'; exec sleep 60`));
  t.after(watch.stop);
  await watch.looked;
  assert.deepEqual(watch.looks[0], look);
});

test('a watcher that says nothing, or is not there, is named with the reason', async (t) => {
  const silent = program(t, 'exit 0');
  await assert.rejects(watchMachine(silent).looked, { message: `${silent} does not watch the machine: it ended without a look` });
  await assert.rejects(watchMachine('/nowhere/watcher').looked, /\/nowhere\/watcher does not watch the machine: .*ENOENT/);
});
