import type { Browser, CDPSession, Page } from 'playwright-core';
import type { BrigadeConsole } from '../page/src/console.ts';
import type { Precision, Status, Variant } from '../page/src/engine/protocol.ts';
import { median } from './statistics.ts';

declare global {
  interface Window {
    brigade: BrigadeConsole;
    longTasks: number[];
  }
}

export interface Setting {
  readonly variant: Variant;
  readonly threads: number;
  readonly model: string;
  readonly precision: Precision;
  readonly size: number;
}

/** What one visit of the page shows; all times in milliseconds. */
export interface Visit {
  readonly detector_alone_fps: number;
  readonly detector_alone_ms: number;
  readonly preprocess_ms: number;
  readonly network_ms: number;
  readonly decode_ms: number;
  /** Frames searched a second, and shown a second. */
  readonly detect_fps: number;
  readonly render_fps: number;
  readonly detect_ms: number;
  readonly latency_p50_ms: number;
  readonly latency_p99_ms: number;
  readonly staleness_p50_ms: number;
  readonly staleness_p99_ms: number;
  readonly capture_p50_ms: number;
  /** Share of a core, 0..1, and the longest task of more than 50 ms, of the page's main thread while the page was watched. */
  readonly main_thread_share: number;
  readonly longest_task_ms: number;
  readonly first_detection_ms: number;
}

/** Frames of a measurement of the detector alone, so that it takes some seconds at any speed. */
function framesFor(detectMs: number): number {
  return Math.round(Math.min(80, Math.max(12, 3000 / detectMs)));
}

async function mainThreadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

function pageStatus(page: Page): Promise<Status> {
  return page.evaluate(() => {
    const status = window.brigade.status();
    if (status === null) throw new Error('nothing runs');
    return status;
  });
}

function stageOf(status: Status, name: string) {
  const stage = status.stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`no stage ${name}`);
  return stage;
}

function perSecond(before: Status, after: Status, name: string): number {
  return ((stageOf(after, name).out - stageOf(before, name).out) * 1000) / (after.now_ms - before.now_ms);
}

async function watch(page: Page, seconds: number) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' }); // time of the processor, not of the clock
  await page.waitForTimeout(2500); // everything compiled at its best, the queues filled
  await page.evaluate(() => {
    window.longTasks = [];
    const observer = new PerformanceObserver((list) =>
      window.longTasks.push(...list.getEntries().map((entry) => entry.duration)),
    );
    observer.observe({ type: 'longtask' });
  });
  const [before, busyBefore] = [await pageStatus(page), await mainThreadSeconds(session)];
  const began = performance.now();
  await page.waitForTimeout(seconds * 1000);
  const [after, busyAfter] = [await pageStatus(page), await mainThreadSeconds(session)];
  const elapsed = (performance.now() - began) / 1000;
  const longTasks = await page.evaluate(() => window.longTasks);
  await session.detach();
  return {
    detect_fps: perSecond(before, after, 'detect'),
    render_fps: perSecond(before, after, 'render'),
    detect_ms: stageOf(after, 'detect').service_ms.p50,
    latency_p50_ms: after.latency_ms.p50,
    latency_p99_ms: after.latency_ms.p99,
    staleness_p50_ms: after.staleness_ms.p50,
    staleness_p99_ms: after.staleness_ms.p99,
    capture_p50_ms: stageOf(after, 'capture').service_ms.p50,
    main_thread_share: (busyAfter - busyBefore) / elapsed,
    longest_task_ms: Math.max(0, ...longTasks),
  };
}

/** Opens the page with its camera on, watches it, then measures the detector alone on the same engine. */
export async function visit(browser: Browser, address: string, setting: Setting, seconds: number): Promise<Visit> {
  const query = new URLSearchParams({
    source: 'camera',
    resolution: '1280x720',
    autostart: '1',
    variant: setting.variant,
    threads: String(setting.threads),
    model: setting.model,
    precision: setting.precision,
    size: String(setting.size),
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    // Twice, so that the second time finds everything in the cache, as a user's second visit does.
    for (let time = 0; time < 2; time++) {
      await page.goto(`${address}?${query.toString()}`);
      await page.waitForFunction(() => window.brigade.firstDetectionMs() !== null, undefined, { timeout: 120_000 });
    }
    const first_detection_ms = await page.evaluate(() => window.brigade.firstDetectionMs() ?? NaN);
    const facts = await page.evaluate(() => window.brigade.facts());
    if (facts?.variant !== setting.variant) throw new Error(`${setting.variant} was asked for, ${facts?.variant ?? 'none'} runs`);
    if (facts.precision !== setting.precision)
      throw new Error(`${setting.precision} was asked for, ${facts.precision} computes: does the site have the weights?`);
    const watched = await watch(page, seconds);
    const { model, precision, size, threads } = setting;
    const alone = await page.evaluate(([settings, frames]) => window.brigade.measure(settings, frames), [
      { model, precision, size, threads, mode: 'sequential' as const },
      framesFor(watched.detect_ms),
    ] as const);
    const sums = alone.network.map((network, i) => network + (alone.preprocess[i] ?? NaN) + (alone.decode[i] ?? NaN));
    return {
      detector_alone_fps: alone.frames_per_second,
      detector_alone_ms: median(sums),
      preprocess_ms: median(alone.preprocess),
      network_ms: median(alone.network),
      decode_ms: median(alone.decode),
      ...watched,
      first_detection_ms,
    };
  } finally {
    await context.close();
  }
}
