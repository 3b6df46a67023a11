/** Google and Facebook as a person meets them, against the local stand-in for both. */

import { logIn, logOut, PASSWORD } from './main/account.mjs';
import { job, journey, linkOf, mailTo, settled, shot, violations } from './support.mjs';

const mark = `${job.viewport}.${Date.now().toString(36)}`;
const email = `robin.${mark}@example.com`;
const known = `known.${mark}@example.com`;

/** Chooses an account on the provider's own page. */
async function choose(page, address, { confirmed = true, deny = false } = {}) {
  await page.getByRole('heading', { name: 'Who do you want to be?' }).waitFor();
  await page.getByLabel('E-mail').fill(address);
  const box = page.getByRole('checkbox', { name: 'The address is confirmed' });
  if (!confirmed) await box.uncheck();
  await page.getByRole('button', { name: deny ? 'Cancel' : 'Continue' }).click();
}

async function begin(page, provider) {
  await page.goto('/login');
  await page.getByRole('button', { name: `Continue with ${provider}` }).click();
}

async function accessible(page, where) {
  await settled(page);
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${where}: ${found.join('; ')}`);
}

await journey(async ({ open, step }) => {
  const page = await open('owner');
  await step('the log-in stands still while it is looked up which ways in there are', async () => {
    const slow = await open('slow');
    await slow.route('**/api/auth/providers', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await slow.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await slow.goto('/login');
    await slow.getByRole('button', { name: 'Continue with Google' }).waitFor();
    await settled(slow);
    const shifted = await slow.evaluate(() => globalThis.shifted);
    if (shifted > 0.01) throw new Error(`the log-in moved: layout shift ${shifted}`);
  });
  await step('sign up with Google: no password, no mail to confirm', async () => {
    await page.goto('/register');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await accessible(page, 'the local provider');
    await shot(page, 'provider');
    await choose(page, email);
    await page.getByRole('heading', { name: 'Create your studio' }).waitFor();
    await page.getByText(`${email} is confirmed by Google`).waitFor();
    await accessible(page, 'sign-up');
    await shot(page, 'sign-up');
    await page.getByLabel('Studio').fill('Iron Works');
    await page.getByRole('button', { name: 'Create studio' }).click();
    await page.waitForURL('**/app');
  });
  await step('log in with Google, and land where one wanted to go', async () => {
    await logOut(page);
    await page.goto('/app/settings/security');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await choose(page, email);
    await page.waitForURL('**/app/settings/security');
  });
  await step('the only way in cannot be disconnected; with a second one it can', async () => {
    const card = page.getByRole('region', { name: 'Connected accounts' });
    await card.getByText('This is your only way in.').waitFor();
    if (await card.getByRole('button', { name: 'Disconnect' }).isEnabled())
      throw new Error('the last way in can be disconnected');
    await card.getByRole('button', { name: 'Connect', exact: true }).click();
    await choose(page, `facebook.${email}`);
    await page.waitForURL('**/app/settings/security');
    await card.getByText(`facebook.${email}`).waitFor();
    await accessible(page, 'connected accounts');
    await shot(page, 'connected');
    await card.getByRole('button', { name: 'Disconnect' }).first().click();
    await page.getByRole('button', { name: 'Disconnect' }).last().click();
    await card.getByText('This is your only way in.').waitFor();
    await mailTo(email, 'account was connected');
    await logOut(page);
  });
  await step('an account of the address is connected by its password, once', async () => {
    await page.goto('/register');
    await page.getByLabel('Your name').fill('Kim Known');
    await page.getByLabel('E-mail').fill(known);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Studio').fill('Known Studio');
    await page.getByRole('button', { name: 'Create studio' }).click();
    await page.goto(linkOf(await mailTo(known, 'onfirm')));
    await page.getByRole('link', { name: 'Log in' }).waitFor();
    await begin(page, 'Google');
    await choose(page, known);
    await page.getByRole('heading', { name: 'Connect Google' }).waitFor();
    await accessible(page, 'connect');
    await shot(page, 'connect');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Connect and log in' }).click();
    await page.getByText('Wrong e-mail address or password').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Connect and log in' }).click();
    await page.waitForURL('**/app');
    await logOut(page);
    await begin(page, 'Google');
    await choose(page, known);
    await page.waitForURL('**/app');
    await logOut(page);
  });
  await step('an address that is not confirmed there opens nothing here', async () => {
    await begin(page, 'Google');
    await choose(page, known, { confirmed: false });
    await page.waitForURL('**/app');
    await logOut(page);
    await begin(page, 'Facebook');
    await choose(page, known);
    await page.getByText('is not confirmed there').waitFor();
    await accessible(page, 'refused');
    await shot(page, 'refused');
  });
  await step(
    'a change of mind leads back to the log-in, where the password still works',
    async () => {
      await begin(page, 'Google');
      await choose(page, known, { deny: true });
      await page.getByRole('link', { name: 'Back to log in' }).click();
      await logIn(page, known, PASSWORD);
    },
  );
});
