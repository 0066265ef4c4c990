import type { Digest, Measurement, PeerRequest } from './protocol.ts';
import type { RunTimes } from './time_runs.ts';

/** What a peer did of a request: it runs the network alone, in floats. */
export function peerMeasurement(
  { network, threads }: PeerRequest,
  who: string,
  times: RunTimes,
  outputs: readonly Digest[],
): Measurement {
  return {
    who,
    network: network.name,
    precision: 'f32',
    threads,
    multiply_accumulates: network.multiply_accumulates,
    ...times,
    preprocess_ms: [],
    decode_ms: [],
    layer_starts_ms: [],
    layers: [],
    outputs,
  };
}
