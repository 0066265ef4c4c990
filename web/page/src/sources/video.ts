import { release, serveLocally } from '../offline/register.ts';
import { SourceError, sourceError } from './errors.ts';
import { chooseWay, type Way } from './ladder.ts';
import { pumpFrames, type Pump } from './pump.ts';
import type { Source } from './types.ts';

export interface VideoWishes {
  /** Whether it begins again after its last frame. */
  readonly loop?: boolean;
  readonly description?: string;
  /** The way of capture, where not the best. */
  readonly way?: Way | null;
}

/** Opens a video of this origin. It plays from the first feed on, without sound. Rejects with a SourceError. */
export async function openVideo(url: string, { loop = false, description = '', way = null }: VideoWishes = {}): Promise<Source> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.loop = loop;
  await loaded(video, url);
  const choice = chooseWay('video-element', way);
  const pumped = choice.way === 'canvas' ? 'canvas' : 'video-frame';
  let audio: MediaStreamTrack | undefined;
  let given: Pump | null = null;
  const end = (): void => {
    given?.end();
    given = null;
  };
  const ended = (): void => {
    given?.finish?.();
    source.onEnded?.();
  };
  const source: Source = {
    kind: 'video',
    description,
    mirrored: false,
    video,
    choice,
    get audio() {
      return (audio ??= audioOf(video)) as MediaStreamTrack; // taken only for those who record
    },
    feed() {
      end();
      given = pumpFrames(video, pumped);
      video.play().catch(ended);
      return given;
    },
    onEnded: null,
    close() {
      source.onEnded = null;
      end();
      audio?.stop();
      video.pause();
      video.removeAttribute('src');
      video.load(); // gives the decoder back
    },
  };
  video.addEventListener('ended', ended);
  video.addEventListener('error', ended);
  return source;
}

/** Opens a video file of the user's, which the service worker answers for. Rejects with a SourceError. */
export async function openVideoFile(file: File, wishes: VideoWishes = {}): Promise<Source> {
  const url = await serveLocally(file).catch((problem: unknown) => {
    throw sourceError('failed', problem);
  });
  try {
    const source = await openVideo(url, { description: file.name, ...wishes });
    return withRelease(source, () => release(url));
  } catch (problem) {
    release(url);
    throw problem;
  }
}

function withRelease(source: Source, give: () => void): Source {
  const close = source.close.bind(source);
  return Object.assign(source, {
    close: () => {
      close();
      give();
    },
  });
}

function loaded(video: HTMLVideoElement, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const unplayable = (reason: string) => reject(new SourceError('file-unplayable', reason));
    video.onloadeddata = () => {
      if (video.videoWidth > 0) resolve();
      else unplayable('it has no picture');
    };
    video.onerror = () => unplayable(video.error?.message ?? '');
    video.preload = 'auto';
    video.src = url;
  });
}

/** The sound of a video, which its muted element does not play. */
function audioOf(video: HTMLVideoElement): MediaStreamTrack | undefined {
  const element = video as HTMLVideoElement & { captureStream?: () => MediaStream; mozCaptureStream?: () => MediaStream };
  const stream = element.captureStream?.() ?? element.mozCaptureStream?.();
  for (const track of stream?.getVideoTracks() ?? []) track.stop();
  return stream?.getAudioTracks()[0];
}
