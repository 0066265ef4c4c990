import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tryPage } from '../../../web/serve/try_page.ts';
import { temporaryFolder } from '../offline/stand_in.ts';

const work = temporaryFolder();
let sites = 0;

/** A page that shows figures as the real one does, and then runs a script. */
function pageThat(script: string, state = 'running'): string {
  const folder = join(work, String(sites++));
  const figures = ['fps:12.5', 'latency:1,040', 'staleness:82'].map((figure) => {
    const [name, value] = figure.split(':');
    return `<dd data-testid="figure-${String(name)}"><span class="value">${String(value)}</span></dd>`;
  });
  const head = `<!doctype html><html lang="en" data-state="${state}"><link rel="icon" href="./page.js" /><title>Stand-in</title>`;
  const engine = '<dd data-testid="figure-variant" data-variant="simd" data-threads="2"></dd>';
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'index.html'),
    `${head}${figures.join('')}${engine}<p data-testid="notice-source">No camera.</p><script src="./page.js"></script>`,
  );
  writeFileSync(join(folder, 'page.js'), script);
  return folder;
}

test('a page that runs is tried, and its figures are read', async () => {
  const trial = await tryPage(pageThat(''), 0);
  assert.deepEqual(trial, {
    framesPerSecond: 12.5,
    latencyMs: 1040,
    stalenessMs: 82,
    variant: 'simd',
    threads: '2',
    problems: [],
  });
});

test('what the page complains of, and whom it asks elsewhere, is told', async () => {
  const { problems } = await tryPage(
    pageThat("console.error('no beans'); fetch('http://127.0.0.1:9/beans').catch(() => 0);"),
    0.2,
  );
  assert.ok(problems.includes('the page complains: no beans'), problems.join('\n'));
  assert.ok(
    problems.some((problem) => problem.includes('127.0.0.1:9')),
    problems.join('\n'),
  );
});

test('a page that breaks fails with what it says', async () => {
  await assert.rejects(tryPage(pageThat('', 'broken'), 0), /^Error: the page shows no frames \(broken\): No camera\.$/);
});
