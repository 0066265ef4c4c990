import type { Answer } from './protocol.ts';

/** Lets this worker answer the one request it gets; what goes wrong becomes a sentence. */
export function answerWith<Request, Value>(work: (request: Request) => Promise<Value>): void {
  addEventListener('message', (event: MessageEvent<Request>) => {
    work(event.data)
      .then((value): Answer<Value> => ({ value }))
      .catch((problem: unknown): Answer<Value> => ({ reason: problem instanceof Error ? problem.message : String(problem) }))
      .then((answer) => postMessage(answer))
      .catch(console.error);
  });
}

/** A file of the site; rejects where it is not there. */
export async function load(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is not to be had: ${response.status}`);
  return response.arrayBuffer();
}
