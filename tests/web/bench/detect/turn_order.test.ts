import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureInTurn, turnOrder } from '../../../../web/bench/detect/turn_order.ts';

const turns = (count: number) => Array.from({ length: count }, (_, turn) => turn);
/** As many as there are natively, and in the browser without onnxruntime-web and with it. */
const fields = [8, 14, 16];

test('a turn has everybody once, the first one as they are listed', () => {
  assert.deepEqual(turnOrder(4, 0), [0, 1, 2, 3]);
  for (const turn of turns(20)) assert.deepEqual([...turnOrder(4, turn)].sort(), [0, 1, 2, 3]);
  assert.deepEqual(turnOrder(0, 3), []);
});

test('every second turn is the one before backwards', () => {
  assert.deepEqual(turnOrder(16, 5), turnOrder(16, 4).reverse());
});

test('in five turns nobody comes first twice', () => {
  for (const count of fields) assert.equal(new Set(turns(5).map((turn) => turnOrder(count, turn)[0])).size, 5);
});

test('in five turns nobody comes earlier or later than the others on average by more than a fifth of a round', () => {
  for (const count of fields) {
    const sums = new Array<number>(count).fill(0);
    for (const turn of turns(5)) turnOrder(count, turn).forEach((who, place) => (sums[who] = (sums[who] ?? NaN) + place));
    assert.ok((Math.max(...sums) - Math.min(...sums)) / 5 <= count / 5);
  }
});

test('in many turns everybody takes every place about equally often', () => {
  const each = 40;
  for (const count of fields) {
    const taken = new Map<string, number>();
    for (const turn of turns(each * count)) {
      turnOrder(count, turn).forEach((who, place) => taken.set(`${who} ${place}`, (taken.get(`${who} ${place}`) ?? 0) + 1));
    }
    assert.equal(taken.size, count * count);
    for (const often of taken.values()) assert.ok(Math.abs(often - each) <= 2);
  }
});

test('contestants are measured one at a time in the order of the turn, and listed in their own', async () => {
  const contestants = ['a', 'b', 'c', 'd'];
  const log: string[] = [];
  const values = await measureInTurn(contestants, 1, async (who) => {
    log.push(`${who} begins`);
    await Promise.resolve();
    log.push(`${who} ends`);
    return who.toUpperCase();
  });
  assert.deepEqual(
    log,
    ['d', 'c', 'b', 'a'].flatMap((who) => [`${who} begins`, `${who} ends`]),
  );
  assert.deepEqual(values, ['A', 'B', 'C', 'D']);
});

test('who cannot be measured ends the turn', async () => {
  const asked: string[] = [];
  const measure = (who: string) => {
    asked.push(who);
    return who === 'b' ? Promise.reject(new Error('b fails')) : Promise.resolve(who);
  };
  await assert.rejects(measureInTurn(['a', 'b', 'c'], 0, measure), { message: 'b fails' });
  assert.deepEqual(asked, ['a', 'b']);
});
