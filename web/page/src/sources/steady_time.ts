/** What a video that begins again adds between its last frame and its first. */
const usualStep = 40_000;

/**
 * Makes times that go back (a video played in a loop) or stand still (its first frame, which some browsers present twice) go on
 * rising; microseconds.
 */
export function steadyTime(): (time: number) => number {
  let [previous, step, offset] = [-Infinity, usualStep, 0];
  return (time) => {
    if (time <= previous) offset += previous - time + step;
    else if (previous !== -Infinity) step = time - previous;
    previous = time;
    return time + offset;
  };
}
