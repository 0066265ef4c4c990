import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Options } from './options.ts';
import type { Measurement, NetworkFacts, Peak } from './site/protocol.ts';

/** Somebody who could not be measured. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
}

/** What bench/detect/native_round.hpp gives. */
export interface NativeRound {
  readonly peaks: readonly Peak[];
  readonly networks: { readonly centernet: NetworkFacts; readonly yolox: NetworkFacts };
  readonly measurements: readonly Measurement[];
  readonly skipped: readonly Skipped[];
}

/**
 * Everybody once, natively, in the order of that turn, 0 being the first, and the networks' inputs written for the browser. Rejects
 * with the program's own sentence.
 */
export async function runNativeRound({ program, inputs, yolox, milliseconds }: Options, turn: number): Promise<NativeRound> {
  const given = ['--picture', `${inputs}/picture.i420`, '--int8-weights', `${inputs}/centernet.int8`, '--inputs', inputs];
  given.push('--milliseconds', String(milliseconds.native), '--turn', String(turn));
  if (yolox !== null) given.push('--yolox', yolox);
  try {
    const { stdout } = await promisify(execFile)(program, given, { maxBuffer: 1 << 26 });
    return JSON.parse(stdout) as NativeRound;
  } catch (problem) {
    const { stderr, message } = problem as { stderr?: string; message: string };
    throw new Error(stderr?.trim() || message);
  }
}
