import { defineConfig, type Plugin } from 'vite';

const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** The policy is part of the built page, so that it holds on hosts that send no headers. (The development server needs inline styles.) */
function securityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig(({ mode }) => ({
  base: './', // a site may lie below a path
  plugins: [securityPolicy()],
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
  server: { headers: isolation },
  preview: { headers: isolation },
}));
