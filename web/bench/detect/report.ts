import { cpus } from 'node:os';
import { makeFigures, type Document, type Round } from './figures.ts';
import { judge, type Outcome } from './ratios.ts';

/** What `script/bench detect --json` prints, and bench/detect/write_docs.py reads. */
export interface Report extends Document {
  readonly bench: 'detect';
  readonly cores: number;
  readonly processor: string;
  readonly chromium: string | null;
  readonly rounds: number;
  readonly outcomes: readonly Outcome[];
}

/** Of at least one round. */
export function makeReport(rounds: readonly Round[], chromium: string | null): Report {
  const figures = makeFigures(rounds);
  return {
    bench: 'detect',
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    chromium,
    rounds: rounds.length,
    ...figures,
    outcomes: judge(figures.contestants),
  };
}
