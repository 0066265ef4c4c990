/** The figures for a terminal. */
import type { Figures, LayerFigures } from './figures.ts';
import type { Outcome } from './ratios.ts';
import type { Report } from './report.ts';
import type { Spread } from '../statistics.ts';

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, column: number) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0));
  return rows.map((row) => `  ${row.map(pad).join('  ')}`);
}

export function perCent(share: number | null): string {
  return share === null ? '' : `${(100 * share).toFixed(1)} %`;
}

function times(spread: Spread | null, digits: number): string {
  if (spread === null) return '';
  return `${spread.median.toFixed(digits)} (${spread.low.toFixed(digits)}..${spread.high.toFixed(digits)})`;
}

/** Who and how built, in one phrase. */
export function titleOf({ who, where, variant, network }: Figures): string {
  const place = where === 'native' ? 'natively' : variant === null ? 'in Chromium' : `in Chromium, ${variant}`;
  return `${who} ${place}, ${network}`;
}

function contestantTable(contestants: readonly Figures[]): string[] {
  const head = ['', 'type', 'threads', 'ms', 'GMAC/s', 'of peak', 'convolutions', 'preprocess ms', 'decode ms'];
  const rows = contestants.map((one) => [
    titleOf(one),
    one.precision,
    String(one.threads),
    times(one.ms, 1),
    one.gmacs.toFixed(1),
    perCent(one.share),
    perCent(one.convolutions?.share ?? null),
    times(one.preprocess_ms, 2),
    times(one.decode_ms, 2),
  ]);
  const what = 'the network alone; lossless, two frames of the whole pipeline: medians of rounds (lowest..highest)';
  return [what, ...table([head, ...rows])];
}

/** Layers of one kind taken together, those that take longest first. */
export function byKind(
  layers: readonly LayerFigures[],
): { kind: string; count: number; ms: number; multiply_accumulates: number }[] {
  const kinds = new Map<string, { kind: string; count: number; ms: number; multiply_accumulates: number }>();
  for (const { kind, ms, multiply_accumulates } of layers) {
    const before = kinds.get(kind) ?? { kind, count: 0, ms: 0, multiply_accumulates: 0 };
    kinds.set(kind, {
      kind,
      count: before.count + 1,
      ms: before.ms + ms,
      multiply_accumulates: before.multiply_accumulates + multiply_accumulates,
    });
  }
  return [...kinds.values()].sort((a, b) => b.ms - a.ms);
}

function layerTable(one: Figures): string[] {
  const peak = one.share === null ? null : one.gmacs / one.share;
  const rows = byKind(one.layers).map(({ kind, count, ms, multiply_accumulates }) => {
    const gmacs = multiply_accumulates / ms / 1e6;
    const share = peak === null || multiply_accumulates === 0 ? null : gmacs / peak;
    return [kind, String(count), ms.toFixed(2), multiply_accumulates === 0 ? '' : gmacs.toFixed(1), perCent(share)];
  });
  const head = `layers of ${titleOf(one)}, ${one.precision}, ${one.threads} thread(s)`;
  return ['', head, ...table([['', 'layers', 'ms', 'GMAC/s', 'of peak'], ...rows])];
}

function outcomeText({ value, unit }: Pick<Outcome, 'value' | 'unit'>): string {
  if (value === null) return 'not measured';
  if (unit === 'share') return perCent(value);
  return unit === 'ms' ? `${value.toFixed(2)} ms` : `${value.toFixed(2)} x`;
}

function goalText({ goal, unit, at }: Outcome): string {
  return `at ${at} ${unit === 'share' ? perCent(goal) : unit === 'ms' ? `${goal} ms` : `${goal} x`}`;
}

function outcomeTable(outcomes: readonly Outcome[]): string[] {
  const rows = outcomes.map((one) => [
    one.name,
    outcomeText(one),
    one.at_best === null ? '' : outcomeText({ value: one.at_best, unit: one.unit }),
    goalText(one),
    one.met === null ? '' : one.met ? 'met' : 'missed',
  ]);
  const head = ['', 'measured', 'at best', 'goal', ''];
  return ['', 'two threads, ratios of medians; at best: of the least times of rounds', ...table([head, ...rows])];
}

function leftOut({ runs: { runs, left_out, disturbed_contestants } }: Report): string {
  const said = `${left_out} of ${runs} runs are left out: somebody else held back a core meanwhile`;
  return disturbed_contestants === 0
    ? said
    : `${said}; of ${disturbed_contestants} contestants all count, as somebody did in nearly every round`;
}

export function toTables(report: Report): string {
  const peaks = report.peaks.map(({ where, instructions, type, gmacs }) => [`${where}, ${instructions}`, type, gmacs.toFixed(1)]);
  const detailed = report.contestants.filter(({ layers, threads }) => layers.length > 0 && threads === 1);
  return [
    ...contestantTable(report.contestants),
    ...outcomeTable(report.outcomes),
    '',
    'multiply-add peak of one core, GMAC/s',
    ...table(peaks),
    ...detailed.flatMap(layerTable),
    '',
    leftOut(report),
    ...report.skipped.map(({ what, why }) => `skipped: ${what}: ${why}`),
  ].join('\n');
}
