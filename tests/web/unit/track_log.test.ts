import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendRows, emptyTrackLog, motText, tracksFromRows } from '../../../web/page/src/track_log.ts';

const labels = ['person', 'bicycle', 'car'];
const row = (frame: number, id: number) => `${frame},${id},10.50,20.00,30.00,40.00,0.9000,2,-1,-1\n`;

test('rows become tracks by id, each with its boxes in order', () => {
  const log = emptyTrackLog(10);
  appendRows(log, row(1, 2) + row(1, 1));
  appendRows(log, row(2, 2));
  const tracks = tracksFromRows(log, labels);
  assert.deepEqual(
    tracks.map(({ id, label, category, boxes }) => [id, label, category, boxes.map(({ frame }) => frame)]),
    [
      [1, 'car', 2, [1]],
      [2, 'car', 2, [1, 2]],
    ],
  );
  assert.deepEqual(tracks[0]?.boxes[0], {
    frame: 1,
    box: [10.5, 20, 30, 40],
    score: 0.9,
  });
});

test('the MOT text is the rows as they came', () => {
  const log = emptyTrackLog(10);
  appendRows(log, row(1, 1) + row(2, 1));
  appendRows(log, '');
  assert.equal(motText(log), row(1, 1) + row(2, 1));
});

test('a full log lets the oldest rows go and counts them', () => {
  const log = emptyTrackLog(20);
  for (let frame = 1; frame <= 50; frame += 1) appendRows(log, row(frame, 1));
  assert.ok(log.rows.length <= 20);
  assert.equal(log.rows.length + log.dropped, 50);
  assert.ok(motText(log).endsWith(row(50, 1)));
});

test('rows that are more than the limit at once are cut as well', () => {
  const log = emptyTrackLog(5);
  appendRows(log, Array.from({ length: 12 }, (_, index) => row(index, 1)).join(''));
  assert.equal(log.rows.length, 5);
  assert.equal(log.dropped, 7);
});
