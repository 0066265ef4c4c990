import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, medians, spread } from '../../../web/bench/statistics.ts';

test('the median is the middle, or the mean of the two in the middle, whatever the order', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('medians are taken field by field', () => {
  assert.deepEqual(
    medians([
      { a: 1, b: 9 },
      { a: 2, b: 8 },
      { a: 30, b: 7 },
    ]),
    { a: 2, b: 8 },
  );
});

test('a spread holds the middle, the lowest and the highest', () => {
  assert.deepEqual(spread([5, 1, 3]), { median: 3, low: 1, high: 5 });
});
