import { cameraError, screenError, SourceError } from './errors.ts';
import type { Way } from './ladder.ts';
import { sourceOfStream } from './stream.ts';
import type { Source } from './types.ts';

export interface CameraWishes {
  /** A certain camera; else one that looks where `facing` says, if there is. */
  readonly deviceId?: string;
  readonly facing?: 'user' | 'environment';
  /** Pixels; the camera gives what comes nearest. */
  readonly width?: number;
  readonly height?: number;
  /** The way of capture, where not the best. */
  readonly way?: Way | null;
}

/** Opens a camera, once the user allows it. Rejects with a SourceError. */
export async function openCamera({ deviceId, facing, width, height, way = null }: CameraWishes = {}): Promise<Source> {
  const stream = await cameraStream({
    ...(deviceId !== undefined ? { deviceId: { exact: deviceId } } : facing !== undefined && { facingMode: facing }),
    ...(width !== undefined && { width: { ideal: width } }),
    ...(height !== undefined && { height: { ideal: height } }),
  });
  const [track] = stream.getVideoTracks();
  const looksAt = track?.getSettings().facingMode ?? facing ?? 'user'; // webcams do not say: they look at the user
  return opened(stream, () =>
    sourceOfStream({ kind: 'camera', stream, description: track?.label ?? '', mirrored: looksAt === 'user' }, way),
  );
}

/** Opens the screen, a window or a tab, as the user chooses. Rejects with a SourceError. */
export async function openScreen({ way = null }: { readonly way?: Way | null } = {}): Promise<Source> {
  const stream = await screenStream();
  const description = stream.getVideoTracks()[0]?.label ?? '';
  return opened(stream, () => sourceOfStream({ kind: 'screen', stream, description, mirrored: false }, way));
}

async function cameraStream(video: MediaTrackConstraints): Promise<MediaStream> {
  if (!hasDevices()) throw new SourceError('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({ video });
  } catch (problem) {
    throw cameraError(problem);
  }
}

async function screenStream(): Promise<MediaStream> {
  if (!hasDevices()) throw new SourceError('insecure');
  if (!('getDisplayMedia' in navigator.mediaDevices)) throw new SourceError('screen-unsupported');
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
  } catch (problem) {
    throw screenError(problem);
  }
}

/** Pages that are not secure have no `mediaDevices`, whatever the DOM's types say. */
function hasDevices(): boolean {
  return 'mediaDevices' in navigator;
}

/** Gives the stream back when the source does not come about. */
async function opened(stream: MediaStream, open: () => Promise<Source>): Promise<Source> {
  try {
    return await open();
  } catch (problem) {
    for (const track of stream.getTracks()) track.stop();
    throw cameraError(problem);
  }
}
