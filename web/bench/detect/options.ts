import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** How long everybody runs in a round, natively and in the browser, and once before the first, unseen. */
  readonly milliseconds: { readonly native: number; readonly browser: number; readonly warmUp: number };
  /** How long a measurement waits for the machine to be quiet, milliseconds, and all of them together. */
  readonly patience: { readonly each: number; readonly all: number };
  readonly json: boolean;
  /** The native program of bench/detect/. */
  readonly program: string;
  /** That of bench/detect/watch/. */
  readonly watch: string;
  /** Where the engines' builds lie: web-VARIANT/bench/. */
  readonly build: string;
  readonly weights: string;
  /** node_modules with what the browser's peers are. */
  readonly peers: string;
  /** Holds picture.i420; the networks' inputs are written there. */
  readonly inputs: string;
  /** yolox_nano.onnx, or null where it is not on this machine. */
  readonly yolox: string | null;
}

/** A host changes within seconds what its guests have of it: many short rounds, so that each contestant sees as much of that as another. */
const usual = {
  rounds: 20,
  milliseconds: { native: 250, browser: 300, warmUp: 1500 },
  patience: { each: 2000, all: 240_000 },
};
/** What --quick measures: enough to see that everything runs. */
const little = { rounds: 1, milliseconds: { native: 100, browser: 100, warmUp: 100 }, patience: { each: 0, all: 0 } };

/** Throws a sentence about what is wrong. */
export function readOptions(given: readonly string[]): Options {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...given],
    options: {
      rounds: { type: 'string' },
      json: flag,
      quick: flag,
      program: text(''),
      watch: text(''),
      build: text(''),
      weights: text(''),
      peers: text(''),
      inputs: text(''),
      yolox: text(''),
    },
  });
  const { rounds, quick, yolox, ...others } = values;
  const amount = quick ? little : usual;
  return { ...others, ...amount, rounds: rounds === undefined ? amount.rounds : positive(rounds), yolox: yolox || null };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--rounds takes a whole number from 1 on, not '${text}'`);
  return value;
}
