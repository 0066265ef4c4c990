import assert from 'node:assert/strict';
import { test } from 'node:test';
import { departures, hasArrived, spotOf } from '../../../web/page/src/belts/motion.ts';

test('a bean departs for every frame of a flow, one after another within its step', () => {
  const beans = departures({ sent: 4, dropped: 0 }, 1000);
  assert.deepEqual(
    beans.map(({ departure }) => departure),
    [1000, 1060, 1120, 1180],
  );
  assert.ok(beans.every(({ falls }) => !falls));
});

test('as many beans fall as frames were lost, spread among the others', () => {
  const falling = departures({ sent: 8, dropped: 4 }, 0).map(({ falls }) => falls);
  assert.deepEqual(falling, [false, true, false, true, false, true, false, true]);
});

test('more losses than frames let every bean fall', () => {
  assert.ok(departures({ sent: 2, dropped: 5 }, 0).every(({ falls }) => falls));
});

test('a flow without frames sends nothing, a flood no more than the belt carries', () => {
  assert.deepEqual(departures({ sent: 0, dropped: 0 }, 0), []);
  assert.equal(departures({ sent: 1000, dropped: 0 }, 0).length, 12);
});

test('a bean is unseen before it departs and after it has arrived, and half way at half time', () => {
  const bean = { departure: 100, falls: false };
  assert.equal(spotOf(bean, 99, 500, 40), null);
  assert.equal(spotOf(bean, 600, 500, 40), null);
  assert.deepEqual(spotOf(bean, 350, 500, 40), { x: 0, y: 20, opacity: 1 });
  assert.equal(hasArrived(bean, 599, 500), false);
  assert.equal(hasArrived(bean, 600, 500), true);
});

test('a falling bean leaves the belt sideways and ends below where it left', () => {
  const bean = { departure: 0, falls: true };
  const [before, after] = [spotOf(bean, 100, 500, 40), spotOf(bean, 490, 500, 40)];
  assert.equal(before?.x, 0);
  assert.ok(after !== null && after.x > 60 && after.y > 10);
});
