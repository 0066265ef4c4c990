import { sourceError } from './errors.ts';
import type { Source } from './types.ts';

/** Photographs are larger than any network's input by far; a frame slot need not hold them whole. */
const mostPixelsOfSide = 1920;

/** Opens a picture, which is shown again and again. Rejects with a SourceError. */
export async function openImage(file: File): Promise<Source> {
  const bitmap = await smallEnough(file).catch((problem: unknown) => {
    throw sourceError('file-unreadable', problem);
  });
  return {
    kind: 'image',
    description: file.name,
    mirrored: false,
    feed: () => ({ feed: { way: 'image', bitmap }, transfer: [] }), // copied, so that the next session has it too
    onEnded: null,
    close: () => bitmap.close(),
  };
}

async function smallEnough(file: File): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file);
  const scale = mostPixelsOfSide / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const [resizeWidth, resizeHeight] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const smaller = await createImageBitmap(bitmap, {
    resizeWidth: resizeWidth ?? 1,
    resizeHeight: resizeHeight ?? 1,
    resizeQuality: 'high',
  });
  bitmap.close();
  return smaller;
}
