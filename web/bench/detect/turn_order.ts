/** In which order contestants are measured: from round to round another, so that what is special about a place hits all alike. */

const goldenRatio = (1 + Math.sqrt(5)) / 2;

/**
 * The order of so many contestants in that turn, 0 being the first: their indices, each once. Goes round from some contestant on;
 * every second turn is the one before backwards, and from pair to pair the start moves by the golden ratio of a round. Why so is said
 * in bench/detect/turn_order.hpp, which does the same natively.
 */
export function turnOrder(count: number, turn: number): number[] {
  const pair = Math.floor(turn / 2);
  const start = Math.floor(((pair * goldenRatio) % 1) * count);
  const order = Array.from({ length: count }, (_, place) => (start + place) % count);
  return turn % 2 === 0 ? order : order.reverse();
}

/** Measures contestants one after another in the order of that turn; what came of each, in the order of `contestants`. */
export async function measureInTurn<Contestant, Value>(
  contestants: readonly Contestant[],
  turn: number,
  measure: (contestant: Contestant) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (const index of turnOrder(contestants.length, turn)) values[index] = await measure(contestants[index] as Contestant);
  return values;
}
