import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { makeReport } from '../../../../web/bench/detect/report.ts';
import { toTables } from '../../../../web/bench/detect/tables.ts';
import { checkout } from '../../support/paths.ts';
import { round, withPipelines } from './rounds.ts';

// A core is held back during all runs, so that all count.
const looks = [13, 13, 13, 6.5].map((microseconds, run) => ({ at: 1000 * (run + 1), core: 0, microseconds }));
const report = makeReport([round(), round(), round()], looks, '156');
const pipelines = withPipelines(round(), 60, 32);
const reportOfPipelines = makeReport([pipelines, pipelines, pipelines], looks, '156');

test('tables show everybody, every goal, and who was skipped', () => {
  const text = toTables(report);
  assert.match(text, /ours in Chromium, relaxed, centernet 512 +f32 +2 +40\.0 \(40\.0\.\.40\.0\) +30\.0 +50\.0 %/);
  assert.match(text, /relaxed SIMD, against TensorFlow\.js +3\.23 x +3\.29 x +at least 3 x +met/);
  assert.match(text, /int8 natively, against f32 +not measured/);
  assert.match(text, /0 of 63 runs are left out: somebody else held back a core meanwhile; of 7 contestants all count, as/);
  assert.match(text, /skipped: OpenCV DNN: not here/);
});

test('pipelines are listed beside networks, and what is to be of them is not measured without them', () => {
  const text = toTables(reportOfPipelines);
  assert.match(
    text,
    /ours, lossless, 2 detectors side by side natively, centernet 512, 2 frames +f32 +2 +32\.0 \(32\.0\.\.32\.0\) +75\.0/,
  );
  assert.match(text, /two detectors side by side, lossless, against one +1\.88 x +1\.90 x +at least 1\.8 x +met/);
  assert.match(toTables(report), /two detectors side by side, lossless, against one +not measured/);
});

/** A folder of docs with the page that the repository has, and figures to write into it. */
function docs(t: TestContext, figures = report): string {
  const folder = mkdtempSync(join(tmpdir(), 'brigade-docs-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'images'));
  copyFileSync(join(checkout, 'docs/detector.md'), join(folder, 'detector.md'));
  writeFileSync(join(folder, 'figures.json'), JSON.stringify(figures));
  return folder;
}

function writeDocs(folder: string): void {
  const script = join(checkout, 'bench/detect/write_docs.py');
  const env = { ...process.env, PYTHONPATH: join(checkout, 'bench'), PYTHONDONTWRITEBYTECODE: '1' };
  execFileSync('python3', [script, join(folder, 'figures.json'), folder], { env, encoding: 'utf8', stdio: 'pipe' });
}

test('the page of docs gets every table and both plots, and the same again from the same figures', (t) => {
  const folder = docs(t);
  writeDocs(folder);
  const page = readFileSync(join(folder, 'detector.md'), 'utf8');
  assert.doesNotMatch(page, /Not measured yet/);
  assert.match(
    page,
    /\| relaxed SIMD, against TensorFlow\.js \| 3\.23 x \| 3\.23 x to 3\.23 x \| 3\.29 x \| at least 3\.00 x \| met \|/,
  );
  assert.match(
    page,
    /\| ours \| Chromium, relaxed SIMD \| centernet 512 \| f32 \| 2 \| 40\.0 \(40\.0 to 40\.0\) \| 30\.0 \| 50 % \| 56 % \|/,
  );
  assert.match(page, /\| big \| conv 1x1 \| 8x8x4 \| 32000 \| 31\.2 \| 52 % \|/);
  assert.match(
    page,
    /rounds: 3; 0 of 63 runs left out, as somebody else held back a core; of 7 contestants all count, as somebody did in nearly every round\. OpenCV DNN is not here: not here\./,
  );
  for (const plot of ['detector-peers', 'detector-layers']) {
    assert.match(readFileSync(join(folder, `images/${plot}.svg`), 'utf8'), /^<svg [^]*<rect [^]*<\/svg>\n$/);
  }
  writeDocs(folder);
  assert.equal(readFileSync(join(folder, 'detector.md'), 'utf8'), page);
});

test("pipelines are in the page's tables of goals and contestants alone: its other tables and its plots show networks", (t) => {
  const [without, folder] = [docs(t), docs(t, reportOfPipelines)];
  [without, folder].forEach(writeDocs);
  const page = readFileSync(join(folder, 'detector.md'), 'utf8');
  assert.match(page, /\| two detectors side by side, lossless, against one \| 1\.88 x \| 1\.88 x to 1\.88 x \| 1\.90 x \|/);
  assert.match(
    page,
    /\| ours, lossless, 1 detector \| natively \| centernet 512, 2 frames \| f32 \| 1 \| 60\.0 \(60\.0 to 60\.0\) \|/,
  );
  const around = (text: string) => text.slice(text.indexOf('<!-- around -->'));
  assert.equal(around(page), around(readFileSync(join(without, 'detector.md'), 'utf8')));
  for (const plot of ['images/detector-peers.svg', 'images/detector-layers.svg']) {
    assert.equal(readFileSync(join(folder, plot), 'utf8'), readFileSync(join(without, plot), 'utf8'));
  }
});

test('a page without its markers stays as it is, and the sentence names the first that is missing', (t) => {
  const folder = docs(t);
  writeFileSync(join(folder, 'detector.md'), 'no markers\n');
  assert.throws(() => writeDocs(folder), /the page of docs\/ has no markers <!-- machine --> … <!-- end of machine -->/);
  assert.equal(readFileSync(join(folder, 'detector.md'), 'utf8'), 'no markers\n');
});
