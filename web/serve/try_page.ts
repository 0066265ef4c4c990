/** Runs the page on the sample in a browser without a window and says what it measured: `node web/serve/try_page.ts SITE`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { serve } from './server.ts';

export interface Figures {
  readonly framesPerSecond: number;
  readonly latencyMs: number;
  readonly stalenessMs: number;
}

export interface Trial extends Figures {
  /** What the page says it runs on. */
  readonly variant: string;
  readonly threads: string;
  /** What went wrong, in sentences; empty where nothing did. */
  readonly problems: readonly string[];
}

const flags = ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];

/** Opens the page of a site, waits until it shows figures, lets it run for some seconds and reads them. */
export async function tryPage(folder: string, seconds: number): Promise<Trial> {
  const served = await serve(folder, { port: 0 });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags }).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    const problems = watch(page, served.address);
    await page.goto(`${served.address}?source=sample&lang=en&autostart`);
    await begun(page);
    await page.waitForTimeout(seconds * 1000);
    const trial = { ...(await readFigures(page)), ...(await readEngine(page)) };
    const state = await stateOf(page);
    if (state !== 'running') problems.push(`after ${String(seconds)} seconds the page is ${state}: ${await noticesOf(page)}`);
    for (const [name, value] of Object.entries(trial)) if (Number.isNaN(value)) problems.push(`the page shows no ${name}`);
    return { ...trial, problems };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Collects from now on what must not happen. */
function watch(page: Page, address: string): string[] {
  const problems: string[] = [];
  const { origin } = new URL(address);
  page.on('pageerror', (error) => problems.push(`the page failed: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`the page complains: ${message.text()}`);
  });
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'blob:') problems.push(`the page asked another host: ${url.href}`);
  });
  return problems;
}

const stateOf = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.dataset['state'] ?? 'not started');
const noticesOf = async (page: Page): Promise<string> =>
  (await page.locator('[data-testid^="notice-"]').allInnerTexts()).join(' ').replaceAll('\n', ' ') || 'it says nothing of it';

/** Waits until frames are shown and counted, or fails with what the page says instead. */
async function begun(page: Page): Promise<void> {
  const shown = page.waitForFunction(
    () => {
      const value = document.querySelector('[data-testid="figure-fps"] .value')?.textContent ?? '';
      return (
        document.documentElement.dataset['state'] === 'broken' ||
        (parseFloat(value) > 0 && document.documentElement.dataset['state'] === 'running')
      );
    },
    undefined,
    { timeout: 60_000 },
  );
  const inTime = await shown.then(
    () => true,
    () => false,
  );
  const state = await stateOf(page);
  if (!inTime || state === 'broken') throw new Error(`the page shows no frames (${state}): ${await noticesOf(page)}`);
}

async function readFigures(page: Page): Promise<Figures> {
  const read = async (name: string): Promise<number> =>
    parseFloat((await page.locator(`[data-testid="figure-${name}"] .value`).innerText()).replaceAll(',', ''));
  return { framesPerSecond: await read('fps'), latencyMs: await read('latency'), stalenessMs: await read('staleness') };
}

async function readEngine(page: Page): Promise<{ variant: string; threads: string }> {
  const { dataset } = await page
    .locator('[data-testid="figure-variant"]')
    .evaluate((element) => ({ dataset: { ...(element as HTMLElement).dataset } }));
  return { variant: dataset['variant'] ?? '', threads: dataset['threads'] ?? '' };
}

/** The figures of `brigade run --report`. */
function nativeFigures(report: string): Figures {
  const { frames_per_second, latency_ms, staleness_ms } = JSON.parse(readFileSync(report, 'utf8')) as {
    frames_per_second: number;
    latency_ms: { p50: number };
    staleness_ms: { p50: number };
  };
  return { framesPerSecond: frames_per_second, latencyMs: latency_ms.p50, stalenessMs: staleness_ms.p50 };
}

function row(name: string, { framesPerSecond, latencyMs, stalenessMs }: Figures): string {
  const cells = [framesPerSecond.toFixed(1), latencyMs.toFixed(0), stalenessMs.toFixed(0)];
  return `${name.padEnd(34)}${cells.map((cell) => cell.padStart(14)).join('')}\n`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '10' }, report: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('name the site: node web/serve/try_page.ts SITE [--seconds N] [--report FILE]');
  const trial = await tryPage(folder, Number(values.seconds));
  const head = ['frames/s', 'latency, ms', 'staleness, ms'].map((title) => title.padStart(14)).join('');
  process.stdout.write(`${''.padEnd(34)}${head}\n`);
  if (values.report !== undefined) process.stdout.write(row('native, every frame of the file', nativeFigures(values.report)));
  process.stdout.write(row(`page, live, ${trial.variant}, threads: ${trial.threads}`, trial));
  if (trial.problems.length > 0) throw new Error(trial.problems.join('\n'));
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`try_page: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
