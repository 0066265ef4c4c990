/** What a made-up camera shows: frames of one format, one after another. */
export interface MadeFrame {
  readonly format: VideoPixelFormat;
  readonly width: number;
  readonly height: number;
  readonly pixels: number[];
  readonly colorSpace?: VideoColorSpaceInit;
  /** In degrees, as the phone is held. */
  readonly rotation?: number;
}

/** A camera of which the test has every frame in hand; it takes the place of the browser's own. */
export interface MadeCamera {
  /** Shows a frame. */
  show(frame: MadeFrame): Promise<void>;
  /** Shows frames in turn, some 30 a second, until `lose`. */
  showAll(frames: readonly MadeFrame[]): void;
  /** How many frames were shown. */
  readonly shown: number;
  /** The camera is gone (`track.stop()` would tell nobody). */
  lose(): Promise<void>;
}

export function madeCamera(): MadeCamera {
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = generator.writable.getWriter();
  let timer: ReturnType<typeof setInterval> | undefined;
  let count = 0;
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(new MediaStream([generator]));
  const show = async (frame: MadeFrame): Promise<void> => {
    await writer.write(videoFrame(frame, count++ * 33_333));
  };
  return {
    show,
    showAll(frames) {
      timer = setInterval(() => {
        const frame = frames[count % frames.length];
        if (frame) void show(frame);
      }, 33);
    },
    get shown() {
      return count;
    },
    lose() {
      clearInterval(timer);
      return writer.close();
    },
  };
}

function videoFrame({ pixels, width, height, ...more }: MadeFrame, timestamp: number): VideoFrame {
  return new VideoFrame(Uint8Array.from(pixels), { codedWidth: width, codedHeight: height, timestamp, ...more });
}
