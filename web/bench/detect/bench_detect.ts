/** script/bench detect: measures our detector beside others and prints JSON, or tables. */
import { openBrowser, type BrowserBench } from './browser_round.ts';
import type { Round } from './figures.ts';
import { watchMachine } from './machine_watch.ts';
import { runNativeRound, type Skipped } from './native_round.ts';
import { readOptions, type Options } from './options.ts';
import { makeReport, type Report } from './report.ts';
import { toTables } from './tables.ts';

async function runRounds(options: Options, browser: BrowserBench | null): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let turn = 0; turn < options.rounds; turn++) {
    console.error(`round ${turn + 1} of ${options.rounds}: natively`);
    const native = await runNativeRound(options, turn);
    if (browser) console.error(`round ${turn + 1} of ${options.rounds}: in the browser`);
    rounds.push({ native, browser: browser ? await browser.round(native.networks, turn) : null });
  }
  return rounds;
}

async function measure(options: Options): Promise<Report> {
  const browser = await openBrowser(options);
  const absent: Skipped[] = browser
    ? []
    : [{ what: 'everything in the browser', why: 'there is no Chromium: script/bootstrap browser installs it' }];
  const watch = watchMachine(options.watch);
  try {
    const rounds = await runRounds(options, browser);
    const report = makeReport(rounds, await watch.end(), browser?.version ?? null);
    return { ...report, skipped: [...absent, ...report.skipped] };
  } finally {
    watch.drop();
    await browser?.close();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  const report = await measure(options);
  console.log(options.json ? JSON.stringify(report, null, 1) : toTables(report));
} catch (problem) {
  console.error(`bench: ${problem instanceof Error ? problem.message : String(problem)}`);
  process.exitCode = 1;
}
