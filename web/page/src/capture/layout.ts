import type { FrameFacts } from '../engine/protocol.ts';

/** Where the planes of a frame lie in a slot: rows and planes follow each other without gaps, as vision/image.hpp has it. */
export interface PackedLayout {
  readonly bytes: number;
  readonly planes: PlaneLayout[];
}

export function packedLayout(format: FrameFacts['format'], width: number, height: number): PackedLayout {
  if (format === 'RGBA') return { bytes: 4 * width * height, planes: [{ offset: 0, stride: 4 * width }] };
  const [luma, chromaWidth, chromaHeight] = [width * height, (width + 1) >> 1, (height + 1) >> 1];
  const chroma = chromaWidth * chromaHeight;
  const first = { offset: 0, stride: width };
  if (format === 'NV12') return { bytes: luma + 2 * chroma, planes: [first, { offset: luma, stride: 2 * chromaWidth }] };
  const [u, v] = [luma, luma + chroma].map((offset) => ({ offset, stride: chromaWidth }));
  return { bytes: luma + 2 * chroma, planes: [first, u, v] as PlaneLayout[] };
}
