import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPatience } from '../../../../web/bench/detect/patience.ts';

/** Waits that each take so long of a clock that stands still else, or as long as they may. */
function waiting(each: readonly number[]) {
  const asked: number[] = [];
  let time = 0;
  const quiet = (milliseconds: number) => {
    time += Math.min(each[asked.length] ?? 0, milliseconds);
    asked.push(milliseconds);
    return Promise.resolve();
  };
  return { asked, quiet, now: () => time };
}

test('each measurement waits as long as it may, until all patience is gone', async () => {
  const { asked, quiet, now } = waiting([2000, 500, 2000, 2000, 2000]);
  const wait = withPatience(quiet, { each: 2000, all: 5000 }, now);
  for (let i = 0; i < 6; i++) await wait();
  assert.deepEqual(asked, [2000, 2000, 2000, 500]);
});

test('without patience nobody waits', async () => {
  const { asked, quiet, now } = waiting([]);
  await withPatience(quiet, { each: 0, all: 0 }, now)();
  assert.deepEqual(asked, []);
});
