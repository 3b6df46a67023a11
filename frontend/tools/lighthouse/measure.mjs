// Lighthouse on the pages that somebody meets first, with the Chromium that the tests use. Prints JSON:
//   [{ page, device, performance, accessibility, best_practices, seo,   (0 to 100)
//      first_paint_ms, largest_paint_ms, interactive_ms, blocked_ms, image_ms (null: no image), shift, failed }]
// Asked for by one argument, JSON: { address, email, password, runs?, only? }. The times are the middle of `runs`.
import { createServer } from 'node:net';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { launchBrowser } from '../../src/testing/launch-browser.mjs';
import { line, middle } from './figures.mjs';

const PAGES = [
  { page: 'login', path: '/login', heading: /^Welcome back$/ },
  { page: 'sign-up', path: '/register', heading: /^Create your studio$/ },
  { page: 'client today', path: '/me', heading: null },
];
const DEVICES = { mobile: undefined, desktop: desktopConfig };

const asked = JSON.parse(process.argv[2] ?? '{}');
const wanted = PAGES.filter(({ page }) => !asked.only || page === asked.only);

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Signs in within the page, so that its browser holds the cookie; gives the heading to expect then. */
async function signIn(page) {
  await page.goto(`${asked.address}/login`);
  const status = await page.evaluate(
    async (body) => {
      const answer = await fetch('/api/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return answer.status;
    },
    { email: asked.email, password: asked.password, remember: true },
  );
  if (status !== 200) throw new Error(`Signing in as ${asked.email} was answered with ${status}`);
  return /^(Good (morning|afternoon|evening)|Still up), /;
}

/** Fails unless the page that was measured is the one that was meant, and not a sign-in or an error. */
async function prove(page, path, heading) {
  const found = await page.waitForSelector('h1', { timeout: 10_000 }).catch(() => null);
  const text = (await found?.evaluate((element) => element.textContent)) ?? '';
  const at = new URL(page.url()).pathname;
  // Only a client's app has this bar, and only for somebody who is signed in.
  const signedIn =
    path !== '/me' || (await page.$('nav a[aria-current="page"][href="/me"]')) !== null;
  if (at !== path || !heading.test(text) || !signedIn) {
    throw new Error(`Measured ${at} with the heading "${text}" instead of ${path}`);
  }
}

async function measure(browser, port, { path, heading }, config) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const expected = heading ?? (await signIn(page));
    const flags = { port, logLevel: 'error', output: 'json' };
    const result = await lighthouse(`${asked.address}${path}`, flags, config, page);
    if (!result) throw new Error('Lighthouse gave no result');
    if (result.lhr.runtimeError) throw new Error(result.lhr.runtimeError.message);
    await prove(page, path, expected);
    return line(result.lhr);
  } finally {
    await context.close();
  }
}

const port = await freePort();
const launched = await launchBrowser({
  args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--no-zygote', '--disable-gpu'],
});
try {
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}` });
  const found = [];
  for (const page of wanted) {
    for (const [device, config] of Object.entries(DEVICES)) {
      const runs = [];
      for (let run = 0; run < (asked.runs ?? 1); run += 1) {
        runs.push(await measure(browser, port, page, config));
      }
      found.push({ page: page.page, device, ...middle(runs) });
    }
  }
  await browser.disconnect();
  process.stdout.write(`${JSON.stringify(found)}\n`);
} finally {
  await launched.close();
}
