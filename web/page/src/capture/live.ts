import type { Feed, FrameSink, FrameWanted, PostedFrame } from '../engine/protocol.ts';
import { copier } from './copy.ts';
import { turn } from './turn.ts';

export type LiveFeed = Extract<Feed, { way: 'track-processor' | 'video-frame' | 'canvas' }>;

/** A live source, asked for one frame after another: it gives the newest, and discards what came meanwhile. */
interface LiveFrames {
  /** Null: there are no more. */
  next(): Promise<PostedFrame | null>;
  /** Lets go of everything; `next` then gives null. */
  close(): void;
}

/** Gives the sink frames until the feed ends or is aborted. At most one frame is on its way at any time. */
export async function runLive(feed: LiveFeed, sink: FrameSink, signal: AbortSignal): Promise<void> {
  const frames = 'port' in feed ? framesOfPort(feed.port) : framesOfStream(...streamOf(feed));
  const close = (): void => frames.close();
  signal.addEventListener('abort', close);
  const copy = copier(sink, signal);
  try {
    for (let frame = await frames.next(); frame !== null; frame = await frames.next()) {
      for (let i = 0; i < frame.replaced; ++i) sink.countReplaced();
      try {
        if (!signal.aborted) await copy(frame);
      } finally {
        frame.picture.close(); // cameras have few buffers, and stop when none comes back
      }
      await turn();
      if (signal.aborted) return;
    }
  } finally {
    signal.removeEventListener('abort', close);
    frames.close();
  }
}

/** With the track to stop in the end, where it is this worker's. */
function streamOf(feed: Extract<Feed, { way: 'track-processor' }>): [ReadableStream<VideoFrame>, MediaStreamTrack | null] {
  if ('frames' in feed) return [feed.frames, null];
  return [new MediaStreamTrackProcessor({ track: feed.track as MediaStreamVideoTrack }).readable, feed.track];
}

/** The processor keeps one frame at most, the newest; how many it replaced it does not say. */
function framesOfStream(stream: ReadableStream<VideoFrame>, track: MediaStreamTrack | null): LiveFrames {
  const reader = stream.getReader();
  return {
    async next() {
      const { value } = await reader.read();
      return value ? { picture: value, mediaTime: value.timestamp, replaced: 0 } : null;
    },
    close() {
      // What has ended, or failed, needs no cancelling.
      reader.cancel().catch(() => undefined);
      track?.stop();
    },
  };
}

function framesOfPort(port: MessagePort): LiveFrames {
  let deliver: ((frame: PostedFrame | null) => void) | null = null;
  let closed = false;
  const close = (): void => {
    closed = true;
    port.close();
    deliver?.(null);
  };
  port.onmessage = ({ data }: MessageEvent<PostedFrame | null>) => {
    if (data === null) close();
    else if (closed || deliver === null) data.picture.close();
    else {
      const give = deliver;
      deliver = null;
      give(data);
    }
  };
  return {
    next() {
      if (closed) return Promise.resolve(null);
      port.postMessage('want' satisfies FrameWanted);
      return new Promise((resolve) => (deliver = resolve));
    },
    close,
  };
}
