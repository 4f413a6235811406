import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

// GraphiQL's style sheet carries 34 fonts as data: addresses (360 kB); the pages use the fonts of the machine, and the
// content security policy can then forbid fonts altogether.
const withoutFonts: Plugin = {
  name: 'without-fonts',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/graphiql/dist/style.css') ? code.replace(/@font-face\{[^}]*\}/g, '') : null),
};

export default defineConfig({
  root: at('src'),
  publicDir: at('src/public'),
  plugins: [withoutFonts],
  resolve: {
    // The original writes a <style> element, which a policy without 'unsafe-inline' refuses.
    alias: { 'react-style-singleton': at('src/adopted-style.ts') },
  },
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    chunkSizeWarningLimit: 1100,
    rolldownOptions: {
      // React's directives for server rendering mean nothing in a browser's bundle.
      checks: { moduleLevelDirective: false, bundlerTimings: false, pluginTimings: false },
      input: ['index', 'sign-in', 'setup', 'accept-invitation', 'graphiql'].map((page) => at(`src/${page}.html`)),
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/auth', '/graphql', '/readyz'].map((path) => [path, { target: 'http://127.0.0.1:8686', changeOrigin: true }]),
    ),
  },
  test: { root: at('.'), include: ['test/**/*.test.ts'], environment: 'happy-dom' },
});
