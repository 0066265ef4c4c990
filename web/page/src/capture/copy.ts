import type { FrameFacts, FrameSink } from '../engine/protocol.ts';
import { matrixOf } from './colour.ts';
import { drawer, type Drawer } from './drawer.ts';
import { packedLayout } from './layout.ts';

export interface Incoming {
  readonly picture: VideoFrame | ImageBitmap;
  /** Microseconds. */
  readonly mediaTime: number;
}

/** Copies pictures into the sink's slots, one at a time. Pictures remain the caller's. */
export type Copier = (incoming: Incoming) => Promise<void>;

/** The pixel formats whose planes go into a slot as they are, and those of which the browser makes RGBA. */
const formats: Partial<Record<string, FrameFacts['format']>> = {
  I420: 'I420',
  NV12: 'NV12',
  RGBA: 'RGBA',
  RGBX: 'RGBA',
  BGRA: 'RGBA',
  BGRX: 'RGBA',
};

/**
 * Fills slots in the frame's own pixel format where it can, else by drawing. A slot is published once it is filled: never before
 * `copyTo` has resolved, and not at all after `signal` is aborted.
 */
export function copier(sink: FrameSink, signal: AbortSignal): Copier {
  const draw = drawer();
  const scratch = { needed: false, bytes: new Uint8Array(0) };

  const fill = async (frame: FrameFacts, write: (slot: Uint8Array) => Promise<unknown>): Promise<void> => {
    const { bytes } = packedLayout(frame.format, frame.width, frame.height);
    await sink.fit(bytes);
    if (sink.lossless) await sink.room();
    if (signal.aborted) return;
    const slot = sink.reserve();
    if (slot === null) return; // every slot is in use; the sink has counted it
    let filled = false;
    try {
      await write(slot.subarray(0, bytes));
      filled = !signal.aborted;
    } finally {
      if (filled) sink.commit(frame);
      else sink.release();
    }
  };

  return async ({ picture, mediaTime }) => {
    const frame = picture instanceof ImageBitmap ? null : copyable(picture, mediaTime);
    if (frame && picture instanceof VideoFrame) {
      try {
        await fill(frame, (slot) => copyPlanes(picture, frame, slot, scratch));
        return;
      } catch {
        // Some formats and devices promise what they do not keep; drawing works for all that can be shown.
      }
    }
    await fill(drawnFacts(picture, mediaTime), (slot) => drawInto(draw, picture, slot));
  };
}

/** What `copyTo` will give, or null where the picture must be drawn. */
function copyable(picture: VideoFrame, mediaTime: number): FrameFacts | null {
  const format = formats[picture.format ?? ''];
  const { visibleRect, colorSpace } = picture;
  if (format === undefined || visibleRect === null || isShownOtherwise(picture, visibleRect)) return null;
  const { width, height } = visibleRect;
  const matrix = matrixOf(colorSpace.matrix, height);
  return { format, width, height, matrix, fullRange: colorSpace.fullRange ?? false, mediaTime };
}

/** Turned by the phone's position, mirrored, or with pixels that are not square. */
function isShownOtherwise(picture: VideoFrame, { width, height }: DOMRectReadOnly): boolean {
  const { rotation = 0, flip = false } = picture as { rotation?: number; flip?: boolean };
  return rotation !== 0 || flip || picture.displayWidth !== width || picture.displayHeight !== height;
}

async function copyPlanes(
  picture: VideoFrame,
  { format, width, height }: FrameFacts,
  slot: Uint8Array,
  scratch: { needed: boolean; bytes: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const options: VideoFrameCopyToOptions = { layout: packedLayout(format, width, height).planes };
  if (format === 'RGBA') options.format = 'RGBA';
  if (!scratch.needed) {
    try {
      await picture.copyTo(slot, options);
      return;
    } catch (problem) {
      // Browsers may refuse shared memory; a refusal of ordinary memory has other reasons.
      if (slot.buffer instanceof ArrayBuffer) throw problem;
      scratch.needed = true;
    }
  }
  if (scratch.bytes.length < slot.length) scratch.bytes = new Uint8Array(slot.length);
  await picture.copyTo(scratch.bytes, options);
  slot.set(scratch.bytes.subarray(0, slot.length));
}

function drawnFacts(picture: VideoFrame | ImageBitmap, mediaTime: number): FrameFacts {
  const [width, height] =
    picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.displayWidth, picture.displayHeight];
  return { format: 'RGBA', width, height, matrix: 'bt601', fullRange: true, mediaTime };
}

function drawInto(draw: Drawer, picture: VideoFrame | ImageBitmap, slot: Uint8Array): Promise<void> {
  const { width, height } = drawnFacts(picture, 0);
  slot.set(draw(picture, width, height));
  return Promise.resolve();
}
