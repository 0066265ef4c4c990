import type { Source } from './types.ts';

export interface Scene {
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
}

/** The scene that the engine draws by itself. */
export function openSynthetic({ width = 1280, height = 720, framesPerSecond = 30 }: Scene = {}): Source {
  return {
    kind: 'synthetic',
    description: `${width} × ${height}`,
    mirrored: false,
    feed: () => ({ feed: { way: 'synthetic', width, height, framesPerSecond }, transfer: [] }),
    onEnded: null,
    close: () => undefined,
  };
}
