import type { Feed } from '../engine/protocol.ts';
import type { WayChoice } from './ladder.ts';

/** What goes along with a feed to the engine: the feed itself, and what of it changes hands. */
export interface FeedToSend {
  readonly feed: Feed;
  readonly transfer: Transferable[];
}

/** An open source of frames. It stays open while sessions come and go; each takes a feed of its own. */
export interface Source {
  readonly kind: 'camera' | 'screen' | 'video' | 'image' | 'y4m' | 'synthetic';
  /** For people: the camera's name, the file's name. */
  readonly description: string;
  /** Whether the picture is to be shown as in a mirror (a camera that looks at the user). */
  readonly mirrored: boolean;
  readonly audio?: MediaStreamTrack;
  readonly video?: HTMLVideoElement;
  /** How frames leave the browser, and why so; absent where there is no choice. */
  readonly choice?: WayChoice;
  /** A feed for one session. It ends the feed given before, so end that session first. */
  feed(): FeedToSend;
  /** Called once when the source ends by itself: the camera lost, the sharing ended, the file over. */
  onEnded: (() => void) | null;
  /** Gives everything back; the feed given ends. `onEnded` is not called. */
  close(): void;
}
