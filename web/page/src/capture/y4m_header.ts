/** The head of a YUV4MPEG2 file (mjpegtools' yuv4mpeg(5)); only planes of 8 bits, 4:2:0, the pipeline's own I420. */
export interface Y4mHeader {
  readonly width: number;
  readonly height: number;
  /** Of a frame. */
  readonly microseconds: number;
  readonly fullRange: boolean;
  /** Where the first frame's header begins. */
  readonly bytes: number;
}

const magic = 'YUV4MPEG2';
const mostHeaderBytes = 1024;
/** They differ in where chroma lies between the pixels, which no detector sees. */
const kindsOf420 = ['420', '420jpeg', '420mpeg2', '420paldv'];

/** Rejects with a sentence about what the file is instead. */
export async function readY4mHeader(file: Blob): Promise<Y4mHeader> {
  const text = latin1(await file.slice(0, mostHeaderBytes).arrayBuffer());
  if (!text.startsWith(`${magic} `)) throw new Error(`it is no y4m file: it does not begin with ${magic}`);
  const end = text.indexOf('\n');
  if (end < 0) throw new Error(`its header does not end within ${mostHeaderBytes} bytes`);
  const words = text.slice(0, end).split(' ').slice(1);
  const word = (letter: string): string | undefined => words.find((each) => each.startsWith(letter))?.slice(1);
  const chroma = word('C') ?? '420';
  if (!kindsOf420.includes(chroma))
    throw new Error(`its frames are C${chroma}; only 8-bit 4:2:0 can be read (ffmpeg -pix_fmt yuv420p)`);
  return {
    width: side(word('W'), 'width'),
    height: side(word('H'), 'height'),
    microseconds: frameTime(word('F')),
    fullRange: words.includes('XCOLORRANGE=FULL'),
    bytes: end + 1,
  };
}

export function latin1(bytes: ArrayBuffer): string {
  return new TextDecoder('latin1').decode(bytes);
}

function side(text: string | undefined, name: string): number {
  const pixels = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  if (pixels < 1) throw new Error(`its header gives no ${name}`);
  return pixels;
}

/** Files may leave the rate open ("0:0"). */
function frameTime(rate: string | undefined): number {
  const [, frames = '0', seconds = '0'] = /^(\d+):(\d+)$/.exec(rate ?? '') ?? [];
  return Number(frames) > 0 && Number(seconds) > 0 ? (1e6 * Number(seconds)) / Number(frames) : 1e6 / 25;
}
