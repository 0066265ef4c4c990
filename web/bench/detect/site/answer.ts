import type { Answer } from './protocol.ts';

/** Somebody who is ready to run: does so for so many milliseconds, whenever asked. */
export type Measure<Value> = (milliseconds: number) => Value | Promise<Value>;

/**
 * Lets this worker make itself ready for the first message that it gets, and measure for the milliseconds that each later one says.
 * Every message is answered, the first one with nothing; what goes wrong becomes a sentence.
 */
export function answerWith<Request, Value>(prepare: (request: Request) => Promise<Measure<Value>>): void {
  let measure: Measure<Value> | null = null;
  const answer = async (message: Request | number): Promise<Value | null> => {
    if (measure) return measure(message as number);
    measure = await prepare(message as Request);
    return null;
  };
  addEventListener('message', (event: MessageEvent<Request | number>) => {
    answer(event.data)
      .then((value): Answer<Value | null> => ({ value }))
      .catch((problem: unknown): Answer<never> => ({ reason: problem instanceof Error ? problem.message : String(problem) }))
      .then((answered) => postMessage(answered))
      .catch(console.error);
  });
}

/** A file of the site; rejects where it is not there. */
export async function load(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is not to be had: ${response.status}`);
  return response.arrayBuffer();
}
