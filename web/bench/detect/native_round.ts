import { startProgram } from './line_program.ts';
import type { Options } from './options.ts';
import type { Measurement, NetworkFacts, Peak } from './site/protocol.ts';

/** Somebody who could not be measured. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
}

/** What run_native_round of bench/detect/native_round.hpp gives. */
export interface NativeRound {
  readonly peaks: readonly Peak[];
  readonly networks: { readonly centernet: NetworkFacts; readonly yolox: NetworkFacts };
  readonly measurements: readonly Measurement[];
  readonly skipped: readonly Skipped[];
}

/** Everybody who is measured natively. */
export interface NativeBench {
  /**
   * Everybody once, in the order of that turn, 0 being the first; reported in one that is always the same. Rejects with the program's
   * own sentence.
   */
  round(turn: number): Promise<NativeRound>;
  close(): void;
}

/** Starts the program of bench/detect/, which writes the networks' inputs for the browser before its first round. */
export function openNative({ program, inputs, yolox, milliseconds }: Options): NativeBench {
  const given = ['--picture', `${inputs}/picture.i420`, '--int8-weights', `${inputs}/centernet.int8`, '--inputs', inputs];
  given.push('--milliseconds', String(milliseconds.native), '--warm-up', String(milliseconds.warmUp));
  if (yolox !== null) given.push('--yolox', yolox);
  const running = startProgram(program, given, 'pipe');
  return {
    round: async (turn) => {
      const line = await running.ask(turn);
      if (line !== null) return JSON.parse(line) as NativeRound;
      const said = (await running.complaint()).trim();
      throw new Error(said || (await running.whyNot(`${program} ended without a word`)));
    },
    close: () => void running.finish(),
  };
}
