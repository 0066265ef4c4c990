import type { Feed } from '../engine/protocol.ts';

/** An open source of frames. It stays open while sessions come and go; each takes a feed of its own. */
export interface Source {
  readonly kind: 'camera' | 'screen' | 'video' | 'image' | 'y4m' | 'synthetic';
  /** For people: the camera's name, the file's name. */
  readonly description: string;
  readonly mirrored: boolean;
  readonly audio?: MediaStreamTrack;
  readonly video?: HTMLVideoElement;
  feed(): { feed: Feed; transfer: Transferable[] };
  onEnded: (() => void) | null;
  close(): void;
}
