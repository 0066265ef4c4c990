import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Served } from '../../../web/serve/server.ts';
import { withFirefox } from '../support/firefox.ts';
import { bundle, serve } from '../support/site.ts';
import type { StandIn } from './site/page.ts';

declare const capture: StandIn;

let served: Served;
before(async () => {
  served = await serve(await bundle(fileURLToPath(new URL('site', import.meta.url)), 'firefox'));
});
after(() => served.close());

test('Firefox, without MediaStreamTrackProcessor, captures by the next ways, session after session', async () => {
  await withFirefox({ address: served.address }, async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const results = [];
      for (const way of [null, 'canvas'] as const) {
        const source = await capture.openCamera({ way });
        for (let session = 0; session < 2; ++session) {
          const run = new capture.Run(source);
          const frames = await run.take(5);
          const ending = await run.abort();
          results.push({ frames, ending, choice: { ...source.choice } });
        }
        source.close();
      }
      return results;
    });
    assert.deepEqual(
      seen.map(({ choice }) => [choice.way, choice.trackProcessor, choice.reason]),
      [
        ['video-frame', 'none', 'no-track-processor'],
        ['video-frame', 'none', 'no-track-processor'],
        ['canvas', 'none', 'wished'],
        ['canvas', 'none', 'wished'],
      ],
    );
    for (const { frames, ending, choice } of seen) {
      assert.deepEqual([ending.error, ending.kept, ending.faults], [null, 0, []]);
      const [first] = frames;
      assert.equal(first?.facts.format, choice.way === 'canvas' ? 'RGBA' : 'I420');
      const { width = 0, height = 0 } = first.facts;
      assert.equal(first.bytes, width * height * (choice.way === 'canvas' ? 4 : 1.5));
      assert.ok(new Set(frames.map(({ sha256 }) => sha256)).size > 1, 'the picture moves');
    }
  });
});

test('Firefox: pixels of a known colour arrive', async () => {
  await withFirefox({ address: served.address }, async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [64, 48];
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      setInterval(() => {
        context.fillStyle = 'rgb(200, 100, 50)';
        context.fillRect(0, 0, 64, 48);
      }, 30);
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream());
      const results = [];
      for (const way of ['video-frame', 'canvas'] as const) {
        const run = new capture.Run(await capture.openCamera({ way }));
        const frames = await run.take(3);
        await run.abort();
        results.push(...frames.slice(-1));
      }
      return results;
    });
    for (const frame of seen) {
      assert.deepEqual([frame.facts.format, frame.facts.width, frame.facts.height], ['RGBA', 64, 48]);
      const wanted = [200, 100, 50, 255, 200, 100, 50, 255];
      assert.ok(
        frame.samples.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) <= 2),
        frame.samples.join(' '),
      );
    }
  });
});
