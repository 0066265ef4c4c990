/** Why a source did not open; the page has a sentence for each in its dictionary: what, why, what to do. */
export type SourceProblem =
  | 'insecure' // no secure page, so the browser has no cameras
  | 'camera-absent'
  | 'camera-denied'
  | 'camera-busy' // another program has it, or the system does not give it
  | 'screen-denied'
  | 'screen-unsupported' // phones share no screen
  | 'file-unplayable'
  | 'file-unreadable'
  | 'failed'; // anything else: the browser's words are the message

/** Rejections of all `open…` functions. The message is what the browser said, in its own words. */
export class SourceError extends Error {
  readonly key: SourceProblem;

  constructor(key: SourceProblem, message = '', options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
    this.key = key;
  }
}

const cameraProblems: Partial<Record<string, SourceProblem>> = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'camera-absent',
  OverconstrainedError: 'camera-absent',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};

export function cameraError(cause: unknown): SourceError {
  return sourceError(cameraProblems[nameOf(cause)] ?? 'failed', cause);
}

export function screenError(cause: unknown): SourceError {
  return sourceError(nameOf(cause) === 'NotAllowedError' ? 'screen-denied' : 'failed', cause);
}

export function sourceError(key: SourceProblem, cause: unknown): SourceError {
  return new SourceError(key, cause instanceof Error ? cause.message : String(cause), { cause });
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : '';
}
