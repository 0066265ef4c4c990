/** The page's icon, drawn from a list of shapes: as SVG for those who take it, as PNG for the rest. */
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];

/** A rectangle with round corners, in units of a hundredth of the icon; `turn` in degrees about its centre. */
interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly turn: number;
  readonly colour: Colour;
}

const night: Colour = [22, 32, 29];
const bean: Colour = [106, 190, 92];
const knife: Colour = [245, 243, 236];

const rect = (x: number, y: number, width: number, height: number, colour: Colour): Shape => {
  return { x, y, width, height, radius: Math.min(width, height) / 2, turn: -20, colour };
};

/** Three beans under one stroke, within the part that every platform's mask leaves. */
const picture: readonly Shape[] = [
  rect(24, 29, 52, 11, bean),
  rect(24, 45, 52, 11, bean),
  rect(24, 61, 52, 11, bean),
  { x: 47, y: 18, width: 6, height: 64, radius: 3, turn: 14, colour: knife },
];

function background(rounded: boolean): Shape {
  return { x: 0, y: 0, width: 100, height: 100, radius: rounded ? 20 : 0, turn: 0, colour: night };
}

export function iconSvg(): string {
  const shapes = [background(true), ...picture].map(({ x, y, width, height, radius, turn, colour }) => {
    const place = `x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" rx="${String(radius)}"`;
    const turned = `transform="rotate(${String(turn)} ${String(x + width / 2)} ${String(y + height / 2)})"`;
    return `  <rect ${place} fill="rgb(${colour.join(' ')})" ${turned}/>`;
  });
  return ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">', ...shapes, '</svg>', ''].join('\n');
}

/** Tells of points, in a hundredth of the icon, whether the shape covers them. */
function cover({ x, y, width, height, radius, turn }: Shape): (atX: number, atY: number) => boolean {
  const [cos, sin] = [Math.cos((-turn * Math.PI) / 180), Math.sin((-turn * Math.PI) / 180)];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return (atX, atY) => {
    const [dx, dy] = [atX - middleX, atY - middleY];
    const outX = Math.abs(dx * cos - dy * sin) - width / 2 + radius;
    const outY = Math.abs(dx * sin + dy * cos) - height / 2 + radius;
    return Math.min(Math.max(outX, outY), 0) + Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) <= radius;
  };
}

const samples = 3;

/** Red, green, blue and opacity of a pixel: the average of samples by samples points. */
function pixel(colourAt: (x: number, y: number) => Colour | null, column: number, row: number, scale: number): number[] {
  const [sum, points] = [[0, 0, 0], samples ** 2];
  let covered = 0;
  for (let index = 0; index < points; index++) {
    const x = (column + ((index % samples) + 0.5) / samples) * scale;
    const y = (row + (Math.floor(index / samples) + 0.5) / samples) * scale;
    const colour = colourAt(x, y);
    if (!colour) continue;
    covered++;
    for (const [channel, value] of colour.entries()) sum[channel] = (sum[channel] ?? 0) + value;
  }
  return [...sum.map((value) => (covered > 0 ? Math.round(value / covered) : 0)), Math.round((255 * covered) / points)];
}

/** A square PNG of so many pixels; `maskable` fills it to the edges, for platforms that cut icons to a shape of their own. */
export function iconPng(size: number, maskable = false): Buffer {
  const shapes = [background(!maskable), ...picture].map((shape) => ({ colour: shape.colour, covers: cover(shape) })).reverse();
  const colourAt = (x: number, y: number): Colour | null => shapes.find(({ covers }) => covers(x, y))?.colour ?? null;
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      rows.set(pixel(colourAt, column, row, 100 / size), row * (size * 4 + 1) + 1 + column * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits, red green blue opacity
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
