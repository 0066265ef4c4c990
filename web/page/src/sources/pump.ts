import type { Feed, PostedFrame } from '../engine/protocol.ts';
import { steadyTime } from './steady_time.ts';
import type { FeedToSend } from './types.ts';

export interface Pump extends FeedToSend {
  /** Lets the engine have the newest frame, if it has not yet, then tells it that no frame follows. */
  finish?(): void;
  /** Tells the engine that no frame follows. */
  end(): void;
}

/**
 * Posts a video element's frames to the engine, each when the engine wants one: the newest, made at that moment. So nothing waits on
 * the way, however slow the engine is, and frames that nobody takes are never made.
 */
export function pumpFrames(video: HTMLVideoElement, way: 'video-frame' | 'canvas'): Pump {
  const { port1: port, port2 } = new MessageChannel();
  const steady = steadyTime();
  let newest: VideoFrameCallbackMetadata | null = null; // null: posted already
  let wanted = false;
  let ended = false;
  let finishing = false;
  let posted = 0; // the count of presented frames at the last post

  const isOver = (): boolean => ended; // asked after waiting, when what was known no longer holds
  const post = async (): Promise<void> => {
    if (!wanted || newest === null || ended) return;
    const { mediaTime, presentedFrames } = newest;
    [wanted, newest] = [false, null];
    const picture = await pictureOf(video, way);
    if (picture === null) {
      wanted = true; // nothing to be had of this one: the next
      if (finishing) end();
      return;
    }
    if (isOver()) {
      picture.close();
      return;
    }
    const replaced = posted === 0 ? 0 : Math.max(0, presentedFrames - posted - 1);
    posted = presentedFrames;
    port.postMessage({ picture, mediaTime: steady(Math.round(mediaTime * 1e6)), replaced } satisfies PostedFrame, [picture]);
    if (finishing) end();
  };
  // All that ever comes is a `FrameWanted`.
  port.onmessage = () => {
    wanted = true;
    if (finishing && newest === null) end();
    else void post();
  };
  const presented = (_: number, frame: VideoFrameCallbackMetadata): void => {
    if (ended) return;
    newest = frame;
    request = video.requestVideoFrameCallback(presented);
    void post();
  };
  let request = video.requestVideoFrameCallback(presented);
  const end = (): void => {
    if (ended) return;
    ended = true;
    video.cancelVideoFrameCallback(request);
    port.postMessage(null);
    port.close();
  };
  const finish = (): void => {
    finishing = true;
    if (newest === null && wanted) end();
  };
  return { feed: { way, port: port2 } satisfies Feed, transfer: [port2], finish, end };
}

/** The picture shown now, or null while the element has none (it has just lost its stream, or seeks). */
async function pictureOf(video: HTMLVideoElement, way: 'video-frame' | 'canvas'): Promise<VideoFrame | ImageBitmap | null> {
  try {
    return way === 'video-frame' ? new VideoFrame(video) : await createImageBitmap(video);
  } catch {
    return null;
  }
}
