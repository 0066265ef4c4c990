// What the engine's C++ asks of the browser (browser.hpp), for every thread: each has its own copy of this state. The page's worker
// reaches it as Module.Brigade; threads get their messages below.
addToLibrary({
  $Brigade: {
    canvas: null, // OffscreenCanvas, of the one thread that draws
    context: null,
    image: null,
    tasks: null, // MessageChannel: unlike timers, its messages are not held back
    queue: [],
    onCaptureRested: null,

    setCanvas(canvas) {
      Brigade.canvas = canvas;
      Brigade.context = canvas && canvas.getContext('2d', { alpha: false });
      Brigade.image = null;
    },

    show(pixels, width, height) {
      if (!Brigade.canvas) return;
      if (!Brigade.image || Brigade.image.width !== width || Brigade.image.height !== height) {
        Brigade.canvas.width = width;
        Brigade.canvas.height = height;
        Brigade.image = new ImageData(width, height);
      }
      // An ImageData may not lie in shared memory, so there is a copy.
      Brigade.image.data.set(HEAPU8.subarray(pixels, pixels + 4 * width * height));
      Brigade.context.putImageData(Brigade.image, 0, 0);
    },

    // The picture shown last as PNG, to a port: { blob } or { reason }.
    snapshot(port) {
      const refuse = (reason) => port.postMessage({ reason: String(reason) });
      if (!Brigade.image) return refuse('nothing has been shown yet');
      // Of the pixels, not of the canvas: the browser may have taken those to the screen.
      const copy = new OffscreenCanvas(Brigade.image.width, Brigade.image.height);
      copy.getContext('2d').putImageData(Brigade.image, 0, 0);
      copy.convertToBlob({ type: 'image/png' }).then((blob) => port.postMessage({ blob }), refuse);
    },

    runSoon(task, context) {
      if (!Brigade.tasks) {
        Brigade.tasks = new MessageChannel();
        Brigade.tasks.port1.onmessage = () => {
          const [next, argument] = Brigade.queue.shift();
          callUserCallback(() => {{{ makeDynCall('vp', 'next') }}}(argument));
        };
      }
      Brigade.queue.push([task, context]);
      Brigade.tasks.port2.postMessage(null);
    },

    // What the page's worker sends to a thread beside Emscripten's own messages, which carry a `cmd`.
    receive(message) {
      if (message.brigadeCanvas !== undefined) Brigade.setCanvas(message.brigadeCanvas);
      if (message.brigadeSnapshot) Brigade.snapshot(message.brigadeSnapshot);
    },
  },
  $Brigade__deps: ['$callUserCallback'],
#if PTHREADS
  $Brigade__postset:
    "Module['Brigade'] = Brigade;" +
    "if (ENVIRONMENT_IS_PTHREAD) addEventListener('message', (event) => Brigade.receive(event.data));",
#else
  $Brigade__postset: "Module['Brigade'] = Brigade;",
#endif

  brigade_run_soon__deps: ['$Brigade'],
  brigade_run_soon: (task, context) => Brigade.runSoon(task, context),

  brigade_show__deps: ['$Brigade'],
  brigade_show: (pixels, width, height) => Brigade.show(pixels, width, height),

  brigade_capture_rested__deps: ['$Brigade'],
  brigade_capture_rested: () => Brigade.onCaptureRested?.(),
});
