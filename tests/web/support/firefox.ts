import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { watcher, type Watch } from './watch.ts';

export interface FirefoxWishes {
  /** Of the page to open. */
  readonly address: string;
  /** Preferences, beside those that give a made-up camera and the permission to use it. */
  readonly preferences?: Readonly<Record<string, boolean | number | string>>;
  readonly expectedErrors?: readonly RegExp[];
}

export interface FirefoxVisit {
  readonly browser: Browser;
  readonly page: Page;
  readonly watch: Watch;
}

const cameraPreferences = { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true };

/** Opens a page in Debian's Firefox ESR, by WebDriver BiDi; fails like `withChromium`. */
export async function withFirefox(wishes: FirefoxWishes, test: (visit: FirefoxVisit) => Promise<void>): Promise<void> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: { ...cameraPreferences, ...wishes.preferences },
  });
  try {
    const page = await browser.newPage();
    const watch = watcher(new URL(wishes.address).origin);
    page.on('request', (request) => watch.asked(request.url()));
    page.on('console', (message) => watch.said(message.type(), message.text()));
    page.on('pageerror', (error) => watch.said('error', String(error)));
    await page.goto(wishes.address);
    await test({ browser, page, watch });
    watch.judge(wishes.expectedErrors ?? []);
  } finally {
    await browser.close();
  }
}
