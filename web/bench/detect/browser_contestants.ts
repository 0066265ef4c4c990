/** Who is measured in the browser, and what each is asked. */
import type { NativeRound } from './native_round.ts';
import type { Options } from './options.ts';
import {
  variants,
  type NetworkFacts,
  type OursRequest,
  type PeerRequest,
  type Variant,
  type WorkerName,
} from './site/protocol.ts';

export interface Contestant {
  readonly worker: WorkerName;
  /** Of ours alone. */
  readonly variant: Variant | null;
  readonly request: OursRequest | PeerRequest;
  /** For people. */
  readonly name: string;
}

/** Everybody, on 1 and on 2 threads, in the order in which they are listed. */
export function listContestants(
  options: Options,
  networks: NativeRound['networks'],
  precisions: readonly string[],
): Contestant[] {
  return [1, 2].flatMap((threads) => [
    ...variants.flatMap((variant) => precisions.map((precision) => ours(variant, precision, threads))),
    ...peersOf(options, networks).map(([worker, network]) => peer(worker, network, threads)),
  ]);
}

/** Our engine, its build and the numbers it computes in. */
function ours(variant: Variant, precision: string, threads: number): Contestant {
  const request = { what: 'detect', variant, precision, threads } as const;
  return { worker: 'ours', variant, request, name: `ours, ${variant}, ${precision}, ${threads} thread(s)` };
}

function peer(worker: WorkerName, network: NetworkFacts, threads: number): Contestant {
  return { worker, variant: null, request: { network, threads }, name: `${worker}, ${threads} thread(s)` };
}

function peersOf({ yolox }: Options, networks: NativeRound['networks']): [WorkerName, NetworkFacts][] {
  const peers: [WorkerName, NetworkFacts][] = [['tensorflow', networks.centernet]];
  if (yolox !== null) peers.push(['onnxruntime', networks.yolox]);
  return peers;
}
