import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseWay, type CaptureAbilities } from '../../../web/page/src/sources/ladder.ts';
import { steadyTime } from '../../../web/page/src/sources/steady_time.ts';

const chromium: CaptureAbilities = { trackProcessor: 'page', videoFrame: true };
const safari: CaptureAbilities = { trackProcessor: 'worker', videoFrame: true };
const firefox: CaptureAbilities = { trackProcessor: 'none', videoFrame: true };
const old: CaptureAbilities = { trackProcessor: 'none', videoFrame: false };

test('the best way that works is taken, and why', () => {
  const chosen = [chromium, safari, firefox, old].map((abilities) => {
    const { way, reason } = chooseWay('track', null, abilities);
    return [way, reason];
  });
  assert.deepEqual(chosen, [
    ['track-processor', 'best'],
    ['track-processor', 'best'],
    ['video-frame', 'no-track-processor'],
    ['canvas', 'no-video-frame'],
  ]);
});

test('files have no track to process', () => {
  assert.deepEqual(chooseWay('video-element', null, chromium), {
    way: 'video-frame',
    trackProcessor: 'page',
    reason: 'video-element',
  });
  assert.equal(chooseWay('video-element', 'track-processor', chromium).reason, 'wish-impossible');
});

test('a wish is followed where it works, else told', () => {
  assert.deepEqual(chooseWay('track', 'canvas', chromium), { way: 'canvas', trackProcessor: 'page', reason: 'wished' });
  assert.deepEqual(chooseWay('track', 'track-processor', firefox), {
    way: 'video-frame',
    trackProcessor: 'none',
    reason: 'wish-impossible',
  });
});

test('the time of a video played in a loop goes on rising', () => {
  const steady = steadyTime();
  const times = [0, 100, 200, 0, 100, 200, 0];
  assert.deepEqual(times.map(steady), [0, 100, 200, 300, 400, 500, 600]);
});

test('a frame shown twice does not make the time stand still', () => {
  const steady = steadyTime();
  const times = [0, 100, 200, 0, 0, 100];
  assert.deepEqual(times.map(steady), [0, 100, 200, 300, 400, 500]);
});
