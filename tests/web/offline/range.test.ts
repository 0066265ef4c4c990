import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerRange, parseRange } from '../../../web/page/src/offline/range.ts';

test('a part of a file is read from its header', () => {
  assert.deepEqual(parseRange('bytes=0-', 10), { start: 0, end: 10 });
  assert.deepEqual(parseRange('bytes=0-0', 10), { start: 0, end: 1 });
  assert.deepEqual(parseRange('bytes=3-6', 10), { start: 3, end: 7 });
  assert.deepEqual(parseRange('bytes=3-600', 10), { start: 3, end: 10 });
  assert.deepEqual(parseRange('bytes=-4', 10), { start: 6, end: 10 });
  assert.deepEqual(parseRange('bytes=-40', 10), { start: 0, end: 10 });
});

test('a header that is not understood asks for the whole', () => {
  for (const header of [null, '', 'bytes=', 'bytes=-', 'bytes=6-3', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=a-b', 'bytes=1.5-2']) {
    assert.equal(parseRange(header, 10), 'whole', String(header));
  }
});

test('a part beyond the end cannot be had', () => {
  assert.equal(parseRange('bytes=10-', 10), 'unsatisfiable');
  assert.equal(parseRange('bytes=-0', 10), 'unsatisfiable');
  assert.equal(parseRange('bytes=0-', 0), 'unsatisfiable');
});

test('the answer holds the part asked for and says which it is', async () => {
  const body = new Blob(['0123456789'], { type: 'video/mp4' });
  const part = answerRange(body, 'bytes=2-4');
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('Content-Range'), 'bytes 2-4/10');
  assert.equal(part.headers.get('Content-Length'), '3');
  assert.equal(part.headers.get('Content-Type'), 'video/mp4');
  assert.equal(await part.text(), '234');

  const whole = answerRange(body, null);
  assert.equal(whole.status, 200);
  assert.equal(whole.headers.get('Accept-Ranges'), 'bytes');
  assert.equal(await whole.text(), '0123456789');

  const beyond = answerRange(body, 'bytes=99-');
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get('Content-Range'), 'bytes */10');
});
