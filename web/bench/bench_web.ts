/** script/bench web: measures the page and prints JSON, or a table. */
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { precisions, variants, type Precision, type Variant } from '../page/src/engine/protocol.ts';
import { cache, outputFolder } from '../../tests/web/support/paths.ts';
import { madeByFfmpeg } from '../../tests/web/support/webcam.ts';
import { serve } from '../serve/server.ts';
import { loadSizes } from './load_sizes.ts';
import { median, medians } from './statistics.ts';
import { visit, type Setting, type Visit } from './watch_page.ts';

interface Options {
  readonly site: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly variants: readonly Variant[];
  readonly model: string;
  readonly precision: Precision;
  readonly size: number;
  readonly camera: Camera;
  readonly json: boolean;
}

/** What the browser takes for a camera: the sample's frames out of a file, or the picture that it draws itself. */
const cameras = ['sample', 'pattern'] as const;
type Camera = (typeof cameras)[number];

function fail(sentence: string): never {
  console.error(`bench: ${sentence}`);
  process.exit(1);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fail(`--${name} takes a whole number from 1 on, not '${text}'`);
}

function readOptions(): Options {
  const text = (usual: string) => ({ type: 'string', default: usual }) as const;
  const { values } = parseArgs({
    options: {
      site: text(''),
      rounds: text('5'),
      seconds: text('6'),
      variants: text(variants.join(',')),
      model: text('centernet'),
      precision: text('f32'),
      size: text('512'),
      camera: text('sample'),
      json: { type: 'boolean', default: false },
    },
  });
  const chosen = values.variants.split(',').map((name) => {
    return variants.find((variant) => variant === name) ?? fail(`unknown variant '${name}': they are ${variants.join(', ')}`);
  });
  const precision =
    precisions.find((name) => name === values.precision) ??
    fail(`--precision is ${precisions.join(' or ')}, not '${values.precision}'`);
  const camera =
    cameras.find((name) => name === values.camera) ?? fail(`--camera is ${cameras.join(' or ')}, not '${values.camera}'`);
  const number = (name: 'rounds' | 'seconds' | 'size') => positive(name, values[name]);
  return {
    ...values,
    rounds: number('rounds'),
    seconds: number('seconds'),
    size: number('size'),
    variants: chosen,
    precision,
    camera,
  };
}

function settingsOf({ variants: chosen, model, precision, size }: Options): Setting[] {
  return chosen.flatMap((variant) => {
    const threads = variant === 'single' ? [1] : [1, 2];
    return threads.map((count) => ({ variant, threads: count, model, precision, size }));
  });
}

/** Chromium's switches for a camera of 30 frames a second. */
function switchesOf(camera: Camera): string[] {
  if (camera === 'pattern') return ['--use-fake-device-for-media-stream=fps=30'];
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${sampleAtWebcamSize()}`];
}

function sampleAtWebcamSize(): string {
  const sample = join(cache, 'sample/vtest.avi');
  const filter = 'setpts=N/30/TB,fps=30,scale=960:720,pad=1280:720:160:0';
  return madeByFfmpeg(
    'bench-720p.y4m',
    ['-i', sample, '-frames:v', '150', '-vf', filter, '-pix_fmt', 'yuv420p'],
    outputFolder('webcams'),
  );
}

async function measure(options: Options): Promise<Map<Setting, Visit[]>> {
  const visits = new Map<Setting, Visit[]>(settingsOf(options).map((setting) => [setting, []]));
  const served = await serve(options.site, { port: 0 });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', ...switchesOf(options.camera)],
  });
  try {
    for (let round = 1; round <= options.rounds; round++) {
      for (const [setting, list] of visits) {
        console.error(`round ${round} of ${options.rounds}: ${setting.variant}, ${setting.threads} thread(s)`);
        list.push(await visit(browser, served.address, setting, options.seconds));
      }
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return visits;
}

function report(options: Options, visits: ReadonlyMap<Setting, readonly Visit[]>) {
  const rows = [...visits].map(([setting, rounds]) => {
    const middle = medians(rounds.map((round) => ({ ...round })));
    return {
      ...setting,
      ...middle,
      // Of one visit each: machines are noisy, and a minute later another speed.
      page_to_detector_alone: median(rounds.map((round) => round.detect_fps / round.detector_alone_fps)),
      bytes: loadSizes(options.site, setting.variant),
      rounds,
    };
  });
  const { rounds, seconds, model, precision, size, camera } = options;
  const machine = { cores: cpus().length, processor: cpus()[0]?.model ?? '' };
  return { bench: 'web', ...machine, rounds, seconds, model, precision, size, camera, rows };
}

function table(results: ReturnType<typeof report>): string {
  const columns = [
    ['variant', 'variant', 0],
    ['threads', 'threads', 0],
    ['alone ms', 'detector_alone_ms', 1],
    ['alone /s', 'detector_alone_fps', 1],
    ['page /s', 'detect_fps', 1],
    ['ratio', 'page_to_detector_alone', 2],
    ['shown /s', 'render_fps', 1],
    ['latency', 'latency_p50_ms', 1],
    ['p99', 'latency_p99_ms', 1],
    ['staleness', 'staleness_p50_ms', 1],
    ['p99', 'staleness_p99_ms', 1],
    ['capture', 'capture_p50_ms', 2],
    ['main', 'main_thread_share', 3],
    ['longest', 'longest_task_ms', 0],
    ['first', 'first_detection_ms', 0],
  ] as const;
  const cells = results.rows.map((row) =>
    columns.map(([, key, digits]) => {
      const value = row[key];
      return typeof value === 'number' ? value.toFixed(digits) : value;
    }),
  );
  const lines = [columns.map(([name]) => name), ...cells].map((line) => line.map((cell) => cell.padStart(10)).join(''));
  const sizes = results.rows.filter(({ threads }) => threads === 1);
  return [
    ...lines,
    ...sizes.map(({ variant, bytes }) => `${variant}: ${(bytes.brotli / 1e6).toFixed(3)} MB of wasm and JavaScript, brotli`),
  ].join('\n');
}

const options = readOptions();
try {
  const results = report(options, await measure(options));
  console.log(options.json ? JSON.stringify(results, null, 2) : table(results));
} catch (problem) {
  fail(problem instanceof Error ? problem.message : String(problem));
}
