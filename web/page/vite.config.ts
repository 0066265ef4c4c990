import { defineConfig } from 'vite';
import { offline } from './build/offline_plugin.ts';
import { siteHeaders } from './src/offline/headers.ts';

export default defineConfig(({ mode }) => ({
  base: './', // a site may lie below a path
  plugins: [offline()],
  resolve: {
    // `--mode mock`: an engine that only pretends, to work on the page without a wasm build.
    alias: mode === 'mock' ? [{ find: /^.*\/engine\/client\.ts$/, replacement: '/src/engine/mock_engine.ts' }] : [],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the policy allows no data: addresses
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  worker: { format: 'es' },
  // The development server adds inline styles, which the policy would forbid.
  server: { headers: { ...siteHeaders, 'Content-Security-Policy': '' } },
  preview: { headers: siteHeaders },
}));
