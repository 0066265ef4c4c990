import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import { serve, type ServeOptions } from '../../../web/serve/server.ts';
import { isIsolated, stateOf, visit } from './browser.ts';
import { standInSite } from './stand_in.ts';

let folder: string;

before(async () => {
  ({ folder } = await standInSite());
});

async function host(t: TestContext, options: Partial<ServeOptions>): Promise<string> {
  const served = await serve(folder, { port: 0, ...options });
  t.after(() => served.close());
  return served.address;
}

for (const base of ['/', '/a/site/']) {
  test(`a host without headers at ${base}: the first visit becomes isolated by one reload, in workers too`, async (t) => {
    const { page, open, loads } = await visit(t);
    await open(await host(t, { isolation: false, base }));
    assert.equal(await isIsolated(page), true);
    assert.equal(await page.evaluate(() => globalThis.standIn.isWorkerIsolated()), true);
    assert.equal(loads(), 2);
    const state = await stateOf(page);
    assert.deepEqual(state, { isolated: true, serviceWorker: 'active', problem: null, detail: '', newVersion: false });
  });

  test(`a host without headers at ${base}: reloads stay isolated, a forced one becomes so again`, async (t) => {
    const { page, open, settled, forceReload, loads } = await visit(t);
    await open(await host(t, { isolation: false, base }));
    await page.reload();
    await settled();
    assert.equal(await isIsolated(page), true);
    assert.equal(loads(), 3);
    for (const expected of [5, 7]) {
      await forceReload();
      assert.equal(await isIsolated(page), true);
      assert.equal(loads(), expected, 'the forced reload and one that follows it');
    }
  });
}

test('a host with headers: isolated at once, without a reload, by force as well', async (t) => {
  const { page, open, forceReload, loads } = await visit(t);
  await open(await host(t, {}));
  assert.equal(await isIsolated(page), true);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  assert.equal(loads(), 1);
  await forceReload();
  assert.equal(loads(), 2);
  assert.equal(await isIsolated(page), true);
  // Loaded past the worker, the page is taken on by it all the same.
  await page.waitForFunction(() => navigator.serviceWorker.controller);
});

test('a browser that grants nothing is reloaded once, then told', async (t) => {
  const { page, context, open, loads } = await visit(t);
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false });
  });
  await open(await host(t, { isolation: false }));
  assert.equal((await stateOf(page))?.problem, 'not-granted');
  assert.equal(loads(), 2);
});

test('a browser that is told to go past every worker does not reload for ever', async (t) => {
  const { page, context, open } = await visit(t);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setBypassServiceWorker', { bypass: true });
  await open(await host(t, { isolation: false }));
  assert.equal((await stateOf(page))?.problem, 'not-granted');
});

test('a worker that cannot be had is told, and nothing is reloaded', async (t) => {
  // The browser itself reports what it could not load.
  const { page, context, open, loads } = await visit(t, /Failed to load resource|bad HTTP response/);
  await context.route('**/sw.js', (route) => route.fulfill({ status: 404 }));
  await open(await host(t, { isolation: false }));
  const state = await stateOf(page);
  assert.equal(state?.serviceWorker, 'failed');
  assert.equal(state?.problem, 'worker-failed');
  assert.notEqual(state?.detail, '');
  assert.equal(loads(), 1);
  await assert.rejects(
    page.evaluate(() => globalThis.standIn.serveLocally(new File(['x'], 'x.mp4'))),
    /needs a service worker/,
  );
});

test('a browser without service workers is told, and nothing is reloaded', async (t) => {
  const { page, context, open, loads } = await visit(t);
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await open(await host(t, { isolation: false }));
  assert.deepEqual(await stateOf(page), {
    isolated: false,
    serviceWorker: 'unsupported',
    problem: 'no-service-worker',
    detail: '',
    newVersion: false,
  });
  assert.equal(loads(), 1);
});

test('nothing elsewhere can be asked for, by the page or by the site’s workers', async (t) => {
  const { page, open } = await visit(t, /Content Security Policy/);
  await open(await host(t, { isolation: false }));
  const violated = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        resolve(event.effectiveDirective);
      });
    });
    const failed = await fetch('https://elsewhere.example/').then(
      () => false,
      () => true,
    );
    return failed && (await violation);
  });
  assert.equal(violated, 'connect-src');
  const policy = await page.evaluate(async () => (await fetch('site.json')).headers.get('Content-Security-Policy'));
  assert.equal(policy, "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
});
