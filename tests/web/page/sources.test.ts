/** The real page in Chromium: where frames come from, and that what is in them is found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  builtSite,
  differingPixels,
  passes,
  reaches,
  siteMissing,
  snapshotOf,
  statusOf,
  withPage,
} from '../support/built_site.ts';
import { withChromium } from '../support/chromium.ts';
import { screenshot } from '../support/screenshot.ts';
import { grey, madeByFfmpeg, sampleVideo, sampleWebcam, webcamFile, y4m } from '../support/webcam.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputFolder } from '../support/paths.ts';

const sampleMissing = existsSync(sampleVideo) ? false : 'the sample is missing: run script/bootstrap sample';
const skip = siteMissing || sampleMissing;
const person = 0;

/** Frame 40 of the sample, with some persons in it. */
function still(): string {
  return madeByFfmpeg('still.png', ['-i', sampleVideo, '-vf', 'select=eq(n\\,40)', '-frames:v', '1']);
}

test('the persons that the webcam sees are boxed, with ids', { skip }, async () => {
  await withPage({ source: 'camera', size: '320' }, { webcam: sampleWebcam() }, async ({ page }) => {
    await page.waitForFunction(
      (wanted) => (window.brigade.status()?.tracks.filter(({ category }) => category === wanted).length ?? 0) >= 2,
      person,
      { timeout: 60_000 },
    );
    const status = await statusOf(page);
    assert.ok(status.tracks.every(({ id }) => id >= 1));
    assert.equal(new Set(status.tracks.map(({ id }) => id)).size, status.tracks.length, 'each id once');
    for (const {
      box: [x, y, width, height],
    } of status.tracks) {
      assert.ok(x > -width && y > -height && x < status.width && y < status.height, 'boxes touch the picture');
    }
    await screenshot(page, 'webcam');
  });
});

test('an image file is searched: its boxes are drawn, and go with the score', { skip }, async () => {
  const address = `${await builtSite()}?lang=en&size=320&threads=1`;
  await withChromium({ address }, async ({ page }) => {
    await page.getByTestId('file-input').setInputFiles(still());
    await reaches(page, 'running');
    await page.waitForFunction(() => (window.brigade.status()?.tracks.length ?? 0) >= 2, undefined, { timeout: 60_000 });
    const [track] = (await statusOf(page)).tracks;
    assert.ok(track);
    const boxed = await snapshotOf(page);
    await page.getByTestId('score').fill('1');
    await page.waitForFunction(() => window.brigade.status()?.tracks.length === 0, undefined, { timeout: 30_000 });
    await passes(page, 'render', (await statusOf(page)).frames + 3);
    const bare = await snapshotOf(page);
    assert.ok(differingPixels(boxed, bare, track.box) > 40, 'the box has been drawn');
    const x = await page.getByTestId('xray').getAttribute('aria-pressed');
    assert.equal(x, 'false');
    await page.getByTestId('xray').click();
    await passes(page, 'render', (await statusOf(page)).frames + 12);
    assert.ok(differingPixels(await snapshotOf(page), bare) > 200, 'the x-ray shows where the network sees persons');
  });
});

test('the sample plays, is searched and shown', { skip }, async () => {
  await withPage({ source: 'sample' }, {}, async ({ page, watch }) => {
    const status = await passes(page, 'render', 20);
    assert.deepEqual([status.width, status.height], [768, 576]);
    assert.ok(watch.requests.some((url) => url.endsWith('media/sample.mp4')));
    assert.equal(await page.getByTestId('capture-way').getAttribute('data-way'), 'video-frame');
  });
});

test('a video file is played from this device and searched', { skip }, async () => {
  const file = madeByFfmpeg('dropped.webm', ['-i', sampleVideo, '-frames:v', '40', '-vf', 'scale=320:240', '-c:v', 'libvpx']);
  const address = `${await builtSite()}?lang=en&size=192&threads=1`;
  await withChromium({ address }, async ({ page, watch }) => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.getByTestId('file-input').setInputFiles(file);
    const status = await passes(page, 'render', 10);
    assert.deepEqual([status.width, status.height], [320, 240]);
    assert.deepEqual(
      watch.requests.filter((url) => url.startsWith('blob:')),
      [],
    );
  });
});

test('the synthetic scene moves', { skip: siteMissing }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    await passes(page, 'render', 5);
    const before = await snapshotOf(page);
    await passes(page, 'render', (await statusOf(page)).frames + 15);
    assert.ok(differingPixels(before, await snapshotOf(page)) > 500);
  });
});

test('a front camera is shown as in a mirror, a back camera is not', { skip: siteMissing }, async () => {
  const picture = grey(320, 240, 30);
  for (let y = 0; y < 240; y++) picture.pixels.fill(220, y * 320 + 160, y * 320 + 320); // bright on the right
  const webcam = webcamFile([picture]);
  for (const [camera, brightLeft] of [
    ['front', true],
    ['back', false],
  ] as const) {
    await withPage({ source: 'camera', camera }, { webcam }, async ({ page }) => {
      await passes(page, 'render', 5);
      const { pixels, width, height } = await snapshotOf(page);
      const left = pixels[4 * ((height >> 1) * width + (width >> 2))] ?? 0;
      assert.equal(left > 128, brightLeft, `${camera}: ${left} on the left`);
    });
  }
});

for (const way of ['track-processor', 'video-frame', 'canvas']) {
  test(`the camera is captured by ${way} where that is chosen`, { skip: siteMissing }, async () => {
    await withPage({ source: 'camera', capture: way }, {}, async ({ page }) => {
      const status = await passes(page, 'render', 10);
      assert.equal(await page.getByTestId('capture-way').getAttribute('data-way'), way);
      assert.ok(status.width > 0);
    });
  });
}

test('a y4m file is read to its last frame, each of them searched once', { skip: siteMissing }, async () => {
  const frames = 25;
  const file = join(outputFolder('webcams'), 'lossless.y4m');
  writeFileSync(file, y4m(Array.from({ length: frames }, (_, i) => grey(96, 64, 40 + 6 * i))));
  const address = `${await builtSite()}?lang=en&size=192&threads=1`;
  await withChromium({ address }, async ({ page }) => {
    await page.getByTestId('file-input').setInputFiles(file);
    await reaches(page, 'paused'); // at its end
    const status = await statusOf(page);
    for (const stage of status.stages) assert.equal(stage.out, frames, stage.name);
    assert.deepEqual(
      status.stages.flatMap((stage) => Object.values(stage.drops)).filter((count) => count > 0),
      [],
    );
  });
});
