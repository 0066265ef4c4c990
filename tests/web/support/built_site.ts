import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Download, Page } from 'playwright-core';
import type { Served } from '../../../web/serve/server.ts';
import type { BrigadeConsole } from '../../../web/page/src/console.ts';
import type { Status } from '../../../web/page/src/engine/protocol.ts';
import type { Site } from '../../../web/page/src/offline/site.ts';
import { withChromium, type ChromiumVisit, type ChromiumWishes } from './chromium.ts';
import { checkout } from './paths.ts';
import { serve, type ServeWishes } from './site.ts';

declare global {
  interface Window {
    brigade: BrigadeConsole;
  }
}

export const siteFolder = process.env['BRIGADE_SITE'] ?? join(checkout, 'build/site');

/** For a test's `skip`: what is missing, or false. */
export const siteMissing = existsSync(join(siteFolder, 'site.json'))
  ? false
  : `${siteFolder} holds no site: script/test builds it`;

/** The same for a test that needs int8 weights. */
export const int8Missing = siteMissing || (namesInt8() ? false : `${siteFolder} holds no int8 weights: script/test makes them`);

function namesInt8(): boolean {
  const { models } = JSON.parse(readFileSync(join(siteFolder, 'site.json'), 'utf8')) as Site;
  return models.some(({ int8 }) => int8 !== undefined);
}

const served = new Map<string, Promise<Served>>();
after(async () => {
  for (const one of served.values()) await (await one).close();
});

/** The address of the built site, served once for each kind of host. */
export async function builtSite(wishes: ServeWishes = {}): Promise<string> {
  const key = JSON.stringify(wishes);
  const one = served.get(key) ?? serve(siteFolder, wishes);
  served.set(key, one);
  return (await one).address;
}

export interface PageWishes extends Omit<ChromiumWishes, 'address'> {
  readonly host?: ServeWishes;
}

/** Opens the page with these settings, begun. Small pictures and networks unless said otherwise: the machine is shared. */
export async function withPage(
  query: Readonly<Record<string, string>>,
  wishes: PageWishes,
  test: (visit: ChromiumVisit) => Promise<void>,
): Promise<void> {
  const settings = new URLSearchParams({ lang: 'en', size: '192', threads: '1', autostart: '1', ...query });
  const address = `${await builtSite(wishes.host)}?${settings.toString()}`;
  await withChromium({ ...wishes, address }, test);
}

/** Waits for the page to be in this state. */
export async function reaches(page: Page, state: string): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.dataset['state'] === wanted, state, { timeout: 60_000 });
}

export async function statusOf(page: Page): Promise<Status> {
  const status = await page.evaluate(() => window.brigade.status());
  if (status === null) throw new Error('the page has no status');
  return status;
}

/** Waits until so many frames of this session have left a stage. */
export async function passes(page: Page, stage: 'capture' | 'detect' | 'track' | 'render', frames: number): Promise<Status> {
  await page.waitForFunction(
    ([name, count]) => {
      const { brigade } = window as Partial<typeof window>; // none for a moment where the page reloads itself to become isolated
      return (brigade?.status()?.stages.find((one) => one.name === name)?.out ?? 0) >= count;
    },
    [stage, frames] as const,
    { timeout: 90_000 },
  );
  return statusOf(page);
}

/** What a click on a control gives to save. */
export async function downloaded(page: Page, control: string): Promise<{ path: string; name: string }> {
  const coming = page.waitForEvent('download');
  await page.getByTestId(control).click();
  const download: Download = await coming;
  return { path: await download.path(), name: download.suggestedFilename() };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA. */
  readonly pixels: Buffer;
}

/** The picture as shown, through the page's own snapshot. */
export async function snapshotOf(page: Page): Promise<Picture> {
  const { path } = await downloaded(page, 'snapshot');
  const header = readFileSync(path);
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  const options = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'];
  const pixels = execFileSync('ffmpeg', options, { maxBuffer: 1 << 28 });
  return { width, height, pixels };
}

/** How many pixels of two pictures differ visibly, within a box. */
export function differingPixels(
  a: Picture,
  b: Picture,
  [left, top, width, height]: readonly number[] = [0, 0, a.width, a.height],
): number {
  if (a.width !== b.width || a.height !== b.height) throw new Error('the pictures are not of one size');
  let count = 0;
  for (let y = Math.max(0, Math.floor(top ?? 0)); y < Math.min(a.height, (top ?? 0) + (height ?? 0)); y++) {
    for (let x = Math.max(0, Math.floor(left ?? 0)); x < Math.min(a.width, (left ?? 0) + (width ?? 0)); x++) {
      const at = 4 * (y * a.width + x);
      const distance = [0, 1, 2].map((channel) => Math.abs((a.pixels[at + channel] ?? 0) - (b.pixels[at + channel] ?? 0)));
      if (Math.max(...distance) > 24) count++;
    }
  }
  return count;
}
