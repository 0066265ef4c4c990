import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { serve } from '../../../web/serve/server.ts';
import { visit } from './browser.ts';
import { makeVideo, standInSite } from './stand_in.ts';

const site = await standInSite();
const video = makeVideo();

async function openWithFile(
  t: TestContext,
  isolation: boolean,
): Promise<{ page: Page; url: string; forceReload: () => Promise<void> }> {
  const { page, open, forceReload } = await visit(t, /404/);
  const served = await serve(site.folder, { port: 0, isolation, base: '/a/site/' });
  t.after(() => served.close());
  await open(served.address);
  return { page, url: await drop(page), forceReload };
}

/** Gives the page the video as a user would, through an input; returns its address. */
async function drop(page: Page): Promise<string> {
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { type: 'file' }));
  });
  await page.locator('input').setInputFiles(video);
  return page.evaluate(async () => {
    const file = document.querySelector('input')?.files?.[0];
    return file ? globalThis.standIn.serveLocally(file) : '';
  });
}

const fetchPart = (page: Page, url: string, range: string) =>
  page.evaluate(
    async ([address, part]) => {
      const response = await fetch(address, { headers: { Range: part } });
      return {
        status: response.status,
        range: response.headers.get('Content-Range'),
        bytes: Array.from(new Uint8Array(await response.arrayBuffer())),
      };
    },
    [url, range] as const,
  );

for (const isolation of [true, false]) {
  test(`a dropped video plays and seeks within the policy, on a host ${isolation ? 'with' : 'without'} headers`, async (t) => {
    const { page, url } = await openWithFile(t, isolation);
    assert.equal(new URL(url).pathname.startsWith('/a/site/dropped/'), true);
    const seen = await page.evaluate(async (address) => {
      const element = document.querySelector('video');
      if (!element) throw new Error('no video');
      const event = (name: string) => new Promise((resolve) => element.addEventListener(name, resolve, { once: true }));
      element.src = address;
      await event('loadeddata');
      const begun = { width: element.videoWidth, duration: element.duration };
      element.currentTime = 15;
      await event('seeked');
      await element.play();
      await event('timeupdate');
      return { ...begun, time: element.currentTime };
    }, url);
    assert.equal(seen.width, 320);
    assert.equal(seen.duration, 20);
    assert.ok(seen.time >= 15);
  });
}

test('parts of a dropped file are its bytes, also after the browser ended the worker', async (t) => {
  const { page, url } = await openWithFile(t, true);
  const content = readFileSync(video);
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  for (const start of [0, 1000, content.length - 10]) {
    const part = await fetchPart(page, url, `bytes=${String(start)}-${String(start + 9)}`);
    assert.equal(part.status, 206);
    assert.equal(part.range, `bytes ${String(start)}-${String(start + 9)}/${String(content.length)}`);
    assert.deepEqual(part.bytes, Array.from(content.subarray(start, start + 10)));
    await session.send('ServiceWorker.stopAllWorkers');
  }
});

test('a released file is gone, and no other', async (t) => {
  const { page, url } = await openWithFile(t, true);
  const other = await page.evaluate(() => globalThis.standIn.serveLocally(new File(['another'], 'another.mp4')));
  await page.evaluate((address) => {
    globalThis.standIn.release(address);
  }, url);
  assert.equal((await fetchPart(page, url, 'bytes=0-9')).status, 404);
  assert.equal((await fetchPart(page, other, 'bytes=0-9')).status, 206);
});

test('a page that was loaded past the worker plays dropped files too', async (t) => {
  const { page, forceReload } = await openWithFile(t, true);
  await forceReload();
  assert.equal((await fetchPart(page, await drop(page), 'bytes=0-9')).status, 206);
});
