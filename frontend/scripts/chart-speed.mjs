// How long two years of daily points take to be drawn on a CPU four times slower, from the click that asks for the chart
// (in /kit) to the frame that shows it. Argument: the site's address. Prints JSON: { points, slowed, ms, runs }, where
// `ms` is the middle of `runs`, each on a page of its own, so that nothing is warm.
import { launchBrowser } from '../src/testing/launch-browser.mjs';

const SLOWED = 4;
const RUNS = 5;
const POINTS = 730;

const address = process.argv[2];
if (!address) throw new Error('Usage: node scripts/chart-speed.mjs http://localhost:8000');

/** In the page: clicks, and waits for the line and for the frame after the one that paints it. */
function drawn(button) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const look = () => {
      const path = document.querySelector('svg[aria-label="Body weight"] path');
      if (!path) return requestAnimationFrame(look);
      // This frame may be the one that paints it; a task after the next frame's start is past that.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          resolve({
            ms: performance.now() - begun,
            points: path.getAttribute('d').split(/[ML]/).length - 1,
          });
        port2.postMessage(null);
      });
    };
    button.click();
    requestAnimationFrame(look);
  });
}

async function once(browser) {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  try {
    await page.goto(`${address}/kit`);
    await page.getByRole('tab', { name: 'Data' }).click();
    const button = await page.getByRole('button', { name: 'Draw', exact: true }).elementHandle();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    const { ms, points } = await button.evaluate(drawn);
    if (points !== POINTS) throw new Error(`The line has ${points} points instead of ${POINTS}`);
    return Math.round(ms);
  } finally {
    await page.close();
  }
}

const browser = await launchBrowser();
try {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await once(browser));
  const ms = runs.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
  console.log(JSON.stringify({ points: POINTS, slowed: SLOWED, ms, runs }));
} finally {
  await browser.close();
}
