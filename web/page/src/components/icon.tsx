/** Strokes on a 24 x 24 grid, drawn for this page. */
const paths = {
  camera: 'M3 8a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM16 11l5-3v8l-5-3',
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4',
  sample: 'M4 5h16v14H4zM10 9v6l5-3z',
  synthetic: 'M4 16l5-7 4 5 3-3 4 5zM4 5h16v14H4z',
  file: 'M3 7h6l2 2h10v10H3z',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5l12 7-12 7z',
  snapshot: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  record: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10',
  stop: 'M7 7h10v10H7z',
  close: 'M6 6l12 12M18 6L6 18',
  xray: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  help: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.1',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  dark: 'M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  keep: 'M4 14v6h16v-6M12 4v10M8 10l4 4 4-4',
  trace: 'M3 6h8M7 12h9M12 18h9',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z',
  // The stations: a crate, a knife, a slip, a plate.
  capture: 'M3 8h18v11H3zM3 12h18M8 8V5M12 8V4M16 8V5M9 15.5h6',
  detect: 'M3 14L16 3c3 2.5 3 6 1 9l-4 4zM13 16l-4-3M8 14l-5 6',
  track: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  render: 'M2 18h20M4 18a8 8 0 0 1 16 0M12 10V7M10.5 7h3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
