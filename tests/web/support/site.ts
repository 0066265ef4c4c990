import { build, type PluginOption } from 'vite';
import { serve as serveFolder, type Served } from '../../../web/serve/server.ts';
import { outputFolder } from './paths.ts';

export interface ServeWishes {
  /** Whether the isolation headers and the Content-Security-Policy go along; without, it is any static host. */
  readonly headers?: boolean;
  /** Where the site lies in the address; begins and ends with "/". */
  readonly subPath?: string;
}

/** Serves a folder at a free port of this machine. */
export function serve(folder: string, { headers = true, subPath = '/' }: ServeWishes = {}): Promise<Served> {
  return serveFolder(folder, { port: 0, base: subPath, isolation: headers });
}

/** Bundles a folder with an index.html for browsers, as the page is bundled; returns the folder to serve. */
export async function bundle(root: string, name: string, plugins: PluginOption[] = []): Promise<string> {
  const outDir = outputFolder('sites', name);
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins,
    worker: { format: 'es' },
    build: { outDir, assetsInlineLimit: 0, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  });
  return outDir;
}
