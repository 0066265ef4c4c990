/** The real page in Firefox, which has no MediaStreamTrackProcessor: the next way of capture is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtSite, siteMissing } from '../support/built_site.ts';
import { withFirefox } from '../support/firefox.ts';
import { screenshot } from '../support/screenshot.ts';

/** In the page: the colour that the canvas shows in its middle. */
function middleOfPicture(): string {
  const canvas = document.querySelector('canvas');
  const copy = document.createElement('canvas');
  const context = copy.getContext('2d');
  if (canvas === null || context === null) throw new Error('there is no canvas');
  context.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].join(',');
}

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
    await screenshot(page, 'firefox');
    const colours = new Set<string>();
    for (let sample = 0; sample < 6; sample++) {
      colours.add(await page.evaluate(middleOfPicture));
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    assert.ok(colours.size >= 3, `the made-up camera changes its colour, the picture showed ${[...colours].join(' ')}`);
  });
});
