/** Where a belt lies on the canvas, in pixels of the page, and how long a bean takes for it. */
export interface BeltPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly travelMs: number;
}

/** What the page tells the worker that moves the beans. */
export type BeltMessage =
  | { readonly what: 'lay'; readonly canvas: OffscreenCanvas }
  /** `scale`: pixels of the canvas in one of the page. */
  | {
      readonly what: 'arrange';
      readonly width: number;
      readonly height: number;
      readonly scale: number;
      readonly belts: readonly BeltPlace[];
    }
  | { readonly what: 'colour'; readonly colour: string }
  | { readonly what: 'flow'; readonly belt: string; readonly sent: number; readonly dropped: number };
