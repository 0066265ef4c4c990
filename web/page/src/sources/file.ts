import { openImage } from './image.ts';
import type { Source } from './types.ts';
import { openVideoFile, type VideoWishes } from './video.ts';
import { openY4m } from './y4m.ts';

/** Opens whatever file the user drops: raw frames, a picture or a video. Rejects with a SourceError. */
export function openFile(file: File, wishes: VideoWishes = {}): Promise<Source> {
  if (/\.y4m$/i.test(file.name)) return openY4m(file);
  if (file.type.startsWith('image/')) return openImage(file);
  return openVideoFile(file, wishes);
}
