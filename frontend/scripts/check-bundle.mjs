// Prints the script that each route tree fetches until its main action works and fails above the
// budget of 100 KB (100,000 bytes, brotli). Counted: the entry, the tree's shell, the pages named below,
// and all that these import statically. Fails, too, when React itself came along (see
// docs/decisions/0012-preact-runtime.md). Run `vite build` and scripts/compress.mjs before.
// With --json it prints { budget, trees: { auth: { brotli, gzip }, … } } in bytes instead, and fails alike.
import { readdirSync, readFileSync, statSync } from 'node:fs';

const BUDGET = 100_000;
/** Per tree: what must have come before somebody can sign in, see who needs them, or log a set. */
const trees = {
  auth: ['src/components/layout/auth-shell.tsx', 'src/features/auth/login-page.tsx'],
  staff: ['src/routes/staff/staff-layout.tsx', 'src/features/home/home-page.tsx'],
  client: [
    'src/components/layout/client-shell.tsx',
    'src/features/today/today-page.tsx',
    'src/features/logger/workout-page.tsx',
  ],
};

const dist = new URL('../dist/', import.meta.url);
const read = (file) => readFileSync(new URL(file, dist), 'utf8');
const manifest = JSON.parse(read('.vite/manifest.json'));

function collect(key, into) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no chunk for ${key}`);
  if (into.has(chunk.file)) return;
  into.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, into);
}

const size = (file) => statSync(new URL(file, dist)).size;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

const withReact = readdirSync(new URL('assets/', dist)).filter(
  // Where React's production build sends people with the number of an error.
  (name) => name.endsWith('.js') && read(`assets/${name}`).includes('react.dev/errors'),
);
if (withReact.length > 0) {
  console.error(`React itself was bundled, past the aliases: ${withReact.join(', ')}`);
  process.exit(1);
}

const sizes = {};
for (const [tree, modules] of Object.entries(trees)) {
  const files = new Set();
  for (const key of ['index.html', ...modules]) collect(key, files);
  const scripts = [...files].filter((file) => file.endsWith('.js'));
  const brotli = scripts.reduce((sum, file) => sum + size(`${file}.br`), 0);
  const gzip = scripts.reduce((sum, file) => sum + size(`${file}.gz`), 0);
  sizes[tree] = { brotli, gzip };
}
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ budget: BUDGET, trees: sizes }));
} else {
  for (const [tree, { brotli, gzip }] of Object.entries(sizes)) {
    console.log(`${tree.padEnd(8)}${kilobytes(brotli)} brotli ${kilobytes(gzip)} gzip`);
  }
}
if (Object.values(sizes).some(({ brotli }) => brotli > BUDGET)) {
  console.error(`First-load script is above ${kilobytes(BUDGET).trim()} brotli.`);
  process.exit(1);
}
