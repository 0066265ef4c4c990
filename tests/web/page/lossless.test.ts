/** Ids that the page gives, judged: every frame of a file goes through the page's engine, and its tracks are taken away. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Precision } from '../../../web/page/src/engine/protocol.ts';
import { builtSite, downloaded, int8Missing, reaches, siteFolder, siteMissing } from '../support/built_site.ts';
import { withChromium } from '../support/chromium.ts';
import { checkout, outputFolder } from '../support/paths.ts';
import { sampleVideo, sampleWebcam } from '../support/webcam.ts';

const frames = 100;
const settings = { model: 'centernet', size: 416, score: 0.35 };
const program = join(checkout, 'build/native/bin/brigade');
const truthFile = join(process.env['BRIGADE_SHARED'] ?? join(checkout, '../shared'), 'data/mot15/PETS09-S2L1/gt/gt.txt');
const needed = [sampleVideo, program, truthFile].filter((file) => !existsSync(file));
const skip = siteMissing || (needed.length > 0 ? `${needed.join(', ')} missing` : false);

interface Scores {
  readonly HOTA: number;
  readonly DetA: number;
  readonly IDF1: number;
}

function judge(truth: string, tracks: string): Scores {
  const text = execFileSync(program, ['eval', '--json', '--truth', truth, '--tracks', tracks], { encoding: 'utf8' });
  return (JSON.parse(text) as { combined: Scores }).combined;
}

/** The truth of the frames that were fed, in a file of its own. */
function truth(folder: string): string {
  const file = join(folder, 'truth.txt');
  const rows = readFileSync(truthFile, 'utf8').split('\n');
  writeFileSync(file, rows.filter((row) => Number(row.split(',')[0]) <= frames && row !== '').join('\n'));
  return file;
}

/**
 * The page has no bfloat16, which the program takes in networks of int8 where the machine has it; all other instruction sets compute
 * the same there but for a float's last digit.
 */
const inFloats = readFileSync('/proc/cpuinfo', 'utf8').includes(' avx512_bf16') ? { BRIGADE_INSTRUCTION_SET: 'avx512 vnni' } : {};

/** What the program makes of the same frames. */
function native(folder: string, video: string, precision: Precision): string {
  const file = join(folder, 'native.txt');
  const { model, size, score } = settings;
  const options = [
    '--model',
    model,
    '--size',
    String(size),
    '--score',
    String(score),
    '--classes',
    'person',
    '--precision',
    precision,
    '--int8-weights',
    join(siteFolder, `models/${model}.int8`),
    '--quiet',
    '--tracks',
    file,
  ];
  execFileSync(program, ['run', video, ...options], { env: { ...process.env, ...inFloats } });
  return file;
}

/** `alike`: the least scores beside the program's tracks. */
async function judgePage(precision: Precision, alike: Pick<Scores, 'HOTA' | 'DetA'>): Promise<void> {
  const folder = outputFolder('lossless', precision);
  const video = sampleWebcam(frames);
  assert.ok(video);
  const { model, size, score } = settings;
  const query = new URLSearchParams({
    lang: 'en',
    model,
    precision,
    size: String(size),
    score: String(score),
    classes: 'person',
    threads: '1',
  });
  const page = join(folder, 'page.txt');
  await withChromium({ address: `${await builtSite()}?${query.toString()}` }, async ({ page: tab }) => {
    await tab.getByTestId('file-input').setInputFiles(video);
    await reaches(tab, 'paused'); // at the file's end
    const status = await tab.evaluate(() => window.brigade.status());
    assert.equal(status?.frames, frames);
    assert.equal(await tab.evaluate(() => window.brigade.facts()?.precision), precision);
    writeFileSync(page, readFileSync((await downloaded(tab, 'tracks-mot')).path));
  });
  const beside = judge(native(folder, video, precision), page);
  assert.ok(beside.HOTA >= alike.HOTA, `HOTA ${beside.HOTA} beside the program's tracks`);
  assert.ok(beside.DetA >= alike.DetA, `DetA ${beside.DetA} beside the program's tracks`);
  const fit = judge(truth(folder), page);
  // Of these frames the program reached an IDF1 of .64; ids dealt out by chance would give less than .1.
  assert.ok(fit.IDF1 > 0.5, `IDF1 ${fit.IDF1}, HOTA ${fit.HOTA} beside the truth`);
}

test('ids in the page hold as in the program, and fit the truth', { skip }, () => judgePage('f32', { HOTA: 0.99, DetA: 0.99 }));

// What differs in a float's last digit can be rounded to another of the 8 bits. Boxes stay where they are within a hundredth; but two
// people who cross, which the sample has in these frames, may then go on with each other's id, which is a HOTA of .88.
test('and so they do in int8, all but exactly', { skip: skip || int8Missing }, () =>
  judgePage('int8', { HOTA: 0.85, DetA: 0.95 }),
);
