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

/** How far a point lies outside of a shape (negative: inside), in a hundredth of the icon. */
function distance({ x, y, width, height, radius, turn }: Shape): (atX: number, atY: number) => number {
  const [cos, sin] = [Math.cos((-turn * Math.PI) / 180), Math.sin((-turn * Math.PI) / 180)];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return (atX, atY) => {
    const [dx, dy] = [atX - middleX, atY - middleY];
    const outX = Math.abs(dx * cos - dy * sin) - width / 2 + radius;
    const outY = Math.abs(dx * sin + dy * cos) - height / 2 + radius;
    return Math.min(Math.max(outX, outY), 0) + Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) - radius;
  };
}

/** Red, green, blue and opacity in rows from the top, each row led by a zero: PNG's "no filter". An edge is one pixel soft. */
function pixels(shapes: readonly Shape[], size: number): Buffer {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  const scale = 100 / size;
  for (const shape of shapes) {
    const outside = distance(shape);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const share = Math.min(1, Math.max(0, 0.5 - outside((column + 0.5) * scale, (row + 0.5) * scale) / scale));
        if (share > 0) lay(rows, row * (size * 4 + 1) + 1 + column * 4, shape.colour, share);
      }
    }
  }
  return rows;
}

/** Lays a colour over the pixel at this place, by a share from 0 to 1. */
function lay(rows: Buffer, at: number, colour: Colour, share: number): void {
  const opacity = rows.readUInt8(at + 3) / 255;
  // On nothing there is nothing to mix with.
  const mixed = opacity === 0 ? 1 : share;
  for (const [channel, value] of colour.entries()) {
    rows.writeUInt8(Math.round(rows.readUInt8(at + channel) * (1 - mixed) + value * mixed), at + channel);
  }
  rows.writeUInt8(Math.round(255 * (opacity + (1 - opacity) * share)), at + 3);
}

/** A square PNG of so many pixels; `maskable` fills it to the edges, for platforms that cut icons to a shape of their own. */
export function iconPng(size: number, maskable = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits, red green blue opacity
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const data = deflateSync(pixels([background(!maskable), ...picture], size));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
