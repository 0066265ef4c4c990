import type { Settings } from './settings.ts';
import type { Source } from './sources/types.ts';
import type { Words } from './language/english.ts';

/** Opens what the user chose: a file before a remembered source. Rejects with what the browser says. */
export async function openSource(settings: Settings, file: File | null): Promise<Source> {
  await Promise.resolve();
  if (file !== null || settings.source !== 'synthetic') throw new DOMException('', 'NotAllowedError');
  return {
    kind: 'synthetic',
    description: '1280 × 720',
    mirrored: false,
    feed: () => ({ feed: { way: 'synthetic', width: 1280, height: 720, framesPerSecond: 30 }, transfer: [] }),
    onEnded: null,
    close: () => undefined,
  };
}

/** What decides whether the source must be opened anew. */
export function sourceKey(settings: Settings, file: File | null): string | null {
  if (file !== null) return `file ${file.name} ${file.size} ${file.lastModified} ${settings.capture}`;
  if (settings.source === 'camera') return `camera ${settings.camera} ${settings.resolution} ${settings.capture}`;
  return settings.source === null ? null : `${settings.source} ${settings.capture}`;
}

/** Why a source did not open, as a sentence that says what to do. */
export function sentenceForOpening(problem: unknown, settings: Settings, file: File | null): (words: Words) => string {
  const reason = problem instanceof Error ? problem.message : String(problem);
  const name = problem instanceof Error ? problem.name : '';
  if (file !== null) return (words) => words.notices.fileUnreadable(file.name, reason);
  if (settings.source === 'camera') {
    if (!isSecureContext) return (words) => words.notices.cameraInsecure;
    if (name === 'NotAllowedError') return (words) => words.notices.cameraDenied;
    if (name === 'NotFoundError' || name === 'OverconstrainedError') return (words) => words.notices.cameraAbsent;
    if (name === 'NotReadableError' || name === 'AbortError') return (words) => words.notices.cameraBusy;
  }
  if (settings.source === 'screen' && name === 'NotAllowedError') return (words) => words.notices.screenDenied;
  if (settings.source === 'sample') return (words) => words.notices.sampleAbsent;
  return (words) => words.notices.sourceFailed(reason);
}
