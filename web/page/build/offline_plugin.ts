/** What makes the page installable and usable without a network, as a plugin for Vite. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { contentSecurityPolicy } from '../src/offline/headers.ts';
import { iconPng, iconSvg } from './icons.ts';

const manifest = {
  name: 'Brigade',
  short_name: 'Brigade',
  description: 'Finds and follows objects in your camera’s picture; nothing leaves the device.',
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#16201d',
  theme_color: '#16201d',
  icons: [
    { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

/**
 * Adds to a build: `sw.js` (of src/offline/worker), `manifest.webmanifest`, `icons/`, and to the page's head the links to them and
 * the Content-Security-Policy for hosts that send none.
 */
export function offline(): Plugin {
  let folder = '';
  return {
    name: 'brigade-offline',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir.startsWith('/') ? config.build.outDir : `${config.root}/${config.build.outDir}`;
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
      { tag: 'link', attrs: { rel: 'icon', href: './icons/icon.svg', type: 'image/svg+xml' }, injectTo: 'head' },
      { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icons/icon-192.png' }, injectTo: 'head' },
    ],
    generateBundle() {
      const add = (fileName: string, source: string | Uint8Array): void => {
        this.emitFile({ type: 'asset', fileName, source });
      };
      add('manifest.webmanifest', `${JSON.stringify(manifest, null, 2)}\n`);
      add('icons/icon.svg', iconSvg());
      add('icons/icon-192.png', iconPng(192));
      add('icons/icon-512.png', iconPng(512));
      add('icons/icon-maskable-512.png', iconPng(512, true));
    },
    closeBundle: () => bundleWorker(folder),
  };
}

/** A build of its own: the worker is one file that imports nothing, which every browser takes. */
async function bundleWorker(outDir: string): Promise<void> {
  const entry = fileURLToPath(new URL('../src/offline/worker/service_worker.ts', import.meta.url));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: false, lib: { entry, formats: ['iife'], name: 'brigadeWorker', fileName: () => 'sw.js' } },
  });
}
