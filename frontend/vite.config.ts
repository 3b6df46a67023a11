import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));
const packageFile = (path: string) =>
  fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

// The code is written against React's API and runs on Preact: react-dom alone is half of the budget
// for a first load (docs/decisions/0012-preact-runtime.md). Exact names, so that nothing else is caught;
// the jsx runtimes are compat's, which makes sure that compat's hooks are in place before an element is.
const runtime = [
  { find: /^react$/, replacement: 'preact/compat' },
  { find: /^react-dom$/, replacement: 'preact/compat' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react-dom\/test-utils$/, replacement: 'preact/test-utils' },
  { find: /^react\/jsx-runtime$/, replacement: 'preact/compat/jsx-runtime' },
  { find: /^react\/jsx-dev-runtime$/, replacement: 'preact/compat/jsx-dev-runtime' },
];

/** The first paint needs the style sheet alone, so that on a slow line it goes before the script. */
const styleFirst: Plugin = {
  name: 'style-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"'),
  },
};

export default defineConfig({
  plugins: [tailwindcss(), styleFirst],
  resolve: {
    // The browser's order, in tests too: dnd-kit's `main` is CommonJS, which would bring the real React.
    mainFields: ['browser', 'module', 'jsnext:main', 'jsnext', 'main'],
    alias: [
      ...runtime,
      { find: /^@\//, replacement: `${source('')}` },
      {
        find: 'use-sync-external-store/shim/with-selector',
        replacement: source('lib/store-with-selector.ts'),
      },
      // The library injects a <style> element, which the content security policy (style-src 'self')
      // refuses. Ours locks the page through a class instead, and is a tenth of the size.
      { find: 'react-remove-scroll', replacement: source('lib/remove-scroll.tsx') },
    ],
  },
  build: {
    target: 'es2022',
    manifest: true,
    // Inlined fonts and images would need `data:` in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // "use client" means nothing to an app without a server's half, and every package says it.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
      output: {
        codeSplitting: {
          groups: [
            // All that every page needs, in one file: a small file compresses badly.
            {
              name: 'base',
              test: /node_modules\/(preact|use-sync-external-store)\/|lucide-react\/dist\/esm\/\w+\.|src\/(lib\/(cx|query|theme|toasts|store-with-selector)|api\/|hooks\/use-(online|page-title)|components\/(states\/|ui\/(button|skeleton)\.|layout\/(page|skip-link|brand|app-frame)\.))/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': {
        target: `http://127.0.0.1:${process.env['STOKE_API_PORT'] ?? '8000'}`,
        ws: true,
      },
      '/status': `http://127.0.0.1:${process.env['STOKE_API_PORT'] ?? '8000'}`,
    },
  },
  test: {
    // Node would take the CommonJS builds of these, past the aliases above, with a second runtime.
    alias: [
      {
        find: /^@testing-library\/react$/,
        replacement: packageFile('@testing-library/react/dist/@testing-library/react.esm.js'),
      },
      {
        find: /^lucide-react$/,
        replacement: packageFile('lucide-react/dist/esm/lucide-react.mjs'),
      },
    ],
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // Whatever imports React must come through the aliases above.
    server: { deps: { inline: true } },
  },
});
