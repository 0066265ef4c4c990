import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { serve, type Served } from '../../../web/serve/server.ts';
import { writeSite } from '../../../web/site/write_site.ts';
import { isIsolated, stateOf, visit } from './browser.ts';
import { standInSite } from './stand_in.ts';

const site = await standInSite();

async function host(t: TestContext, isolation: boolean, port = 0): Promise<Served> {
  const served = await serve(site.folder, { port, isolation });
  t.after(() => served.close());
  return served;
}

for (const isolation of [true, false]) {
  test(`without a network the page and what was kept work, on a host ${isolation ? 'with' : 'without'} headers`, async (t) => {
    const { page, open, settled } = await visit(t, /ERR_FAILED|Failed to load resource|ERR_CONNECTION_REFUSED/);
    const served = await host(t, isolation);
    await open(`${served.address}?model=nanodet`);
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await page.evaluate(() => globalThis.standIn.keepOffline(['engine/simd/']));
    const read = (path: string) => page.evaluate(async (name) => (await fetch(name)).text(), path);
    // Kept because it was used.
    assert.equal(await read('models/nanodet.bin'), 'weights of nanodet');
    await served.close();

    await page.reload();
    await settled();
    assert.equal(await isIsolated(page), true);
    assert.equal(await page.evaluate(() => globalThis.standIn.isWorkerIsolated()), true);
    assert.equal(await read('models/nanodet.bin'), 'weights of nanodet');
    assert.equal(await read('engine/simd/brigade.mjs'), 'export const engine = true;\n');
    const type = await page.evaluate(async () => (await fetch('engine/simd/brigade.wasm')).headers.get('Content-Type'));
    assert.equal(type, 'application/wasm');
    await assert.rejects(read('models/nanodet.json'), /Failed to fetch/, 'never used, so not kept');
  });
}

test('a new version waits until it is asked for, then takes over and drops what went', async (t) => {
  const { page, open, settled } = await visit(t);
  const served = await host(t, true);
  await open(served.address);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  const notices = () => page.evaluate(async () => (await fetch('licences.txt')).text());
  const keys = () =>
    page.evaluate(async () => {
      const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => url);
    });
  assert.equal(await notices(), 'Notices\n');
  const before = await keys();

  writeFileSync(site.parts.licences, 'Newer notices\n');
  writeSite(site.folder, site.parts);
  await page.reload();
  await settled();
  await page.waitForFunction(() => globalThis.standIn.states.at(-1)?.newVersion);
  assert.equal(await notices(), 'Notices\n', 'one version at a time');
  const reloaded = page.waitForEvent('load');
  await page.evaluate(() => globalThis.standIn.replaceVersion());
  await reloaded;
  await settled();
  assert.equal(await notices(), 'Newer notices\n');
  assert.equal((await stateOf(page))?.newVersion, false);
  const after = await keys();
  const changed = (url: string) => url.includes('licences.txt');
  assert.deepEqual(after.filter((url) => !changed(url)).sort(), before.filter((url) => !changed(url)).sort());
  assert.equal(after.filter(changed).length, 1);
  assert.notDeepEqual(after.filter(changed), before.filter(changed));
});

test('a host whose files are of two versions is not kept', async (t) => {
  const { page, open } = await visit(t);
  writeFileSync(join(site.folder, 'licences.txt'), 'Of another version\n');
  t.after(() => writeSite(site.folder, site.parts));
  const served = await host(t, true);
  await open(served.address);
  const state = await stateOf(page);
  assert.equal(state?.serviceWorker, 'failed');
  assert.equal(state?.problem, 'worker-failed');
});

test('the page can be installed', async (t) => {
  const { page, context, open } = await visit(t);
  const served = await host(t, true);
  await open(served.address);
  const session = await context.newCDPSession(page);
  assert.deepEqual((await session.send('Page.getAppManifest')).errors, []);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // The tests' contexts are those of private windows, which is all that stands in the way.
  assert.deepEqual(
    installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
    [],
  );
});
