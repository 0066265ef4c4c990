import { chooseWay, type Way, type WayChoice } from './ladder.ts';
import { pumpFrames, type Pump } from './pump.ts';
import type { FeedToSend, Source } from './types.ts';

interface StreamSource {
  readonly kind: 'camera' | 'screen';
  readonly stream: MediaStream;
  readonly description: string;
  readonly mirrored: boolean;
}

/** A source of a stream with one video track; it ends when the track does. */
export async function sourceOfStream(about: StreamSource, wish: Way | null): Promise<Source> {
  const [track] = about.stream.getVideoTracks();
  const [audio] = about.stream.getAudioTracks();
  if (!track) throw new Error('the stream has no picture');
  const choice = chooseWay('track', wish);
  const video = choice.way === 'track-processor' ? null : await played(about.stream);
  let given: Pump | null = null;
  const end = (): void => {
    given?.end();
    given = null;
  };
  const source: Source = {
    kind: about.kind,
    description: about.description,
    mirrored: about.mirrored,
    ...(audio && { audio }),
    ...(video && { video }),
    choice,
    feed() {
      end();
      given = video && choice.way !== 'track-processor' ? pumpFrames(video, choice.way) : processTrack(track, choice);
      return given;
    },
    onEnded: null,
    close() {
      track.removeEventListener('ended', ended);
      end();
      for (const each of about.stream.getTracks()) each.stop();
      if (video) video.srcObject = null;
    },
  };
  const ended = (): void => {
    end();
    source.onEnded?.();
  };
  track.addEventListener('ended', ended, { once: true });
  if (track.readyState === 'ended') queueMicrotask(ended);
  return source;
}

/** Each feed has a clone of the track, so that ending the one does not end the camera. */
function processTrack(track: MediaStreamTrack, { trackProcessor }: WayChoice): Pump {
  const clone = track.clone() as MediaStreamVideoTrack;
  const end = (): void => clone.stop();
  if (trackProcessor === 'worker') {
    // Once the worker has the track only the worker can stop it, and does when the feed ends.
    return { ...sending({ way: 'track-processor', track: clone }, clone), end };
  }
  const frames = new MediaStreamTrackProcessor({ track: clone }).readable;
  return { ...sending({ way: 'track-processor', frames }, frames), end };
}

function sending(feed: FeedToSend['feed'], transferred: Transferable): FeedToSend {
  return { feed, transfer: [transferred] };
}

async function played(stream: MediaStream): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  return video;
}
