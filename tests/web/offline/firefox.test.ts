/** Debian's Firefox, whose service workers and media differ enough from Chromium's to be looked at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer, { type ElementHandle, type Page } from 'puppeteer-core';
import { serve } from '../../../web/serve/server.ts';
import type { StandIn } from './site/page.ts';
import { makeVideo, standInSite } from './stand_in.ts';

declare global {
  var standIn: StandIn;
}

/** Waits for the page to start; it may be reloaded meanwhile. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => globalThis.standIn?.started && globalThis.standIn.states.some(({ serviceWorker }) => serviceWorker !== 'starting'),
  );
}

test('Firefox becomes isolated on a host without headers, plays dropped files and needs no network then', async (t) => {
  const { folder } = await standInSite();
  const served = await serve(folder, { port: 0, isolation: false, base: '/a/site/' });
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true });
  t.after(async () => {
    await browser.close();
    await served.close();
  });
  const page = await browser.newPage();
  // A busy machine is no failure.
  page.setDefaultTimeout(120_000);
  await page.goto(served.address);
  await settled(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  assert.equal(await page.evaluate(() => globalThis.standIn.isWorkerIsolated()), true);
  assert.equal(await page.evaluate(() => globalThis.standIn.loads), 2);

  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { type: 'file' }));
  });
  const input = (await page.$('input')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(makeVideo());
  const time = await page.evaluate(async () => {
    const [element, file] = [document.querySelector('video'), document.querySelector('input')?.files?.[0]];
    if (!element || !file) throw new Error('no video, or no file');
    const event = (name: string) => new Promise((resolve) => element.addEventListener(name, resolve, { once: true }));
    element.src = await globalThis.standIn.serveLocally(file);
    await event('loadeddata');
    element.currentTime = 15;
    await event('seeked');
    await element.play();
    await event('timeupdate');
    return element.currentTime;
  });
  assert.ok(time >= 15);

  await served.close();
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
});
