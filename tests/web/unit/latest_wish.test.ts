import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestWish } from '../../../web/page/src/latest_wish.ts';

/** Work that waits to be told to go on, and writes down what it served. */
function heldWork() {
  const served: number[] = [];
  const superseded: boolean[] = [];
  const gates: (() => void)[] = [];
  let wish = 0;
  const apply = latestWish(async (isSuperseded) => {
    served.push(wish);
    await new Promise<void>((resolve) => gates.push(resolve));
    superseded.push(isSuperseded());
  });
  const make = (value: number) => {
    wish = value;
    return apply();
  };
  return { served, superseded, gates, make };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('wishes made while one is served are served once, with the last', async () => {
  const { served, superseded, gates, make } = heldWork();
  const done = make(1);
  void make(2);
  void make(3);
  gates[0]?.();
  await settle();
  gates[1]?.();
  await done;
  assert.deepEqual(served, [1, 3]);
  assert.deepEqual(superseded, [true, false]);
});

test('a wish after all is done is served anew', async () => {
  const { served, gates, make } = heldWork();
  for (const [index, value] of [1, 2].entries()) {
    const done = make(value);
    gates[index]?.();
    await done;
  }
  assert.deepEqual(served, [1, 2]);
});

test('work that fails does not block the next wish', async () => {
  let calls = 0;
  const apply = latestWish(() => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('burnt')) : Promise.resolve();
  });
  await assert.rejects(apply(), /burnt/);
  await apply();
  assert.equal(calls, 2);
});
