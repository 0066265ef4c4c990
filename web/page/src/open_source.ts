import type { Words } from './language/english.ts';
import type { CaptureWish, Settings } from './settings.ts';
import { openCamera, openScreen } from './sources/camera.ts';
import { SourceError } from './sources/errors.ts';
import { openFile } from './sources/file.ts';
import type { Way } from './sources/ladder.ts';
import { openSynthetic } from './sources/synthetic.ts';
import type { Source } from './sources/types.ts';
import { openVideo } from './sources/video.ts';

/** What the user chose to look at: a file comes before what is remembered. */
export interface SourceWish {
  readonly settings: Pick<Settings, 'source' | 'camera' | 'resolution' | 'capture'>;
  readonly file: File | null;
  /** The address of the sample video; null where the site has none. */
  readonly sample: string | null;
}

/** Opens it. Rejects with a SourceError. */
export function openSource({ settings, file, sample }: SourceWish): Promise<Source> {
  const way = wayOf(settings.capture);
  if (file !== null) return openFile(file, { way });
  switch (settings.source) {
    case 'camera':
      return openCamera({ ...whichCamera(settings.camera), ...sizeOf(settings.resolution), way });
    case 'screen':
      return openScreen({ way });
    case 'sample':
      if (sample === null) return Promise.reject(new SourceError('failed'));
      return openVideo(new URL(sample, document.baseURI).href, { loop: true, description: sample.replace(/^.*\//, ''), way });
    case 'synthetic':
    case null:
      return Promise.resolve(openSynthetic());
  }
}

function wayOf(wish: CaptureWish): Way | null {
  return wish === 'automatic' ? null : wish;
}

function whichCamera(camera: string) {
  if (camera === 'front') return { facing: 'user' } as const;
  return camera === 'back' ? ({ facing: 'environment' } as const) : { deviceId: camera };
}

function sizeOf(resolution: Settings['resolution']) {
  const [width = 0, height = 0] = resolution.split('x').map(Number);
  return { width, height };
}

/** What decides whether the source must be opened anew; null: no source is wished. */
export function sourceKey({ settings, file, sample }: SourceWish): string | null {
  if (file !== null) return `file ${file.name} ${file.size} ${file.lastModified} ${settings.capture}`;
  if (settings.source === 'camera') return `camera ${settings.camera} ${settings.resolution} ${settings.capture}`;
  if (settings.source === 'sample') return `sample ${sample ?? ''} ${settings.capture}`;
  return settings.source === null ? null : `${settings.source} ${settings.capture}`;
}

/** Why a source did not open, as a sentence that says what to do. */
export function sentenceForOpening(problem: unknown, { settings, file }: SourceWish): (words: Words) => string {
  const key = problem instanceof SourceError ? problem.key : 'failed';
  const reason = problem instanceof Error ? problem.message : String(problem);
  if (settings.source === 'sample' && file === null) return (words) => words.notices.sampleAbsent;
  return (words) => words.notices.opening[key](reason, file?.name ?? '');
}
