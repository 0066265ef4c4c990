import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { serve } from '../../serve/server.ts';
import { listContestants, type Contestant } from './browser_contestants.ts';
import type { NativeRound, Skipped } from './native_round.ts';
import type { Options } from './options.ts';
import type { Await } from './patience.ts';
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

/** For each instruction set in every round, of which the best counts. */
const peakMilliseconds = 50;

/** It has the instructions of all others. */
const [fullest] = variants;

/** A measurement of the browser's; `variant` of ours alone. */
export type BrowserMeasurement = Measurement & { readonly variant: Variant | null };

export interface BrowserRound {
  readonly peaks: readonly Peak[];
  readonly measurements: readonly BrowserMeasurement[];
  readonly skipped: readonly Skipped[];
}

/** Everybody who is measured in a browser. */
export interface BrowserBench {
  readonly version: string;
  /** Everybody once, in the order of that turn, 0 being the first, each when `quiet` resolves; reported in one that is always the same. Rejects where somebody does. */
  round(turn: number, quiet: Await): Promise<BrowserRound>;
  close(): Promise<void>;
}

/** A worker that is ready to run, in a page of its own. */
type Runner<Value> = (milliseconds: number) => Promise<Value>;

/** Opens a browser and gets everybody ready; null where there is none. Networks are told of by the native round. */
export async function openBrowser(options: Options, networks: NativeRound['networks']): Promise<BrowserBench | null> {
  if (!existsSync(chromiumPath)) return null;
  // Peers start workers out of blobs, which our site's policy forbids.
  const served = await serve(await writeSite(options), { port: 0, policy: false });
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
  const close = async () => {
    await browser.close();
    await served.close();
  };
  try {
    return { version: browser.version(), round: await prepareRounds(browser, served.address, options, networks), close };
  } catch (problem) {
    await close();
    throw problem;
  }
}

async function open<Value>(browser: Browser, address: string, worker: WorkerName, request: unknown): Promise<Runner<Value>> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  valueOf(await page.evaluate(([name, wish]) => window.prepare(name, wish), [worker, request] as const));
  return async (milliseconds) => valueOf((await page.evaluate((span) => window.measure(span), milliseconds)) as Answer<Value>);
}

function valueOf<Value>(answer: Answer<Value>): Value {
  if ('reason' in answer) throw new Error(answer.reason);
  return answer.value;
}

async function prepareRounds(
  browser: Browser,
  address: string,
  options: Options,
  networks: NativeRound['networks'],
): Promise<BrowserBench['round']> {
  const facts = await open<Facts>(browser, address, 'ours', { what: 'facts', variant: fullest });
  const { precisions } = await facts(peakMilliseconds);
  const ready: Runner<BrowserMeasurement>[] = [];
  const skipped: Skipped[] = options.yolox === null ? [{ what: 'onnxruntime-web', why: noYolox }] : [];
  for (const contestant of listContestants(options, networks, precisions)) {
    const opened = await prepare(browser, address, contestant, options.milliseconds.warmUp);
    if ('why' in opened) skipped.push(opened);
    else ready.push(opened);
  }
  return async (turn, quiet) => ({
    peaks: (await facts(peakMilliseconds)).peaks,
    measurements: await measureInTurn(ready, turn, async (run) => {
      await quiet();
      return run(options.milliseconds.browser);
    }),
    skipped,
  });
}

/** With what an engine compiles at its first runs behind it. Rejects where ours cannot be measured; a peer is skipped then. */
async function prepare(
  browser: Browser,
  address: string,
  { worker, variant, request, name }: Contestant,
  warmUp: number,
): Promise<Runner<BrowserMeasurement> | Skipped> {
  try {
    const run = await open<Measurement>(browser, address, worker, request);
    await run(warmUp);
    return async (milliseconds) => ({ ...(await run(milliseconds)), variant });
  } catch (problem) {
    if (worker === 'ours') throw problem;
    return { what: name, why: problem instanceof Error ? problem.message : String(problem) };
  }
}
