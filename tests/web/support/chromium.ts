import { after } from 'node:test';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { watcher, type Watch } from './watch.ts';

export interface ChromiumWishes {
  /** Of the page to open. */
  readonly address: string;
  /** A y4m file that the one camera shows over and over; null: there is no camera; absent: the browser's test picture. */
  readonly webcam?: string | null;
  /** What the user answers when asked for camera or screen. */
  readonly permission?: 'granted' | 'denied';
  readonly context?: BrowserContextOptions;
  readonly arguments?: readonly string[];
  /** Console errors that belong to what is tested. */
  readonly expectedErrors?: readonly RegExp[];
}

export interface ChromiumVisit {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: Watch;
}

/** Starting a browser takes seconds: the tests of a file share those with the same switches. */
const browsers = new Map<string, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/**
 * Opens a page in Debian's Chromium, with cookies, permissions and caches of its own; fails when the page writes errors, or asks for
 * anything beyond its origin.
 */
export async function withChromium(wishes: ChromiumWishes, test: (visit: ChromiumVisit) => Promise<void>): Promise<void> {
  const browser = await browserWith(switches(wishes));
  const context = await browser.newContext(wishes.context);
  try {
    const watch = watcher(new URL(wishes.address).origin);
    context.on('request', (request) => watch.asked(request.url()));
    context.on('console', (message) => watch.said(message.type(), message.text()));
    context.on('weberror', (error) => watch.said('error', String(error.error())));
    const page = await context.newPage();
    await page.goto(wishes.address);
    await test({ browser, context, page, watch });
    watch.judge(wishes.expectedErrors ?? []);
  } finally {
    await context.close();
  }
}

function browserWith(switches: readonly string[]): Promise<Browser> {
  const key = switches.join(' ');
  const browser = browsers.get(key) ?? chromium.launch({ executablePath: '/usr/bin/chromium', args: [...switches] });
  browsers.set(key, browser);
  return browser;
}

function switches({ webcam, permission = 'granted', arguments: more = [] }: ChromiumWishes): string[] {
  const camera =
    webcam === null
      ? ['--use-fake-device-for-media-stream=device-count=0']
      : ['--use-fake-device-for-media-stream', ...(webcam === undefined ? [] : [`--use-file-for-fake-video-capture=${webcam}`])];
  const answer = permission === 'granted' ? '--use-fake-ui-for-media-stream' : '--deny-permission-prompts';
  return ['--no-sandbox', '--disable-gpu', answer, ...camera, ...more];
}
