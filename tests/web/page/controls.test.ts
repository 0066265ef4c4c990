/** The real page in Chromium: what can be changed, taken away and asked for while it runs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { downloaded, passes, reaches, siteMissing, snapshotOf, statusOf, withPage } from '../support/built_site.ts';
import { sampleWebcam, sha256 } from '../support/webcam.ts';

const skip = siteMissing;

for (const [variant, workers] of [
  ['relaxed', 5],
  ['simd', 5],
  ['scalar', 5],
  ['single', 1],
] as const) {
  test(`the build ${variant} runs where it is chosen, on ${workers} worker(s), and no other is loaded`, { skip }, async () => {
    await withPage({ source: 'synthetic', variant, threads: '2' }, {}, async ({ page, watch }) => {
      await passes(page, 'detect', 2);
      const loaded = watch.requests.filter((url) => url.endsWith('.wasm')).map((url) => url.split('/').slice(-3).join('/'));
      assert.deepEqual([...new Set(loaded)], [`engine/${variant}/brigade.wasm`]);
      const facts = await page.evaluate(() => window.brigade.facts());
      assert.equal(facts?.variant, variant);
      assert.equal(facts?.workers, workers);
      assert.equal(facts?.mode, variant === 'single' ? 'sequential' : 'pipelined');
      assert.equal(await page.getByTestId('figure-variant').getAttribute('data-variant'), variant);
    });
  });
}

test('another build takes over while the camera stays open', { skip }, async () => {
  await withPage({ source: 'camera', variant: 'simd' }, {}, async ({ page, watch }) => {
    await passes(page, 'render', 5);
    const opened = await page.evaluate(() => {
      let count = 0;
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (wishes) => {
        count++;
        return open(wishes);
      };
      Object.assign(window, { openedCameras: () => count });
      return count;
    });
    assert.equal(opened, 0);
    await page.getByTestId('variant-scalar').check();
    await page.waitForFunction(() => window.brigade.facts()?.variant === 'scalar', undefined, { timeout: 60_000 });
    await passes(page, 'render', 5);
    assert.ok(watch.requests.some((url) => url.endsWith('engine/scalar/brigade.wasm')));
    assert.equal(await page.evaluate(() => (window as unknown as { openedCameras(): number }).openedCameras()), 0);
  });
});

test('model, size, threads and one after another change while it runs', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    const facts = () => page.evaluate(() => window.brigade.facts());
    await passes(page, 'detect', 1);
    const first = await facts();
    await page.getByTestId('model').selectOption('nanodet');
    await page.waitForFunction((before) => window.brigade.facts()?.multiply_accumulates !== before, first?.multiply_accumulates);
    await passes(page, 'detect', 1);
    const nanodet = await facts();
    await page.getByTestId('size').fill('256');
    await page.waitForFunction(
      (before) => (window.brigade.facts()?.multiply_accumulates ?? 0) > before,
      nanodet?.multiply_accumulates ?? 0,
    );
    await page.getByTestId('threads').fill('2');
    await page.waitForFunction(() => window.brigade.facts()?.threads === 2);
    await page.getByTestId('mode-sequential').check({ force: true });
    await page.waitForFunction(() => window.brigade.facts()?.mode === 'sequential');
    const status = await passes(page, 'render', 3);
    const [capture, detect] = status.stages;
    assert.ok((capture?.out ?? 0) - (detect?.out ?? 0) <= 1, 'one after another, no frame passes the detector by');
  });
});

test('only the classes that are chosen are followed', { skip }, async () => {
  await withPage({ source: 'camera', size: '320', classes: 'car,dog' }, { webcam: sampleWebcam() }, async ({ page }) => {
    const status = await passes(page, 'detect', 10);
    assert.deepEqual(
      status.tracks.filter(({ category }) => category === 0),
      [],
    );
  });
});

test('a pause stops the frames, and they go on after it', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    await passes(page, 'render', 5);
    await page.getByTestId('pause').click();
    await reaches(page, 'paused');
    await page.waitForTimeout(500); // what was on its way is shown
    const { frames } = await statusOf(page);
    await page.waitForTimeout(1000);
    assert.equal((await statusOf(page)).frames, frames);
    await page.getByTestId('pause').click();
    await passes(page, 'render', frames + 5);
  });
});

/** The belts' lane left of the stations, where nothing but beans moves. */
async function laneOf(page: Page): Promise<Buffer> {
  const belt = await page.getByTestId('belt-capture-render').boundingBox();
  assert.ok(belt);
  return page.screenshot({ clip: { x: belt.x - 8, y: belt.y, width: 14, height: belt.height } });
}

test('in the kitchen beans move on the belts while frames flow, and none when they rest', { skip }, async () => {
  await withPage({ autostart: '0' }, {}, async ({ page }) => {
    const lane = async () => sha256(await laneOf(page));
    const empty = await lane();
    await page.getByTestId('start-synthetic').click();
    await passes(page, 'render', 5);
    const seen = new Set<string>();
    for (let look = 0; look < 60 && seen.size < 4; look++) seen.add(await lane());
    assert.ok(seen.size >= 4, 'the beans stand still');
    await page.getByTestId('pause').click();
    await reaches(page, 'paused');
    let looks = 0;
    while ((await lane()) !== empty) assert.ok(++looks < 100, 'beans still move');
  });
});

test('a snapshot is a PNG of the picture', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    const status = await passes(page, 'render', 3);
    const picture = await snapshotOf(page);
    assert.deepEqual([picture.width, picture.height], [status.width, status.height]);
    assert.ok(new Set(picture.pixels).size > 20, 'it is not of one colour');
  });
});

test('a recording is a video of the time it was on', { skip }, async () => {
  await withPage({ source: 'camera' }, {}, async ({ page }) => {
    await passes(page, 'render', 5);
    await page.getByTestId('record').click();
    await page.waitForTimeout(3000);
    const coming = page.waitForEvent('download');
    await page.keyboard.press('r');
    const download = await coming;
    const [path, name] = [await download.path(), download.suggestedFilename()];
    assert.match(name, /\.webm$/);
    const options = [
      '-v',
      'error',
      '-count_packets',
      '-show_entries',
      'stream=codec_type,nb_read_packets,width',
      '-of',
      'json',
      path,
    ];
    const { streams } = JSON.parse(execFileSync('ffprobe', options, { encoding: 'utf8' })) as {
      streams: { codec_type: string; nb_read_packets: string; width: number }[];
    };
    const video = streams.find(({ codec_type }) => codec_type === 'video');
    assert.ok(Number(video?.nb_read_packets) >= 2, `${video?.nb_read_packets} pictures`);
    assert.equal(video?.width, (await statusOf(page)).width);
  });
});

test('tracks are taken away as JSON and as MOTChallenge rows that agree', { skip }, async () => {
  await withPage({ source: 'camera', size: '320' }, { webcam: sampleWebcam() }, async ({ page }) => {
    await page.waitForFunction(() => (window.brigade.status()?.tracks.length ?? 0) >= 2, undefined, { timeout: 60_000 });
    await page.getByTestId('stop').isEnabled();
    await page.getByTestId('pause').click();
    await reaches(page, 'paused');
    await page.waitForTimeout(700);
    const mot = readFileSync((await downloaded(page, 'tracks-mot')).path, 'utf8')
      .trimEnd()
      .split('\n');
    const json = JSON.parse(readFileSync((await downloaded(page, 'tracks-json')).path, 'utf8')) as {
      tracks: { id: number; label: string; boxes: { frame: number }[] }[];
    };
    assert.ok(mot.length >= 2);
    for (const row of mot) assert.match(row, /^\d+,\d+(,-?[\d.]+){8}$/);
    assert.equal(
      json.tracks.reduce((sum, { boxes }) => sum + boxes.length, 0),
      mot.length,
    );
    assert.ok(json.tracks.some(({ label }) => label === 'person'));
  });
});

test('a trace holds the four stages, the operators and the ways of frames', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    await passes(page, 'detect', 2);
    await page.getByTestId('trace').click();
    await page.waitForTimeout(1500);
    const { path, name } = await downloaded(page, 'trace');
    assert.match(name, /\.json$/);
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: { ph: string; name: string }[] };
    const slices = new Set(traceEvents.filter(({ ph }) => ph === 'X').map((event) => event.name));
    for (const expected of ['capture', 'detect', 'track', 'render', 'preprocess', 'network', 'conv 1x1']) {
      assert.ok(slices.has(expected), `${expected} among ${[...slices].join(', ')}`);
    }
    for (const flow of ['s', 'f'])
      assert.ok(
        traceEvents.some(({ ph }) => ph === flow),
        `flows ${flow}`,
      );
    const operators = await page.evaluate(() => window.brigade.status()?.error);
    assert.equal(operators, null, 'the session goes on');
  });
});

test('settings are in the address to share, and what it does not understand is named', { skip }, async () => {
  await withPage({ source: 'synthetic', model: 'nanodet', colour: 'red' }, {}, async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await passes(page, 'detect', 1);
    assert.match(await page.getByTestId('notice-parameters').innerText(), /colour=red/);
    await page.getByTestId('copy-link').click();
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    assert.equal(link.searchParams.get('model'), 'nanodet');
    assert.equal(link.searchParams.get('source'), 'synthetic');
  });
});
