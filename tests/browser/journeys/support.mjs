/**
 * What the journeys share: a browser, pages that note every console error, mail, and steps with a name.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const frontend = process.cwd();
const { launchBrowser } = await import(
  pathToFileURL(join(frontend, 'src', 'testing', 'launch-browser.mjs')).href
);
const require = createRequire(join(frontend, 'package.json'));

export const job = JSON.parse(process.argv[2] ?? '{}');
export const VIEWPORTS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
};
const TIMEOUT = 15_000;
/** Whether the journey's own pages are as narrow as a phone. */
export const phone = job.viewport === 'phone';

/** Runs a journey: prints each step, keeps a screenshot of what went wrong, exits with 1 then. */
export async function journey(run) {
  mkdirSync(job.artifacts, { recursive: true });
  const browser = await launchBrowser();
  const pages = [];
  const complaints = [];
  const open = async (name, viewport = job.viewport, options = {}) => {
    const context = await browser.newContext({
      viewport: VIEWPORTS[viewport],
      baseURL: job.base_url,
      hasTouch: viewport === 'phone',
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      colorScheme: job.theme ?? 'dark',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected(message))
        complaints.push(`${name}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
    pages.push([name, page]);
    return page;
  };
  let at = 'start';
  const step = async (title, action) => {
    at = title;
    console.log(`- ${title}`);
    return action();
  };
  try {
    await run({ open, step, browser });
    if (complaints.length > 0) throw new Error(`the console complained:\n${complaints.join('\n')}`);
    console.log('done');
  } catch (error) {
    for (const [name, page] of pages) {
      await page.screenshot({ path: join(job.artifacts, `${name}.png`) }).catch(() => undefined);
      console.error(`${name} was at ${page.url()}`);
    }
    console.error(`failed at: ${at}\n${error.stack}\n${complaints.join('\n')}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

/** The browser reports an HTTP answer such as 401, 403 or 404 as an error; those that a page
 * handles are no complaint, nor is the network that a journey takes away. */
function expected(message) {
  return /status of 4(0[1349]|10|22)|ERR_(INTERNET_DISCONNECTED|FAILED)/.test(message.text());
}

/** Waits until the check holds; what it waits for is named in the error. */
export async function until(what, check) {
  const end = Date.now() + TIMEOUT;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** To a place of the staff's app, by the rail or the bottom bar. */
export const go = (page, place) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();

/** Keeps a picture of a moment that people look at. */
export const shot = (page, name) => page.screenshot({ path: join(job.artifacts, `${name}.png`) });

/** The newest mail to an address, waited for. */
export async function mailTo(address, subject) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${job.mailbox_url}/api/messages?to=${encodeURIComponent(address)}`);
    const { items } = await answer.json();
    const found = items.find((item) => item.subject.includes(subject));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail "${subject}" to ${address}`);
}

/** The path and query of the first link of a mail that leads to Stoke. */
export function linkOf(mail) {
  const link = mail.links.find((href) => /\/(verify|reset|invite)/.test(href));
  const url = new URL(link);
  return url.pathname + url.search;
}

/** Waits until nothing on the page is loading or moving. */
export async function settled(page) {
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"]') === null &&
      document.fonts.status === 'loaded' &&
      document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
}

/** Violations of WCAG 2.1 AA on the page, in words; of all its rules, or of some. */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const result = await page.evaluate(
    (only) => globalThis.axe.run(document, { runOnly: only }),
    rules ?? tags,
  );
  return result.violations.map(
    (item) =>
      `${item.id}: ${item.help} (${item.nodes
        .map((node) => node.target.join(' '))
        .slice(0, 4)
        .join(' | ')})`,
  );
}

/** Whether the page scrolls sideways, which no page may. */
export const overflows = (page) =>
  page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
  );
