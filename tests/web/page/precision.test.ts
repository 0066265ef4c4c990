/** The real page in Chromium: floats and int8. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Site } from '../../../web/page/src/offline/site.ts';
import { int8Missing, passes, reaches, siteMissing, withPage, type PageWishes } from '../support/built_site.ts';
import { screenshot } from '../support/screenshot.ts';
import { sampleWebcam } from '../support/webcam.ts';

const skip = int8Missing;

/** A service worker's requests cannot be answered by a test. */
const withoutWorker: PageWishes = { context: { serviceWorkers: 'block' }, expectedErrors: [/[Ss]ervice[ ]?[Ww]orker/, /404/] };

const factsOf = (page: Page) => page.evaluate(() => window.brigade.facts());

async function computesIn(page: Page, precision: 'f32' | 'int8'): Promise<void> {
  await page.waitForFunction((wanted) => window.brigade.facts()?.precision === wanted, precision, { timeout: 60_000 });
  await passes(page, 'detect', 2);
}

const modelFiles = (requests: readonly string[]) =>
  [...new Set(requests.filter((url) => url.includes('/models/')).map((url) => url.split('/').at(-1)))].sort();

test('floats and int8 change while it runs, and each loads its own files when it is chosen', { skip }, async () => {
  await withPage({ source: 'synthetic', model: 'centernet' }, {}, async ({ page, watch }) => {
    await computesIn(page, 'f32');
    assert.equal((await factsOf(page))?.integer_operators, 0);
    assert.deepEqual(modelFiles(watch.requests), ['centernet.bin', 'centernet.json']);
    assert.equal(await page.getByTestId('integers').count(), 0);
    await page.getByTestId('precision-int8').check({ force: true });
    await computesIn(page, 'int8');
    const steps = (await factsOf(page))?.integer_operators ?? 0;
    assert.ok(steps > 10, `${steps} steps`);
    assert.deepEqual(modelFiles(watch.requests), ['centernet.bin', 'centernet.int8', 'centernet.json']);
    assert.equal(await page.getByTestId('figure-precision').innerText(), '1 thread, int8');
    assert.match(await page.getByTestId('integers').innerText(), new RegExp(`^${steps} steps of the network in integers`));
    await page.getByTestId('model').selectOption('nanodet');
    await page.waitForFunction((before) => window.brigade.facts()?.integer_operators !== before, steps);
    assert.equal((await factsOf(page))?.precision, 'int8');
    await page.getByTestId('precision-f32').check({ force: true });
    await computesIn(page, 'f32');
    assert.equal(await page.getByTestId('figure-precision').innerText(), '1 thread, floats');
  });
});

test(
  'in int8 the float weights are not loaded, people are found, and the choice is remembered and shared',
  { skip },
  async () => {
    const query = { source: 'camera', model: 'centernet', size: '320', precision: 'int8' };
    await withPage(query, { webcam: sampleWebcam() }, async ({ page, context, watch }) => {
      await page.waitForFunction(
        () => (window.brigade.status()?.tracks.filter(({ category }) => category === 0).length ?? 0) >= 2,
        undefined,
        { timeout: 60_000 },
      );
      assert.deepEqual(modelFiles(watch.requests), ['centernet.int8']);
      await screenshot(page, 'int8');
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByTestId('copy-link').click();
      const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
      assert.equal(link.searchParams.get('precision'), 'int8');
      await page.getByTestId('score').fill('0.4'); // whatever is changed, all is remembered
      await page.goto(`${link.origin}${link.pathname}?autostart`);
      await computesIn(page, 'int8');
    });
  },
);

test('without SIMD int8 weights compute in floats, and the page says so', { skip }, async () => {
  await withPage({ source: 'synthetic', variant: 'scalar', precision: 'int8' }, {}, async ({ page }) => {
    await computesIn(page, 'int8');
    assert.equal((await factsOf(page))?.integer_operators, 0);
    assert.match(await page.getByTestId('integers').innerText(), /all in floats: without SIMD/);
  });
});

test('int8 weights that do not load are named, and floats compute', { skip }, async () => {
  await withPage({ source: 'synthetic', model: 'centernet' }, withoutWorker, async ({ page }) => {
    await computesIn(page, 'f32');
    await page.route('**/centernet.int8', (route) => route.fulfill({ status: 404 }));
    await page.getByTestId('precision-int8').check({ force: true });
    const notice = page.getByTestId('notice-precision');
    await notice.waitFor();
    assert.match(await notice.innerText(), /The int8 weights of CenterNet did not load \(models\/centernet\.int8: 404\)/);
    await computesIn(page, 'f32');
    await page.unroute('**/centernet.int8');
    await page.getByTestId('size').fill('224'); // any change tries again
    await computesIn(page, 'int8');
    assert.equal(await notice.count(), 0);
  });
});

test('broken int8 weights are one clear sentence, and floats take over when they are chosen', { skip }, async () => {
  await withPage({ source: 'synthetic', model: 'centernet' }, withoutWorker, async ({ page }) => {
    await computesIn(page, 'f32');
    await page.route('**/centernet.int8', (route) => route.fulfill({ body: 'BRGDINT8 and nothing more' }));
    await page.getByTestId('precision-int8').check({ force: true });
    await reaches(page, 'broken');
    assert.match(await page.getByTestId('notice-engine').innerText(), /The engine stopped: .*centernet\.int8.*quantize/);
    await page.getByTestId('precision-f32').check({ force: true });
    await reaches(page, 'running');
    await computesIn(page, 'f32');
    assert.equal(await page.getByTestId('notice-engine').count(), 0);
  });
});

/** The site's list, without the int8 weights. */
async function withoutInt8(page: Page): Promise<void> {
  await page.route('**/site.json', async (route) => {
    const response = await route.fetch();
    const site = (await response.json()) as Site;
    const models = site.models.map(({ name, graph, weights, bytes }) => ({ name, graph, weights, bytes }));
    await route.fulfill({ response, json: { ...site, models } });
  });
}

test('a site without int8 weights offers none, and says so to those who wish them', { skip: siteMissing }, async () => {
  await withPage({ source: 'synthetic', model: 'centernet' }, withoutWorker, async ({ page }) => {
    await withoutInt8(page);
    await page.reload();
    await computesIn(page, 'f32');
    assert.equal(await page.getByTestId('precision-int8').count(), 0);
    await page.goto(`${page.url()}&precision=int8`);
    await computesIn(page, 'f32');
    assert.match(
      await page.getByTestId('notice-precision').innerText(),
      /The int8 weights of CenterNet are not on this site, so it computes in floats/,
    );
    assert.ok(await page.getByTestId('precision-int8').isDisabled());
    await page.getByTestId('precision-f32').click({ force: true });
    await page.getByTestId('notice-precision').waitFor({ state: 'detached' });
    assert.equal(await page.getByTestId('precision-int8').count(), 0);
  });
});
