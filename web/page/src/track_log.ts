/** Rows of a MOTChallenge file as they come, no more than `limit`: the oldest go first, and are counted. */
export interface TrackLog {
  readonly limit: number;
  readonly rows: string[];
  dropped: number;
}

export interface TrackBox {
  readonly frame: number;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly score: number;
}

export interface Track {
  readonly id: number;
  readonly category: number;
  readonly label: string;
  readonly boxes: readonly TrackBox[];
}

export function emptyTrackLog(limit: number): TrackLog {
  return { limit, rows: [], dropped: 0 };
}

export function appendRows(log: TrackLog, text: string): void {
  for (const row of text.split('\n')) {
    if (row !== '') log.rows.push(row);
  }
  const excess = log.rows.length - log.limit;
  if (excess <= 0) return;
  const leaving = Math.max(excess, Math.ceil(log.limit / 10)); // a tenth at a time: a full log is not moved up for every status
  log.rows.splice(0, leaving);
  log.dropped += leaving;
}

export function motText(log: TrackLog): string {
  return log.rows.map((row) => `${row}\n`).join('');
}

/** The same rows, by object; ids ascend. */
export function tracksFromRows(log: TrackLog, labels: readonly string[]): Track[] {
  const tracks = new Map<number, { id: number; category: number; label: string; boxes: TrackBox[] }>();
  for (const row of log.rows) {
    const [frame = 0, id = -1, x = 0, y = 0, width = 0, height = 0, score = 0, category = -1] = row.split(',').map(Number);
    const track = tracks.get(id) ?? { id, category, label: labels[category] ?? '', boxes: [] };
    track.boxes.push({ frame, box: [x, y, width, height], score });
    tracks.set(id, track);
  }
  return [...tracks.values()].sort((a, b) => a.id - b.id);
}
