/** Lets measurements wait for a machine that nobody else shares, as long as that does not take too long. */

/** Resolves when one may begin. */
export type Await = () => Promise<void>;

/** `quiet` waits for a quiet moment, at most so many milliseconds; all waits together end with the patience. */
export function withPatience(
  quiet: (milliseconds: number) => Promise<void>,
  patience: { readonly each: number; readonly all: number },
  now: () => number = () => performance.now(),
): Await {
  let left = patience.all;
  return async () => {
    if (left <= 0) return;
    const start = now();
    await quiet(Math.ceil(Math.min(patience.each, left)));
    left -= now() - start;
  };
}
