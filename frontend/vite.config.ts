import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: [
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
      output: {
        codeSplitting: {
          groups: [
            // All that every page needs, in one file: a small file compresses badly.
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store)\/|lucide-react\/dist\/esm\/\w+\.|src\/(lib\/(cx|query|theme|toasts|store-with-selector)|api\/|hooks\/use-(online|page-title)|components\/(states\/|ui\/(button|skeleton)\.|layout\/(page|skip-link|brand|app-frame)\.))/,
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
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    server: { deps: { inline: [/radix-ui/] } },
  },
});
