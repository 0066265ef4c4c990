import { readY4mHeader } from '../capture/y4m_header.ts';
import { sourceError } from './errors.ts';
import type { Source } from './types.ts';

/** Opens a file of raw frames, of which the pipeline takes every one, in order. Rejects with a SourceError. */
export async function openY4m(file: Blob, description = file instanceof File ? file.name : ''): Promise<Source> {
  await readY4mHeader(file).catch((problem: unknown) => {
    throw sourceError('file-unreadable', problem);
  });
  return {
    kind: 'y4m',
    description,
    mirrored: false,
    feed: () => ({ feed: { way: 'y4m', file }, transfer: [] }),
    onEnded: null, // the engine tells the end
    close: () => undefined,
  };
}
