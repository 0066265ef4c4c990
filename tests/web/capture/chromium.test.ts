import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Served } from '../../../web/serve/server.ts';
import { withChromium } from '../support/chromium.ts';
import { bundle, serve } from '../support/site.ts';
import { grey, patterned, sha256, webcamFile } from '../support/webcam.ts';
import type { StandIn } from './site/page.ts';

declare const capture: StandIn;

let served: Served;
before(async () => {
  served = await serve(await bundle(fileURLToPath(new URL('site', import.meta.url)), 'capture'));
});
after(() => served.close());

const pictures = Array.from({ length: 8 }, (_, seed) => patterned(320, 240, seed));

for (const way of ['track-processor', 'video-frame'] as const) {
  test(`${way}: the webcam's pixels arrive as they are, in order`, async () => {
    await withChromium({ address: served.address, webcam: webcamFile(pictures) }, async ({ page }) => {
      const { frames, ending, choice } = await page.evaluate(async (way) => {
        const source = await capture.openCamera({ way });
        const run = new capture.Run(source);
        const frames = await run.take(12);
        const ending = await run.abort();
        source.close();
        return { frames, ending, choice: source.choice };
      }, way);
      assert.equal(choice?.way, way);
      // A machine that is busy may replace a frame by the next on the way.
      assert.deepEqual({ ...ending, replaced: 0 }, { error: null, replaced: 0, refused: 0, kept: 0, faults: [], what: 'ended' });
      const fed = pictures.map(({ pixels }) => sha256(pixels));
      const order = frames.map((frame) => fed.indexOf(frame.sha256));
      assert.ok(!order.includes(-1), `frames that were never fed among ${order.join(' ')}`);
      assert.ok(new Set(order).size > 4, `many different frames: ${order.join(' ')}`);
      for (const { facts, bytes } of frames) {
        assert.deepEqual(
          { ...facts, mediaTime: 0 },
          { format: 'I420', width: 320, height: 240, matrix: 'bt601', fullRange: false, mediaTime: 0 },
        );
        assert.equal(bytes, (320 * 240 * 3) / 2);
      }
      const times = frames.map(({ facts }) => facts.mediaTime);
      assert.deepEqual(
        times,
        [...new Set(times)].sort((a, b) => a - b),
        'times rise',
      );
    });
  });
}

test('canvas: the webcam arrives as RGBA of the same brightness', async () => {
  const lumas = [40, 90, 140, 200];
  const webcam = webcamFile(lumas.map((luma) => grey(320, 240, luma)));
  await withChromium({ address: served.address, webcam }, async ({ page }) => {
    const frames = await page.evaluate(async () => {
      const source = await capture.openCamera({ way: 'canvas' });
      const run = new capture.Run(source);
      const frames = await run.take(8);
      await run.abort();
      source.close();
      return frames;
    });
    const expected = lumas.map((luma) => Math.round(((luma - 16) * 255) / 219));
    const seen = new Set<number>();
    for (const { facts, samples, bytes } of frames) {
      assert.equal(facts.format, 'RGBA');
      assert.equal(bytes, 320 * 240 * 4);
      const which = expected.findIndex((value) =>
        samples.every((sample, i) => Math.abs(sample - (i % 4 === 3 ? 255 : value)) <= 2),
      );
      assert.notEqual(which, -1, `${samples.join(' ')} is none of ${expected.join(' ')}`);
      seen.add(which);
    }
    assert.ok(seen.size >= 2);
  });
});

test('a camera stays open from one session to the next', async () => {
  await withChromium({ address: served.address, webcam: webcamFile(pictures) }, async ({ page }) => {
    for (const way of ['track-processor', 'video-frame', 'canvas'] as const) {
      const counts = await page.evaluate(async (way) => {
        const source = await capture.openCamera({ way });
        let [asked, lost] = [0, 0];
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wishes) => (++asked, ask(wishes));
        source.onEnded = () => ++lost;
        const counts: number[] = [];
        for (let session = 0; session < 3; ++session) {
          const run = new capture.Run(source);
          counts.push((await run.take(3)).length);
          await run.abort();
        }
        source.close();
        return { counts, asked, lost };
      }, way);
      assert.deepEqual(counts, { counts: [3, 3, 3], asked: 0, lost: 0 }, way);
    }
  });
});

test('without a wish the best way is taken', async () => {
  await withChromium({ address: served.address }, async ({ page }) => {
    const choices = await page.evaluate(async () => {
      const source = await capture.openCamera();
      source.close();
      const track = source.choice;
      // @ts-expect-error -- as in browsers without it
      delete globalThis.MediaStreamTrackProcessor;
      const second = await capture.openCamera();
      second.close();
      return [track, second.choice];
    });
    assert.deepEqual(choices, [
      { way: 'track-processor', trackProcessor: 'page', reason: 'best' },
      { way: 'video-frame', trackProcessor: 'none', reason: 'no-track-processor' },
    ]);
  });
});
