import type { Mode, Precision, Variant } from './engine/protocol.ts';

/** Sources that need no file, so that they can be remembered and shared. */
export const sourceChoices = ['camera', 'screen', 'sample', 'synthetic'] as const;
export type SourceChoice = (typeof sourceChoices)[number];

export const captureWishes = ['automatic', 'track-processor', 'video-frame', 'canvas'] as const;
export type CaptureWish = (typeof captureWishes)[number];

export const resolutions = ['640x480', '1280x720', '1920x1080'] as const;
export type Resolution = (typeof resolutions)[number];

export const models = ['centernet', 'nanodet'] as const;
export type Model = (typeof models)[number];

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const sizes = { least: 192, most: 640, step: 32 } as const;

/** Detections a second that can be asked for. */
export const rates = { least: 1, most: 60 } as const;

/** Everything the user can choose. It is remembered, and shared by the page's address. */
export interface Settings {
  readonly source: SourceChoice | null;
  /** "front", "back" or a device's id; ids are remembered, but not shared. */
  readonly camera: string;
  readonly resolution: Resolution;
  readonly capture: CaptureWish;
  readonly model: Model;
  readonly precision: Precision;
  readonly size: number;
  /** Of the detector; null: as many as leave a core to the rest. */
  readonly threads: number | null;
  readonly mode: Mode;
  /** Detections a second to hold, by a smaller input where need be; null: as many as there are. */
  readonly hold: number | null;
  /** null: the fastest that this browser runs. */
  readonly variant: Variant | null;
  readonly score: number;
  /** Indices of labels, ascending; empty: all. */
  readonly classes: readonly number[];
  /** The class whose heat map is shown. */
  readonly xray: number | null;
  /** null: the browser's. */
  readonly language: Language | null;
  readonly theme: Theme | null;
}

export const defaultSettings: Settings = {
  source: null,
  camera: 'front',
  resolution: '640x480',
  capture: 'automatic',
  model: 'centernet',
  precision: 'f32',
  size: 320,
  threads: null,
  mode: 'pipelined',
  hold: null,
  variant: null,
  score: 0.35,
  classes: [],
  xray: null,
  language: null,
  theme: null,
};
