/** A frame on its way along a belt; those that are lost fall off. */
export interface Bean {
  readonly departure: number;
  readonly falls: boolean;
}

/** Where a bean is: pixels from the upper end of its belt, and how much of it can be seen, 0..1. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
}

/** How far a falling bean gets beyond its belt, in pixels. */
const fall = { aside: 74, down: 26 };

/** The flow is told in steps of about this time, over which its frames are spread. */
const stepMs = 240;
const mostBeans = 12;

/** A bean for every frame of a flow, as far as there is room; losses are spread evenly among them. */
export function departures(flow: { readonly sent: number; readonly dropped: number }, now: number): Bean[] {
  const count = Math.min(flow.sent, mostBeans);
  const lost = Math.min(1, flow.dropped / Math.max(1, flow.sent));
  return Array.from({ length: count }, (_, index) => ({
    departure: now + (index * stepMs) / count,
    falls: Math.floor((index + 1) * lost) > Math.floor(index * lost),
  }));
}

export function hasArrived(bean: Bean, now: number, travelMs: number): boolean {
  return now >= bean.departure + travelMs;
}

/** Where a bean is on a belt of a length in pixels; null before its departure and after its arrival. */
export function spotOf(bean: Bean, now: number, travelMs: number, length: number): Spot | null {
  const progress = (now - bean.departure) / travelMs;
  if (progress < 0 || progress >= 1) return null;
  const opacity = Math.min(1, progress / 0.15, (1 - progress) / 0.15);
  if (!bean.falls) return { x: 0, y: progress * length, opacity };
  const falling = Math.max(0, (progress - 0.25) / 0.75);
  return { x: falling * fall.aside, y: Math.min(progress, 0.25) * length + falling * falling * fall.down, opacity };
}
