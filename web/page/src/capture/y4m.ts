import type { FrameSink } from '../engine/protocol.ts';
import { matrixOf } from './colour.ts';
import { packedLayout } from './layout.ts';
import { latin1, readY4mHeader } from './y4m_header.ts';

const frameMagic = 'FRAME';
const mostFrameHeaderBytes = 256;

/** Gives the sink every frame of the file, in order, as fast as it takes them. Rejects with a sentence where the file is cut or foreign. */
export async function runY4m(file: Blob, sink: FrameSink, signal: AbortSignal): Promise<void> {
  const header = await readY4mHeader(file);
  const { width, height, fullRange } = header;
  const { bytes } = packedLayout('I420', width, height);
  const matrix = matrixOf(null, height);
  await sink.fit(bytes);
  let at = header.bytes;
  for (let index = 0; at < file.size && !signal.aborted; ++index) {
    const pixelsAt = at + (await frameHeaderBytes(file, at, index));
    at = pixelsAt + bytes;
    if (at > file.size) throw new Error(`the file is cut: frame ${index + 1} has ${file.size - pixelsAt} of ${bytes} bytes`);
    const pixels = new Uint8Array(await file.slice(pixelsAt, at).arrayBuffer());
    const slot = await freeSlot(sink, signal);
    if (slot === null) return;
    slot.set(pixels);
    sink.commit({ format: 'I420', width, height, matrix, fullRange, mediaTime: Math.round(index * header.microseconds) });
  }
}

/** Null: aborted meanwhile. */
async function freeSlot(sink: FrameSink, signal: AbortSignal): Promise<Uint8Array | null> {
  await sink.room();
  while (!signal.aborted) {
    const slot = sink.reserve();
    if (slot !== null) return slot;
    await sink.room();
  }
  return null;
}

async function frameHeaderBytes(file: Blob, at: number, index: number): Promise<number> {
  const text = latin1(await file.slice(at, at + mostFrameHeaderBytes).arrayBuffer());
  const end = text.indexOf('\n');
  if (end < 0 && at + mostFrameHeaderBytes >= file.size && frameMagic.startsWith(text.slice(0, frameMagic.length))) {
    throw new Error(`the file is cut: frame ${index + 1} has no pixels`);
  }
  if (end < 0 || !/^FRAME( |$)/.test(text.slice(0, end))) {
    throw new Error(`the file is damaged: frame ${index + 1} does not begin with ${frameMagic}`);
  }
  return end + 1;
}
