import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { serve } from '../../serve/server.ts';
import type { NativeRound, Skipped } from './native_round.ts';
import type { Options } from './options.ts';
import {
  variants,
  type Answer,
  type Facts,
  type Measurement,
  type NetworkFacts,
  type Peak,
  type Variant,
  type WorkerName,
} from './site/protocol.ts';
import { writeSite } from './write_site.ts';

/** As bench/detect/native_round.cpp says it. */
const noYolox = 'there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)';

const chromiumPath = '/usr/bin/chromium';

/** For each instruction set: enough for an engine to compile the loop at its best, and to find the machine undisturbed. */
const peakMilliseconds = 1000;

/** A measurement of the browser's; `variant` of ours alone. */
export type BrowserMeasurement = Measurement & { readonly variant: Variant | null };

export interface BrowserRound {
  readonly peaks: readonly Peak[];
  readonly measurements: readonly BrowserMeasurement[];
  readonly skipped: readonly Skipped[];
}

/** A browser with the bench's page at hand. */
export interface BrowserBench {
  readonly version: string;
  round(networks: NativeRound['networks']): Promise<BrowserRound>;
  close(): Promise<void>;
}

/** Null where there is none. */
export async function openBrowser(options: Options): Promise<BrowserBench | null> {
  if (!existsSync(chromiumPath)) return null;
  // Peers start workers out of blobs, which our site's policy forbids.
  const served = await serve(await writeSite(options), { port: 0, policy: false });
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
  return {
    version: browser.version(),
    round: (networks) => runRound(new Asker(browser, served.address), options, networks),
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}

/** Asks workers, each in a page of its own. */
class Asker {
  private readonly browser: Browser;
  private readonly address: string;

  constructor(browser: Browser, address: string) {
    this.browser = browser;
    this.address = address;
  }

  async ask<Value>(worker: WorkerName, request: unknown): Promise<Value> {
    const context = await this.browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(this.address);
      const answer = (await page.evaluate(([name, wish]) => window.measure(name, wish), [
        worker,
        request,
      ] as const)) as Answer<Value>;
      if ('reason' in answer) throw new Error(answer.reason);
      return answer.value;
    } finally {
      await context.close();
    }
  }
}

async function runRound(asker: Asker, options: Options, networks: NativeRound['networks']): Promise<BrowserRound> {
  const milliseconds = options.milliseconds.browser;
  const [fullest] = variants; // it has the instructions of all others
  const { peaks, precisions } = await asker.ask<Facts>('ours', {
    what: 'facts',
    variant: fullest,
    milliseconds: milliseconds / 4,
  });
  const measurements: BrowserMeasurement[] = [];
  const skipped: Skipped[] = [];
  if (options.yolox === null) skipped.push({ what: 'onnxruntime-web', why: noYolox });
  for (const threads of [1, 2]) {
    for (const variant of variants) {
      for (const precision of precisions) {
        const request = { what: 'detect', variant, precision, threads, milliseconds };
        measurements.push({ ...(await asker.ask<Measurement>('ours', request)), variant });
      }
    }
    for (const [worker, network] of peersOf(options, networks)) {
      try {
        const request = { network, threads, milliseconds };
        measurements.push({ ...(await asker.ask<Measurement>(worker, request)), variant: null });
      } catch (problem) {
        skipped.push({
          what: `${worker}, ${threads} thread(s)`,
          why: problem instanceof Error ? problem.message : String(problem),
        });
      }
    }
  }
  return { peaks, measurements, skipped };
}

function peersOf({ yolox }: Options, networks: NativeRound['networks']): [WorkerName, NetworkFacts][] {
  const peers: [WorkerName, NetworkFacts][] = [['tensorflow', networks.centernet]];
  if (yolox !== null) peers.push(['onnxruntime', networks.yolox]);
  return peers;
}
