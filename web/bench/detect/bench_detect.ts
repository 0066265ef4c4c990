/** script/bench detect: measures our detector beside others and prints JSON, or tables. */
import { openBrowser, type BrowserBench } from './browser_round.ts';
import type { Round } from './figures.ts';
import { watchMachine, type MachineWatch } from './machine_watch.ts';
import { openNative, type NativeBench, type Skipped } from './native_round.ts';
import { readOptions, type Options } from './options.ts';
import { withPatience, type Await } from './patience.ts';
import { makeReport, type Report } from './report.ts';
import { toTables } from './tables.ts';

async function runRounds(options: Options, native: NativeBench, browser: BrowserBench | null, quiet: Await): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let turn = 0; turn < options.rounds; turn++) {
    console.error(`round ${turn + 1} of ${options.rounds}`);
    await quiet();
    rounds.push({ native: await native.round(turn), browser: browser ? await browser.round(turn, quiet) : null });
  }
  return rounds;
}

async function measureEverybody(options: Options, native: NativeBench, watch: MachineWatch): Promise<Report> {
  console.error('getting everybody ready, natively');
  const { networks } = await native.round(0);
  console.error('getting everybody ready, in the browser');
  const browser = await openBrowser(options, networks);
  const absent: Skipped[] = browser
    ? []
    : [{ what: 'everything in the browser', why: 'there is no Chromium: script/bootstrap browser installs it' }];
  try {
    const quiet = withPatience(watch.quiet, options.patience);
    const rounds = await runRounds(options, native, browser, quiet);
    const report = makeReport(rounds, await watch.end(), browser?.version ?? null);
    return { ...report, skipped: [...absent, ...report.skipped] };
  } finally {
    await browser?.close();
  }
}

async function measure(options: Options): Promise<Report> {
  const watch = watchMachine(options.watch);
  const native = openNative(options);
  try {
    return await measureEverybody(options, native, watch);
  } finally {
    native.close();
    watch.drop();
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
