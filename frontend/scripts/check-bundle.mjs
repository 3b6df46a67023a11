// Prints the script that the first load of each route tree takes and fails above the budget of
// 100 KB (100,000 bytes, brotli). Counted: the entry, the tree's shell, its main page, and all that
// these import statically. Run `vite build` and scripts/compress.mjs before.
import { readFileSync, statSync } from 'node:fs';

const BUDGET = 100_000;
/** Per tree: the modules that must have come before the main action works. */
const trees = {
  auth: ['src/components/layout/auth-shell.tsx', 'src/features/auth/login-page.tsx'],
  staff: ['src/components/layout/staff-shell.tsx', 'src/features/home/home-page.tsx'],
  client: ['src/components/layout/client-shell.tsx', 'src/features/today/today-page.tsx'],
};

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

function collect(key, into) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no chunk for ${key}`);
  if (into.has(chunk.file)) return;
  into.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, into);
}

const size = (file) => statSync(new URL(file, dist)).size;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

let tooLarge = false;
for (const [tree, modules] of Object.entries(trees)) {
  const files = new Set();
  for (const key of ['index.html', ...modules]) collect(key, files);
  const scripts = [...files].filter((file) => file.endsWith('.js'));
  const brotli = scripts.reduce((sum, file) => sum + size(`${file}.br`), 0);
  const gzip = scripts.reduce((sum, file) => sum + size(`${file}.gz`), 0);
  tooLarge ||= brotli > BUDGET;
  console.log(`${tree.padEnd(8)}${kilobytes(brotli)} brotli ${kilobytes(gzip)} gzip`);
}
if (tooLarge) {
  console.error(`First-load script is above ${kilobytes(BUDGET).trim()} brotli.`);
  process.exit(1);
}
