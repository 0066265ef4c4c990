/** The real page for everybody: without serious faults by axe-core's rules, in both languages and themes, on phone and desktop. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { builtSite, passes, siteMissing, withPage } from '../support/built_site.ts';
import { withChromium } from '../support/chromium.ts';
import { screenshot } from '../support/screenshot.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1440, height: 900 } };

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await axe.run()).violations;
  });
  const serious = findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Looks at the page as it is, at every size, in every language and theme; returns which those were. */
async function lookAtAll(page: Page, state: string): Promise<ReadonlySet<string>> {
  const looks = new Set<string>();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (let look = 0; look < 4; look++) {
      await page.getByTestId(look % 2 === 0 ? 'language' : 'theme').click();
      const [language, theme] = await page.evaluate(() => {
        const { lang, dataset } = document.documentElement;
        return [lang, dataset['theme'] ?? ''] as const;
      });
      looks.add(`${size} ${language} ${theme}`);
      assert.deepEqual(await seriousFaults(page), [], `${state}, ${size}, ${language}, ${theme}`);
      await screenshot(page, `${state}-${size}-${language}-${theme}`);
    }
  }
  return looks;
}

test(
  'no serious faults on phone and desktop, in both languages and themes, at the start and while it runs',
  { skip: siteMissing },
  async () => {
    await withPage({ autostart: '0', theme: 'light', size: '320' }, {}, async ({ page }) => {
      await page.getByTestId('start').waitFor();
      assert.equal((await lookAtAll(page, 'start')).size, 8);
      await page.getByTestId('start-sample').click();
      await passes(page, 'detect', 12);
      assert.equal((await lookAtAll(page, 'running')).size, 8);
    });
  },
);

test('the keyboard alone starts, pauses and reads the kitchen', { skip: siteMissing }, async () => {
  const address = `${await builtSite()}?lang=en&size=192&threads=1`;
  await withChromium({ address }, async ({ page }) => {
    await page.getByTestId('start-synthetic').focus();
    await page.keyboard.press('Enter');
    await passes(page, 'render', 3);
    const board = await page.getByTestId('kitchen-board').innerText();
    await page.getByTestId('station-detect').focus();
    assert.notEqual(await page.getByTestId('kitchen-board').innerText(), board);
    await page.getByTestId('picture').focus();
    await page.keyboard.press(' ');
    await page.waitForFunction(() => document.documentElement.dataset['state'] === 'paused');
  });
});
