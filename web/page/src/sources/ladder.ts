/** The ways of the ladder, best first; see `CaptureWay` of the protocol. */
export const ways = ['track-processor', 'video-frame', 'canvas'] as const;
export type Way = (typeof ways)[number];

/** What of all this a browser has. */
export interface CaptureAbilities {
  /** MediaStreamTrackProcessor on the page, or in workers alone (Safari). */
  readonly trackProcessor: 'page' | 'worker' | 'none';
  /** VideoFrame of a video element, and word of each new frame. */
  readonly videoFrame: boolean;
}

/** Keys of sentences: why this way. */
export type WayReason =
  | 'best' // the best there is
  | 'no-track-processor' // the browser has no MediaStreamTrackProcessor
  | 'no-video-frame' // nor frames of video elements
  | 'video-element' // a file is played by a video element, which has no track
  | 'wished' // the user chose it
  | 'wish-impossible'; // the user's choice cannot work here

export interface WayChoice {
  readonly way: Way;
  /** Where a track's processor lives. */
  readonly trackProcessor: CaptureAbilities['trackProcessor'];
  readonly reason: WayReason;
}

export function captureAbilities(): CaptureAbilities {
  const trackProcessor = 'MediaStreamTrackProcessor' in globalThis ? 'page' : canTransferTracks() ? 'worker' : 'none';
  return { trackProcessor, videoFrame: 'VideoFrame' in globalThis };
}

/**
 * The best way for what is to be captured, or the one wished where it can work. Every browser with this page's WebAssembly has
 * requestVideoFrameCallback and createImageBitmap, so the last way always works.
 */
export function chooseWay(
  from: 'track' | 'video-element',
  wish: Way | null = null,
  { trackProcessor, videoFrame }: CaptureAbilities = captureAbilities(),
): WayChoice {
  const works: Record<Way, boolean> = {
    'track-processor': from === 'track' && trackProcessor !== 'none',
    'video-frame': videoFrame,
    canvas: true,
  };
  const best = ways.find((way) => works[way]) ?? 'canvas';
  if (wish !== null && works[wish]) return { way: wish, trackProcessor, reason: wish === best ? 'best' : 'wished' };
  const reason = wish !== null ? 'wish-impossible' : reasonFor(best, from);
  return { way: best, trackProcessor, reason };
}

function reasonFor(best: Way, from: 'track' | 'video-element'): WayReason {
  if (best === 'track-processor') return 'best';
  if (best === 'canvas') return 'no-video-frame';
  return from === 'track' ? 'no-track-processor' : 'video-element';
}

/** Tracks can be given to a worker just where workers have a processor for them. */
function canTransferTracks(): boolean {
  const canvas = document.createElement('canvas');
  if (!('captureStream' in canvas)) return false;
  canvas.getContext('2d'); // Firefox captures nothing of a canvas without a context
  const [track] = canvas.captureStream(0).getTracks();
  if (!track) return false;
  const { port1 } = new MessageChannel();
  try {
    port1.postMessage(track, [track]);
    return true;
  } catch {
    return false;
  } finally {
    port1.close();
    track.stop();
  }
}
