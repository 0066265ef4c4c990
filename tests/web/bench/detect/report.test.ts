import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { makeReport } from '../../../../web/bench/detect/report.ts';
import { toTables } from '../../../../web/bench/detect/tables.ts';
import { checkout } from '../../support/paths.ts';
import { round } from './rounds.ts';

// A core is held back during all runs, so that all count.
const looks = [13, 13, 13, 6.5].map((microseconds, run) => ({ at: 1000 * (run + 1), core: 0, microseconds }));
const report = makeReport([round(), round(), round()], looks, '156');

test('tables show everybody, every goal, and who was skipped', () => {
  const text = toTables(report);
  assert.match(text, /ours in Chromium, relaxed, centernet 512 +f32 +2 +40\.0 \(40\.0\.\.40\.0\) +30\.0 +50\.0 %/);
  assert.match(text, /relaxed SIMD, against TensorFlow\.js +3\.23 x +3\.29 x +at least 3 x +met/);
  assert.match(text, /int8 natively, against f32 +not measured/);
  assert.match(text, /0 of 63 runs are left out: somebody else held back a core meanwhile; of 7 contestants all count, as/);
  assert.match(text, /skipped: OpenCV DNN: not here/);
});

/** A folder of docs with the page that the repository has. */
function docs(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'brigade-docs-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'images'));
  copyFileSync(join(checkout, 'docs/detector.md'), join(folder, 'detector.md'));
  writeFileSync(join(folder, 'figures.json'), JSON.stringify(report));
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

test('a page without its markers stays as it is, and the sentence names the first that is missing', (t) => {
  const folder = docs(t);
  writeFileSync(join(folder, 'detector.md'), 'no markers\n');
  assert.throws(() => writeDocs(folder), /the page of docs\/ has no markers <!-- machine --> … <!-- end of machine -->/);
  assert.equal(readFileSync(join(folder, 'detector.md'), 'utf8'), 'no markers\n');
});
