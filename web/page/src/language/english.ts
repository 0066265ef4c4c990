import type { Precision, SizeReason, StageName, Variant } from '../engine/protocol.ts';
import type { OfflineProblem } from '../offline/isolation.ts';
import type { SourceProblem } from '../sources/errors.ts';
import type { Way, WayReason } from '../sources/ladder.ts';
import type { CaptureWish, Model, SourceChoice } from '../settings.ts';
import type { Obstacle } from '../variants.ts';

const variantNames: Record<Variant, string> = { relaxed: 'Relaxed SIMD', simd: 'SIMD', scalar: 'Scalar', single: 'Single' };
const sourceNames: Record<SourceChoice | 'file', string> = {
  camera: 'Camera',
  screen: 'Screen',
  sample: 'Sample',
  synthetic: 'Synthetic',
  file: 'File',
};
const stageNames: Record<StageName, string> = { capture: 'Capture', detect: 'Detect', track: 'Track', render: 'Render' };

/** The page's words; other languages have the same shape. Sentences for the user say what, why, and what to do. */
export const english = {
  languageName: 'English',
  tagline: 'Many cooks, each slicing many beans',
  skip: 'Skip to the picture',
  pictureLabel: 'The picture with boxes',
  settingsLabel: 'Settings',

  start: {
    title: 'See what your CPU can see',
    what:
      'Brigade finds and follows people, cars, cats and 77 other kinds of things in live video, at the full speed of this machine’s ' +
      'processor: capture, detection, tracking and drawing each work at a station of their own, like the cooks of a kitchen brigade.',
    private: 'No pixel leaves this device: everything runs in this page, and the page talks to no other site.',
    camera: 'Use my camera',
    sample: 'Play the sample',
    synthetic: 'Synthetic scene',
    file: 'Open a file',
    drop: 'You can also drop a video, an image or a .y4m file anywhere on this page.',
  },

  loading: {
    source: 'Opening the source…',
    engine: 'Loading the engine…',
    model: 'Loading the model…',
    session: 'Lighting the stoves…',
  },

  figures: {
    label: 'Figures',
    framesPerSecond: 'frames/s',
    latency: 'latency',
    staleness: 'age of boxes',
    engine: 'engine',
    threads: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
    inPrecision: (threads: string, precision: string) => `${threads}, ${precision}`,
    milliseconds: 'ms',
    framesPerSecondHint: 'Frames shown in a second',
    latencyHint: 'From a frame’s capture to the end of its drawing (median)',
    stalenessHint: 'How long ago the frame was captured in which the boxes shown were detected (median)',
  },

  tools: {
    label: 'Picture controls',
    pause: 'Pause',
    resume: 'Resume',
    snapshot: 'Snapshot',
    record: 'Record',
    stopRecording: 'Stop recording',
    xray: 'X-ray',
    stop: 'Close the source',
    help: 'Help',
    copyLink: 'Copy link',
    theme: { light: 'Light', dark: 'Dark', label: 'Change to light or dark' },
    otherLanguage: 'Français',
  },

  source: {
    title: 'Source',
    names: sourceNames,
    openFile: 'Open a file',
    dropHere: 'Drop it here: a video, an image or a .y4m file',
    camera: 'Camera',
    front: 'Front (mirrored)',
    back: 'Back',
    resolution: 'Resolution',
    capture: 'Capture',
    captureNames: {
      automatic: 'Automatic',
      'track-processor': 'Track processor',
      'video-frame': 'Video frames',
      canvas: 'Canvas',
    } satisfies Record<CaptureWish, string>,
    ways: { 'track-processor': 'Track processor', 'video-frame': 'Video frames', canvas: 'Canvas' } satisfies Record<Way, string>,
    wayReason: (way: string, why: string) => `${way}: ${why}.`,
    wayReasons: {
      best: 'the best there is',
      'no-track-processor': 'this browser has no track processor',
      'no-video-frame': 'this browser has no frames of video elements',
      'video-element': 'a file is played by a video element',
      wished: 'as you chose',
      'wish-impossible': 'what you chose cannot work here',
    } satisfies Record<WayReason, string>,
    sampleAbsent: 'The sample video is not part of this site.',
  },

  detector: {
    title: 'Detector',
    model: 'Model',
    modelNames: { centernet: 'CenterNet', nanodet: 'NanoDet' } satisfies Record<Model, string>,
    absent: 'not on this site',
    precision: 'Precision',
    precisionNames: { f32: 'Floats', int8: 'int8' } satisfies Record<Precision, string>,
    inIntegers: (steps: number) =>
      `${steps === 1 ? '1 step' : `${steps} steps`} of the network in integers, the others in floats`,
    noIntegers: 'Rounded weights, but all in floats: without SIMD that is faster than integers',
    size: 'Input size',
    sizeAtMost: 'Input size at most',
    hold: 'Hold detections a second',
    holdOff: 'off',
    holdRate: (rate: number) => `${rate}/s`,
    holdImpossible: 'only live and pipelined',
    score: 'Least score',
    classes: 'Classes',
    allClasses: 'All 80',
    someClasses: (count: number) => (count === 1 ? '1 chosen' : `${count} chosen`),
    search: 'Search classes',
    noneFound: 'No class has such a name.',
    showAll: 'Show all',
    xray: 'X-ray: what the network sees',
    xrayOff: 'Off',
  },

  engine: {
    title: 'Cooks and knives',
    variant: 'Knives',
    automatic: 'Automatic',
    names: variantNames,
    hints: {
      relaxed: 'The sharpest: the processor’s own fused multiply-add.',
      simd: 'Four beans a stroke.',
      scalar: 'One bean a stroke.',
      single: 'SIMD, but one cook for everything.',
    } satisfies Record<Variant, string>,
    threads: 'Cooks (threads)',
    mode: 'Work',
    modes: { pipelined: 'Pipelined', sequential: 'One after another' },
    running: (variant: string, reason: string) => `${variant}: ${reason}`,
    reasons: { fastest: 'the fastest that this browser runs', wished: 'as you chose' },
    obstacles: {
      'no-simd': 'this browser has no WebAssembly SIMD',
      'no-relaxed-simd': 'this browser has no relaxed SIMD yet',
      'no-threads': 'this browser has no WebAssembly threads',
      'no-isolation': 'this page is not isolated, so it may not share memory between threads',
      failed: 'it did not load',
    } satisfies Record<Obstacle, string>,
    sequentialOnly: 'Without shared memory there is one cook, who does one thing after another.',
  },

  downloads: {
    title: 'Take away',
    tracksJson: 'Tracks (JSON)',
    tracksMot: 'Tracks (MOT text)',
    startTrace: 'Record a trace',
    stopTrace: 'Stop and save the trace',
    traceHint: 'The trace opens in Perfetto (ui.perfetto.dev).',
    diagnostics: 'Copy diagnostics',
    keep: 'Keep for offline use',
    rows: (rows: number, dropped: number) =>
      dropped === 0 ? `${rows} rows so far` : `the newest ${rows} rows; ${dropped} older ones were dropped`,
  },

  kitchen: {
    title: 'The kitchen',
    intro:
      'Four stations, all working at once. SIMD lines up the green beans and cuts them with one stroke; threads are several cooks who ' +
      'share one pantry. Point at a station to see what it does.',
    stations: stageNames,
    perSecond: '/s',
    service: 'ms each',
    idle: 'idle',
    busy: (percent: number) => `busy ${percent} %`,
    queue: (depth: number) => (depth === 1 ? '1 waits' : `${depth} wait`),
    dropped: (count: number, cause: string) => `${count} ${cause}`,
    causes: { replaced: 'replaced', 'pool exhausted': 'without room', discarded: 'discarded' },
    slowest: 'sets the pace',
    held: (size: number, threads: number, perSecond: string, wanted: number) =>
      `${size} px, ${threads === 1 ? '1 thread' : `${threads} threads`}: ${perSecond}/s of ${wanted} wanted`,
    atMost: 'the largest input allowed',
    heldBecause: {
      'too slow': (size: number, ms: number) => `${size} px took ${ms} ms`,
      room: (size: number, ms: number) => `${size} px took only ${ms} ms`,
      'out of reach': (size: number, ms: number) => `too slow even so: ${size} px takes ${ms} ms`,
    } satisfies Record<SizeReason, (size: number, ms: number) => string>,
    explain: {
      capture:
        'The delivery door: every frame is put straight into a free crate of the pantry that all cooks share. Really: the camera’s own ' +
        'pixels, copied once into a slot of the frame pool in shared memory.',
      detect:
        'The cutting board: beans are lined up so that one stroke of the SIMD knife cuts many, and several cooks cut at once. Really: a ' +
        'neural network on XNNPACK’s kernels and a pool of threads. Frames that come while it is busy fall off: the newest wins.',
      track:
        'The order slips: which of the beans is the one from before? Really: boxes get the ids of the objects they belong to, by motion ' +
        'and overlap, so that each keeps its name from frame to frame.',
      render:
        'The pass: every plate is garnished and goes out at once, with the newest slips moved on to its time. Really: boxes, labels and ' +
        'trails are drawn into the frame at the camera’s rate, however long detection takes.',
    } satisfies Record<StageName, string>,
  },

  help: {
    title: 'Keyboard',
    keys: { pause: 'Space', snapshot: 's', record: 'r', xray: 'x', help: '?' },
    close: 'Close',
  },

  said: {
    notices: 'Messages',
    linkCopied: 'The link was copied.',
    diagnosticsCopied: 'Diagnostics were copied.',
    copyRefused: 'The browser did not allow copying; the text was saved as a file instead.',
    kept: 'Kept: all of it works without a network now.',
    nothing: 'Nothing in sight',
    dismiss: 'Dismiss',
    and: ', ',
  },

  /** Why there is no shared memory, and what to do. */
  isolation: {
    insecure: 'the page came over plain http from another machine. Open it by https, or on that machine itself',
    framed: 'the page lies in a frame of another page. Open it in a window of its own',
    'no-service-worker':
      'its host sends no isolation headers and this browser has no service workers here (a private window?). Use a normal window',
    'worker-failed':
      'its host sends no isolation headers and the service worker that would add them did not start. Reload, or serve it with script/demo',
    'not-granted': 'the browser gives it no shared memory. Reload once, or serve it with script/demo',
  } satisfies Record<OfflineProblem, string>,

  notices: {
    newVersion: 'A newer version of this page is ready.',
    parameters: (list: string) => `The address holds what this page does not know; it was ignored: ${list}.`,
    noIsolation: (why: string) => `This page runs with one cook, because ${why}.`,
    noThreads: 'This page runs with one cook, because this browser has no WebAssembly threads. A newer browser runs it faster.',
    noSimd:
      'This page runs with plain knives, because this browser has no WebAssembly SIMD. A newer browser runs it several times faster.',
    nothingRuns:
      'This browser has neither WebAssembly SIMD nor shared memory, so the engine cannot run here. Please try a newer browser.',
    variantFailed: (variant: string, reason: string, instead: string) =>
      `The engine “${variant}” did not load (${reason}), so “${instead}” runs instead.`,
    wishImpossible: (variant: string, why: string, instead: string) =>
      `“${variant}” cannot run here: ${why}. “${instead}” runs instead.`,
    modelAbsent: (model: string, instead: string) =>
      `The files of ${model} are not on this site, so ${instead} runs instead. script/demo brings both.`,
    int8Absent: (model: string) =>
      `The int8 weights of ${model} are not on this site, so it computes in floats. script/demo --int8 brings them.`,
    int8Failed: (model: string, reason: string) =>
      `The int8 weights of ${model} did not load (${reason}), so it computes in floats. Reload the page, or look whether the site is complete.`,
    noModel: (reason: string) => `No model could be loaded (${reason}). Reload the page, or look whether the site is complete.`,
    /** The reason is the browser's; the name a file's. */
    opening: {
      insecure: () => 'Cameras need a secure page. Open this one by https or on localhost, or take another source.',
      'camera-absent': () => 'No camera was found. Plug one in and try again, or take another source.',
      'camera-denied': () =>
        'The camera may not be used, because permission was denied. Allow it in the address bar and try again, or take another source.',
      'camera-busy': () =>
        'The camera cannot be read; another program may be using it. Close that and try again, or take another source.',
      'screen-denied': () => 'The screen is not shared, because that was not allowed. Try again, or take another source.',
      'screen-unsupported': () => 'This browser shares no screen, as on most phones. Take another source.',
      'file-unplayable': (_, name) =>
        `This browser cannot play “${name}”. Try another file, or another format such as MP4 or WebM.`,
      'file-unreadable': (reason, name) => `“${name}” cannot be read (${reason}). Try another file.`,
      failed: (reason) => `The source cannot be opened: ${reason}`,
    } satisfies Record<SourceProblem, (reason: string, name: string) => string>,
    cameraLost: 'The camera was lost: it was unplugged or taken away. Plug it in and try again, or take another source.',
    screenEnded: 'Screen sharing was ended. Share it again, or take another source.',
    sampleAbsent: 'The sample video is not part of this site. The synthetic scene is; script/demo brings the sample.',
    fileEnded: 'That was the last frame.',
    broken: (reason: string) => `The engine stopped: ${reason}`,
    outOfReach: (wanted: number, size: number, ms: number) =>
      `${wanted} detections a second are out of reach: even an input of ${size} pixels takes ${ms} ms. Ask for fewer, or give the ` +
      'detector more cooks or sharper knives.',
    recordEmpty: 'Nothing was recorded: the browser gave no picture in that time. Record longer, or try another browser.',
    recordImpossible: (reason: string) => `This browser cannot record the picture: ${reason}`,
    failed: (reason: string) => `That did not work: ${reason}`,
  },
  actions: {
    reload: 'Reload',
    retry: 'Try again',
    again: 'Start again',
    sample: 'Play the sample',
    synthetic: 'Synthetic scene',
    camera: 'Use my camera',
  },
};

export type Words = typeof english;
