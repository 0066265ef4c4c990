/** The real page in Chromium: a rate of detections that is to be held. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { passes, siteMissing, statusOf, withPage } from '../support/built_site.ts';

const skip = siteMissing;

async function changes(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => (window.brigade.status()?.held_rate?.changes.length ?? 0) >= wanted, count, {
    timeout: 90_000,
  });
}

test(
  'a rate out of reach ends at the least size, with reasons in sight and a notice, and detection goes on',
  { skip },
  async () => {
    // So many a second that plain knives hold them at no size.
    const query = { source: 'synthetic', variant: 'scalar', size: '320', hold: '60' };
    await withPage(query, {}, async ({ page }) => {
      await changes(page, 2);
      const { held_rate: held, stages } = await statusOf(page);
      assert.equal(held?.wanted, 60);
      assert.equal(held.size, 224);
      assert.deepEqual(
        held.changes.map(({ from, to, reason }) => [from, to, reason]),
        [
          [320, 224, 'too slow'],
          [224, 224, 'out of reach'],
        ],
      );
      // The page shows what the status says a little later.
      await page.getByTestId('detect-held').filter({ hasText: 'too slow even so' }).waitFor();
      assert.match(
        await page.getByTestId('detect-held').innerText(),
        /^224 px, 1 thread: [\d.]+\/s of 60 wanted\s+too slow even so/,
      );
      assert.match(
        await page.getByTestId('notice-rate').innerText(),
        /60 detections a second are out of reach: even .* 224 pixels/,
      );
      await passes(page, 'detect', (stages.find(({ name }) => name === 'detect')?.out ?? 0) + 3);
    });
  },
);

test('a rate that is no longer wished leaves the size alone', { skip }, async () => {
  await withPage({ source: 'synthetic', variant: 'scalar', size: '320', hold: '60' }, {}, async ({ page }) => {
    await changes(page, 1);
    await page.getByTestId('hold').fill('0');
    await page.waitForFunction(() => window.brigade.status()?.held_rate === null, undefined, { timeout: 60_000 });
    await passes(page, 'detect', 3);
    assert.equal(await page.getByTestId('detect-held').count(), 0);
    assert.equal(await page.getByTestId('notice-rate').count(), 0);
  });
});

test('a rate that the largest size holds changes nothing', { skip }, async () => {
  await withPage({ source: 'synthetic', size: '192', hold: '1' }, {}, async ({ page }) => {
    await passes(page, 'detect', 40);
    const { held_rate: held } = await statusOf(page);
    assert.equal(held?.size, 192);
    assert.deepEqual(held.changes, []);
    await page.getByTestId('detect-held').waitFor();
    assert.match(
      await page.getByTestId('detect-held').innerText(),
      /^192 px, 1 thread: .* of 1 wanted\s+the largest input allowed$/,
    );
  });
});

test('one after another there is no rate to hold, and the control says so', { skip }, async () => {
  await withPage({ source: 'synthetic', mode: 'sequential', hold: '10' }, {}, async ({ page }) => {
    await passes(page, 'detect', 2);
    assert.equal((await statusOf(page)).held_rate, null);
    assert.ok(await page.getByTestId('hold').isDisabled());
  });
});
