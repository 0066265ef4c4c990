import { beltName } from '../belts/lay_belts.ts';
import type { StageName } from '../engine/protocol.ts';

interface BeltProperties {
  readonly from: StageName;
  readonly to: StageName;
  /** Runs beside the stations: the way of the frames themselves. */
  readonly bypass?: boolean;
}

/** A queue: every bean is a frame (or its detections) on its way; those that are dropped fall off. */
export function Belt({ from, to, bypass = false }: BeltProperties) {
  const name = beltName(from, to);
  return (
    <div
      class={bypass ? 'belt bypass' : 'belt'}
      aria-hidden="true"
      data-belt={name}
      data-travel={bypass ? 1100 : 500}
      data-testid={`belt-${name}`}
    />
  );
}
