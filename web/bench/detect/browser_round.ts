import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { serve } from '../../serve/server.ts';
import { listContestants, ours, type Contestant } from './browser_contestants.ts';
import type { NativeRound, Skipped } from './native_round.ts';
import type { Options } from './options.ts';
import {
  variants,
  type Answer,
  type Facts,
  type Measurement,
  type Peak,
  type Variant,
  type WorkerName,
} from './site/protocol.ts';
import { measureInTurn } from './turn_order.ts';
import { writeSite } from './write_site.ts';

/** As bench/detect/native_round.cpp says it. */
const noYolox = 'there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)';

const chromiumPath = '/usr/bin/chromium';

/** For each instruction set: enough for an engine to compile the loop at its best, and to find the machine undisturbed. */
const peakMilliseconds = 1000;

/** It has the instructions of all others. */
const [fullest] = variants;

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
  /** Everybody once, in the order of that turn, 0 being the first; reported in one that is always the same. */
  round(networks: NativeRound['networks'], turn: number): Promise<BrowserRound>;
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
    round: (networks, turn) => runRound(new Asker(browser, served.address), options, networks, turn),
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

/** An ask whose answer nobody needs: what a browser does once, at its first work, is then no contestant's. */
async function warm(asker: Asker, options: Options): Promise<void> {
  const { worker, request } = ours(options, fullest, 'f32', 2);
  await asker.ask(worker, request);
}

async function runRound(asker: Asker, options: Options, networks: NativeRound['networks'], turn: number): Promise<BrowserRound> {
  if (turn === 0) await warm(asker, options);
  const { peaks, precisions } = await asker.ask<Facts>('ours', {
    what: 'facts',
    variant: fullest,
    milliseconds: peakMilliseconds,
  });
  const contestants = listContestants(options, networks, precisions);
  const answers = await measureInTurn(contestants, turn, (contestant) => measure(asker, contestant));
  return {
    peaks,
    measurements: answers.filter((answer) => 'who' in answer),
    skipped: [
      ...(options.yolox === null ? [{ what: 'onnxruntime-web', why: noYolox }] : []),
      ...answers.filter((answer) => 'why' in answer),
    ],
  };
}

/** Rejects where ours cannot be measured; a peer is skipped then. */
async function measure(asker: Asker, { worker, variant, request, name }: Contestant): Promise<BrowserMeasurement | Skipped> {
  try {
    return { ...(await asker.ask<Measurement>(worker, request)), variant };
  } catch (problem) {
    if (worker === 'ours') throw problem;
    return { what: name, why: problem instanceof Error ? problem.message : String(problem) };
  }
}
