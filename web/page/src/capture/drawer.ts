/** Gives a picture's pixels as RGBA, through a canvas that is kept from one to the next. */
export type Drawer = (picture: VideoFrame | ImageBitmap, width: number, height: number) => Uint8ClampedArray;

export function drawer(): Drawer {
  let canvas: OffscreenCanvas | null = null;
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return (picture, width, height) => {
    if (canvas?.width !== width || canvas.height !== height) {
      canvas = new OffscreenCanvas(width, height);
      context = canvas.getContext('2d', { willReadFrequently: true });
    }
    if (!context) throw new Error('the browser gives the engine no canvas to read pictures with');
    context.drawImage(picture, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
}
