/** The real page in Firefox, which has no MediaStreamTrackProcessor: the next way of capture is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtSite, siteMissing } from '../support/built_site.ts';
import { withFirefox } from '../support/firefox.ts';
import { screenshot } from '../support/screenshot.ts';

test("Firefox: the camera's frames are searched and stay in the picture", { skip: siteMissing }, async () => {
  const address = `${await builtSite()}?lang=en&size=192&threads=1&source=camera&autostart=1`;
  await withFirefox({ address }, async ({ page }) => {
    await page.waitForFunction(() => (window.brigade.status()?.stages[1]?.out ?? 0) >= 3, { timeout: 90_000 });
    const way = await page.$eval('[data-testid="capture-way"]', (element) => (element as HTMLElement).dataset['way']);
    assert.equal(way, 'video-frame');
    const before = await page.evaluate(() => window.brigade.status()?.frames ?? 0);
    // Longer than it takes Firefox to collect a canvas that nobody holds.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    const after = await page.evaluate(() => window.brigade.status());
    assert.ok((after?.frames ?? 0) > before + 10);
    assert.equal(after?.error, null);
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      if (canvas === null) throw new Error('there is no canvas');
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const context = copy.getContext('2d');
      context?.drawImage(canvas, 0, 0);
      const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] };
      return new Set(data).size;
    });
    assert.ok(colours > 8, `the picture has ${colours} values`);
    await screenshot(page, 'firefox');
  });
});
