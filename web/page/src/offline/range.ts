/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a Range header asks of `size` bytes (RFC 9110, 14.2). A header that is missing, malformed or names several ranges asks for
 * the whole, which every client has to accept.
 */
export function parseRange(header: string | null, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole';
  if (first === '')
    return Number(last) > 0 && size > 0 ? { start: Math.max(0, size - Number(last)), end: size } : 'unsatisfiable';
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < start) return 'whole';
  return start < size ? { start, end } : 'unsatisfiable';
}

/** The answer to a request for `body` with this Range header: 200, 206 or 416. A file is not read into memory for it. */
export function answerRange(body: Blob, header: string | null): Response {
  const range = parseRange(header, body.size);
  const type = body.type || 'application/octet-stream';
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${body.size}` } });
  const headers = new Headers({ 'Content-Type': type, 'Accept-Ranges': 'bytes' });
  if (range === 'whole') {
    headers.set('Content-Length', String(body.size));
    return new Response(body, { headers });
  }
  headers.set('Content-Length', String(range.end - range.start));
  headers.set('Content-Range', `bytes ${range.start}-${range.end - 1}/${body.size}`);
  return new Response(body.slice(range.start, range.end, type), { status: 206, headers });
}
