/** The real page in Chromium where something is missing or goes wrong. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { builtSite, passes, reaches, siteMissing, statusOf, withPage } from '../support/built_site.ts';
import { withChromium } from '../support/chromium.ts';

const skip = siteMissing;

function notices(page: Page): Promise<string> {
  return page
    .locator('[data-testid^="notice-"]')
    .allInnerTexts()
    .then((texts) => texts.join(' '));
}

test('without a network the page still opens and runs what it ran before', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page, context }) => {
    await passes(page, 'detect', 1);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload(); // now the service worker has seen every file that is needed
    await passes(page, 'detect', 1);
    await context.setOffline(true);
    await page.reload();
    await passes(page, 'detect', 2);
    assert.ok(await page.evaluate(() => crossOriginIsolated));
  });
});

test('a host that sends no headers gets threads all the same, below a path of its own', { skip }, async () => {
  await withPage({ source: 'synthetic' }, { host: { headers: false, subPath: '/some/where/' } }, async ({ page }) => {
    await passes(page, 'detect', 1);
    assert.ok(await page.evaluate(() => crossOriginIsolated));
    assert.notEqual((await page.evaluate(() => window.brigade.facts()))?.variant, 'single');
  });
});

test('without isolation one cook works alone, and the page says why', { skip }, async () => {
  const wishes = {
    host: { headers: false },
    context: { serviceWorkers: 'block' as const },
    expectedErrors: [/[Ss]ervice[ ]?[Ww]orker/],
  };
  await withPage({ source: 'synthetic' }, wishes, async ({ page }) => {
    await passes(page, 'detect', 1);
    assert.equal((await page.evaluate(() => window.brigade.facts()))?.variant, 'single');
    assert.match(await notices(page), /isolat|share/i);
  });
});

test('a camera that is denied is said to be, and the synthetic scene is offered instead', { skip }, async () => {
  await withPage({ source: 'camera' }, { permission: 'denied' }, async ({ page }) => {
    await reaches(page, 'broken');
    assert.match(await page.getByTestId('notice-source').innerText(), /permission|allow|denied/i);
    await page.getByTestId('action-synthetic').click();
    await passes(page, 'render', 3);
  });
});

test('where there is no camera the page says so', { skip }, async () => {
  await withPage({ source: 'camera' }, { webcam: null }, async ({ page }) => {
    await reaches(page, 'broken');
    assert.match(await page.getByTestId('notice-source').innerText(), /no camera/i);
  });
});

/** In the page: getUserMedia gives a made camera that the test can pull out, as often as it is asked. */
function makeCameras(): void {
  const cameras: (() => void)[] = [];
  navigator.mediaDevices.getUserMedia = () => {
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    const writer = generator.writable.getWriter();
    let time = 0;
    const canvas = new OffscreenCanvas(160, 120);
    canvas.getContext('2d')?.fillRect(0, 0, 160, 120);
    const timer = setInterval(() => {
      const frame = new VideoFrame(canvas, { timestamp: (time += 50_000) });
      writer.write(frame).catch(() => frame.close());
    }, 50);
    cameras.push(() => {
      clearInterval(timer);
      void writer.close();
    });
    return Promise.resolve(new MediaStream([generator]));
  };
  Object.assign(window, { pullOut: () => cameras.pop()?.() });
}

test('a camera that is pulled out is missed in a sentence, and works again when it is back', { skip }, async () => {
  const address = `${await builtSite()}?lang=en&size=192&threads=1`;
  await withChromium({ address }, async ({ page }) => {
    await page.evaluate(makeCameras);
    await page.getByTestId('start-camera').click();
    await passes(page, 'render', 5);
    await page.evaluate(() => (window as unknown as { pullOut(): void }).pullOut());
    await reaches(page, 'broken');
    assert.match(await page.getByTestId('notice-source').innerText(), /camera/i);
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await page
      .getByTestId('action-retry')
      .click({ timeout: 5000 })
      .catch(() => undefined); // it may have come back by itself
    await reaches(page, 'running');
    await passes(page, 'render', 5);
  });
});

test('a tab that was hidden goes on when it is seen again', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page, context }) => {
    await passes(page, 'render', 5);
    const other = await context.newPage();
    await other.bringToFront();
    await other.waitForTimeout(1500);
    await other.close();
    await page.bringToFront();
    const { frames } = await statusOf(page);
    await passes(page, 'render', frames + 10);
    assert.equal((await statusOf(page)).error, null);
  });
});

/** Memory of all the processes of a browser, bytes: what only they have. */
function browserMemory(): number {
  const processes = execFileSync('pgrep', ['-f', 'chromium.*--type=renderer'], { encoding: 'utf8' }).trim().split('\n');
  return processes.reduce((sum, id) => {
    try {
      const rollup = execFileSync('cat', [`/proc/${id}/smaps_rollup`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return sum + Number(/Private_Dirty:\s+(\d+)/.exec(rollup)?.[1] ?? 0) * 1024;
    } catch {
      return sum; // it has ended meanwhile
    }
  }, 0);
}

test('twenty reloads take no more memory than the first', { skip }, async () => {
  await withPage({ source: 'synthetic' }, {}, async ({ page }) => {
    const memory: number[] = [];
    for (let time = 0; time < 20; time++) {
      await page.reload();
      await passes(page, 'detect', 2);
      memory.push(browserMemory());
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [early, late] = [mean(memory.slice(2, 7)), mean(memory.slice(-5))];
    assert.ok(early > 10e6, 'memory has been measured');
    assert.ok(
      late < 1.25 * early,
      `from ${early / 1e6} to ${late / 1e6} MB: ${memory.map((bytes) => Math.round(bytes / 1e6)).join(' ')}`,
    );
  });
});
