import type { Digest, Measurement, PeerRequest } from './protocol.ts';

/** What a peer did of a request: it runs the network alone, in floats. */
export function peerMeasurement(
  { network, threads }: PeerRequest,
  who: string,
  network_ms: readonly number[],
  outputs: readonly Digest[],
): Measurement {
  return {
    who,
    network: network.name,
    precision: 'f32',
    threads,
    multiply_accumulates: network.multiply_accumulates,
    network_ms,
    preprocess_ms: [],
    decode_ms: [],
    layers: [],
    outputs,
  };
}
