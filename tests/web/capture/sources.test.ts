import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Served } from '../../../web/serve/server.ts';
import { withChromium } from '../support/chromium.ts';
import { bundle, serve } from '../support/site.ts';
import { grey, madeByFfmpeg, webcamFile } from '../support/webcam.ts';
import type { StandIn } from './site/page.ts';

declare const capture: StandIn;

let served: Served;
before(async () => {
  const folder = await bundle(fileURLToPath(new URL('site', import.meta.url)), 'sources');
  const shades = webcamFile([grey(320, 240, 50), grey(320, 240, 120), grey(320, 240, 190)]);
  madeByFfmpeg('shades.webm', ['-i', shades, '-f', 'lavfi', '-i', 'sine=duration=0.3', '-c:v', 'libvpx', '-b:v', '1M'], folder);
  served = await serve(folder);
});
after(() => served.close());

test('a camera that is not there, not allowed, or not to be had on this page is refused with its key', async () => {
  const refused = async (wishes: Omit<Parameters<typeof withChromium>[0], 'address'>, address = served.address) => {
    let key = '';
    await withChromium({ address, ...wishes }, async ({ page }) => {
      key = (await page.evaluate(() => capture.refusal(capture.openCamera()))).key;
    });
    return key;
  };
  assert.equal(await refused({ webcam: null }), 'camera-absent');
  assert.equal(await refused({ permission: 'denied' }), 'camera-denied');
  const insecure = served.address.replace('127.0.0.1', 'insecure.test');
  const ignored = [/Cross-Origin-Opener-Policy header has been ignored/];
  const mapped = { arguments: ['--host-resolver-rules=MAP insecure.test 127.0.0.1'], expectedErrors: ignored };
  assert.equal(await refused(mapped, insecure), 'insecure');
});

test('a camera that another program has, and a screen that is not shared, are refused with their keys', async () => {
  await withChromium({ address: served.address }, async ({ page }) => {
    const keys = await page.evaluate(async () => {
      const refuse = (name: string) => () => Promise.reject(new DOMException('no', name));
      navigator.mediaDevices.getUserMedia = refuse('NotReadableError');
      navigator.mediaDevices.getDisplayMedia = refuse('NotAllowedError');
      return [(await capture.refusal(capture.openCamera())).key, (await capture.refusal(capture.openScreen())).key];
    });
    assert.deepEqual(keys, ['camera-busy', 'screen-denied']);
  });
});

test('a camera is shown as a mirror unless it looks away from the user', async () => {
  await withChromium({ address: served.address }, async ({ page }) => {
    const mirrored = await page.evaluate(async () => {
      const sources = [await capture.openCamera(), await capture.openCamera({ facing: 'environment' })];
      for (const source of sources) source.close();
      return sources.map((source) => source.mirrored);
    });
    assert.deepEqual(mirrored, [true, false]);
  });
});

for (const way of ['video-frame', 'canvas'] as const) {
  test(`${way}: a video's frames arrive; its end ends feed and source; it plays anew for the next session`, async () => {
    await withChromium({ address: served.address }, async ({ page }) => {
      const seen = await page.evaluate(async (way) => {
        const source = await capture.openVideo('shades.webm', { way, description: 'Shades' });
        const sessions = [];
        for (let session = 0; session < 2; ++session) {
          const over = new Promise<void>((resolve) => (source.onEnded = resolve));
          const run = new capture.Run(source);
          await over;
          const ending = await run.ended;
          sessions.push({ ending, shades: run.frames.map(({ samples }) => samples[0] ?? 0), facts: run.frames[0]?.facts });
        }
        const { audio, choice } = source;
        source.close();
        return { sessions, sound: audio?.kind, choice };
      }, way);
      assert.equal(seen.choice?.way, way);
      assert.equal(seen.sound, 'audio');
      for (const { ending, shades, facts } of seen.sessions) {
        assert.deepEqual([ending.error, ending.kept, ending.faults], [null, 0, []]);
        assert.equal(facts?.format, way === 'canvas' ? 'RGBA' : 'I420');
        const fed = [50, 120, 190].map((luma) => (way === 'canvas' ? ((luma - 16) * 255) / 219 : luma));
        assert.ok(
          shades.at(-1) !== undefined && shades.every((shade) => fed.some((luma) => Math.abs(shade - luma) < 6)),
          shades.join(' '),
        );
      }
    });
  });
}

test('a video in a loop goes on, with times that rise', async () => {
  await withChromium({ address: served.address }, async ({ page }) => {
    const { times, ended } = await page.evaluate(async () => {
      const source = await capture.openVideo('shades.webm', { loop: true });
      let ended = 0;
      source.onEnded = () => ++ended;
      const run = new capture.Run(source);
      const frames = await run.take(9); // three times its frames
      await run.abort();
      source.close();
      return { times: frames.map(({ facts }) => facts.mediaTime), ended };
    });
    assert.equal(ended, 0);
    assert.deepEqual(
      times,
      [...new Set(times)].sort((a, b) => a - b),
    );
  });
});

test('what is no video is refused with its key', async () => {
  await withChromium({ address: served.address, expectedErrors: [/Failed to load resource/] }, async ({ page }) => {
    const keys = await page.evaluate(async () => [
      (await capture.refusal(capture.openVideo('icon.svg'))).key,
      (await capture.refusal(capture.openVideo('missing.webm'))).key,
      (await capture.refusal(capture.openImage(new File(['no picture'], 'a.png', { type: 'image/png' })))).key,
      (await capture.refusal(capture.openY4m(new Blob(['RIFF'])))).key,
    ]);
    assert.deepEqual(keys, ['file-unplayable', 'file-unplayable', 'file-unreadable', 'file-unreadable']);
  });
});

test('a picture is given again and again, to each session, at a size that fits', async () => {
  await withChromium({ address: served.address }, async ({ page }) => {
    const sessions = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(3000, 1000);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = 'rgb(10, 20, 30)';
      context.fillRect(0, 0, 3000, 1000);
      const source = await capture.openImage(new File([await canvas.convertToBlob()], 'a.png', { type: 'image/png' }));
      const sessions = [];
      for (let session = 0; session < 2; ++session) {
        const run = new capture.Run(source);
        const [first, second] = await run.take(2);
        const { kept, error } = await run.abort();
        sessions.push({ facts: first?.facts, samples: first?.samples, same: first?.sha256 === second?.sha256, kept, error });
      }
      source.close();
      return sessions;
    });
    const facts = { format: 'RGBA', width: 1920, height: 640, matrix: 'bt601', fullRange: true, mediaTime: 0 };
    const session = { facts, samples: [10, 20, 30, 255, 10, 20, 30, 255], same: true, kept: 0, error: null };
    assert.deepEqual(sessions, [session, session]);
  });
});
