/** Debian's Chromium on the stand-in site, under the watch of what every test must not see. */
import assert from 'node:assert/strict';
import { after, type TestContext } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { StandIn } from './site/page.ts';

declare global {
  var standIn: StandIn;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens an address and waits until the page has settled, with the reload for the headers' sake behind it. */
  open(address: string): Promise<void>;
  settled(): Promise<void>;
  /** A reload that goes past caches and the service worker, as with the shift key. */
  forceReload(): Promise<void>;
  /** How often the browser loaded the page. */
  loads(): number;
}

/** Starting a browser takes seconds: the tests of a file share one. */
let shared: Promise<Browser> | null = null;
after(async () => (await shared)?.close());

/**
 * A page with caches, workers and a network of its own for a test. At the test's end: no request left the origin, and the page had no
 * errors.
 */
export async function visit(t: TestContext, allowed: RegExp = /^$/): Promise<Visit> {
  shared ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const context = await (await shared).newContext();
  const page = await context.newPage();
  // A busy machine is no failure.
  page.setDefaultTimeout(120_000);
  const hosts = new Set<string>();
  const errors: string[] = [];
  let loads = 0;
  context.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  page.on('console', (message) => {
    if (message.type() === 'error' && !allowed.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('load', () => loads++);
  t.after(async () => {
    await context.close();
    assert.deepEqual([...hosts], ['127.0.0.1'], 'hosts asked');
    assert.deepEqual(errors, [], 'errors of the page');
  });
  const settled = async (): Promise<void> => {
    await page.waitForFunction(
      () => globalThis.standIn?.states.some(({ serviceWorker }) => serviceWorker !== 'starting') && globalThis.standIn.started,
    );
  };
  const forceReload = async (): Promise<void> => {
    const session = await context.newCDPSession(page);
    const loaded = page.waitForEvent('load');
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    await session.detach();
    await settled();
  };
  const open = async (address: string): Promise<void> => {
    await page.goto(address);
    await settled();
  };
  return { page, context, open, settled, forceReload, loads: () => loads };
}

/** The last state that the page was told. */
export const stateOf = (page: Page) => page.evaluate(() => globalThis.standIn.states.at(-1));
export const isIsolated = (page: Page) => page.evaluate(() => globalThis.crossOriginIsolated);
