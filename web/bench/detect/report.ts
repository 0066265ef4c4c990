import { cpus } from 'node:os';
import { makeFigures, type Document, type Round } from './figures.ts';
import { judge, type Outcome } from './ratios.ts';
import { disturbances, undisturbedRounds, type LeftOut, type Look } from './undisturbed.ts';

/** What `script/bench detect --json` prints, and bench/detect/write_docs.py reads. */
export interface Report extends Document {
  readonly bench: 'detect';
  readonly cores: number;
  readonly processor: string;
  readonly chromium: string | null;
  readonly rounds: number;
  /** Because somebody else held back a core. */
  readonly runs: LeftOut;
  readonly outcomes: readonly Outcome[];
}

/** Of at least one round, and of the looks at the machine that were taken during them. */
export function makeReport(rounds: readonly Round[], looks: readonly Look[], chromium: string | null): Report {
  const undisturbed = undisturbedRounds(rounds, disturbances(looks));
  const figures = makeFigures(undisturbed.rounds);
  const all = makeFigures(rounds).contestants;
  return {
    bench: 'detect',
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    chromium,
    rounds: rounds.length,
    runs: undisturbed.runs,
    ...figures,
    outcomes: judge(figures.contestants, all),
  };
}
