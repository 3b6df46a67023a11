/**
 * The README's picture: the trainer's home with a client's workout beside it. Needs a running `make up`; from frontend/:
 * `node ../tests/browser/journeys/picture.mjs '{"base_url":"http://localhost:8000","artifacts":"../docs/images"}'`
 */
import { join } from 'node:path';
import { logIn } from './main/account.mjs';
import { job, journey, settled } from './support.mjs';

const PASSWORD = 'train-hard-rest-well';

const layout = (home, workout) => `
  <body style="margin:0;width:1600px;height:1000px;position:relative;background:#0b0a09">
    <img src="${home}" style="position:absolute;left:40px;top:40px;width:1376px;border-radius:14px;box-shadow:0 0 0 1px #332e29">
    <img src="${workout}" style="position:absolute;right:40px;bottom:36px;width:352px;border-radius:34px;box-shadow:0 0 0 7px #25211d,0 0 0 8px #4a433c,0 24px 60px #000">
  </body>`;

await journey(async ({ open, step }) => {
  const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
  const enter = async (email, viewport, landing) => {
    const page = await open(email, viewport);
    await page.goto('/login');
    await logIn(page, email, PASSWORD, landing);
    await settled(page);
    return page;
  };
  const workout = await step("a client's workout on a phone", async () => {
    const page = await enter('mia@example.com', 'phone', '/me');
    await page
      .getByRole('link', { name: /^(Start|Resume) workout$/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Confirm set/ })
      .first()
      .click();
    await page.getByRole('timer', { name: 'Rest' }).waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
    await settled(page);
    return page.screenshot();
  });
  const home = await step("the trainer's home", async () => {
    const page = await enter('nora@northbarbell.example', 'desktop', '/app');
    await page.getByText('Live', { exact: true }).waitFor();
    await settled(page);
    return page.screenshot();
  });
  await step('put together', async () => {
    const page = await open('picture', 'desktop');
    await page.setViewportSize({ width: 1600, height: 1000 });
    await page.setContent(layout(url(home), url(workout)));
    await page.screenshot({ path: join(job.artifacts, 'stoke.png') });
  });
});
