import type { Feed, FrameSink } from '../engine/protocol.ts';
import { runImage } from './image.ts';
import { runLive } from './live.ts';
import { runY4m } from './y4m.ts';

/**
 * Runs in the engine's worker: gives the sink the frames of a feed. Resolves when the feed has ended (the file's last frame, the
 * camera lost) or is aborted; no slot remains reserved then. Rejects with a sentence when frames cannot be had.
 */
export async function runFeed(feed: Feed, sink: FrameSink, signal: AbortSignal): Promise<void> {
  switch (feed.way) {
    case 'track-processor':
    case 'video-frame':
    case 'canvas':
      return runLive(feed, sink, signal);
    case 'image':
      return runImage(feed.bitmap, sink, signal);
    case 'y4m':
      return runY4m(feed.file, sink, signal);
    case 'synthetic':
      throw new Error('the engine draws the synthetic scene by itself: it has no feed to run');
  }
}
