/** Bad input and bad days, as people see them: what happened, what to do, and nothing typed is lost. */

import { keyboardOnly } from './bad/keyboard.mjs';
import { twoTabs } from './bad/two_tabs.mjs';
import { logIn, logOut } from './main/account.mjs';
import { job, journey, linkOf, mailTo, shot, until } from './support.mjs';

const DEMO = 'train-hard-rest-well';
const PASSWORD = 'rows-and-rows-of-rowing';
const OWNER = 'nora@northbarbell.example';
const run = Date.now().toString(36);
const email = `pia.${run}@example.com`;
const client = `old.${run}@example.com`;

async function newStudio(page) {
  await page.goto('/register');
  await page.getByLabel('Your name').fill('Pia Lorenz');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Studio').fill('Quiet Studio');
  await page.getByRole('button', { name: 'Create studio' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.goto(linkOf(await mailTo(email, 'onfirm')));
  await page.getByRole('link', { name: 'Log in' }).click();
  await logIn(page, email, PASSWORD);
}

await journey(async ({ open, step }) => {
  const page = await open('newcomer');
  await step('a wrong password: one sentence, and what was typed stays', async () => {
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(OWNER);
    await page.getByLabel('Password', { exact: true }).fill('not-the-password');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('alert').waitFor();
    const kept = await page.getByLabel('Password', { exact: true }).inputValue();
    if (kept !== 'not-the-password') throw new Error('the password was cleared');
    await shot(page, 'wrong-password');
  });
  await step('links that were used or never existed lead on', async () => {
    await page.goto('/invite/used-long-ago');
    await page.getByRole('heading', { name: 'This invitation does not work' }).waitFor();
    await page.goto('/verify?token=used-long-ago');
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await page.goto('/reset?token=used-long-ago');
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Send a new one' }).waitFor();
  });
  await step('a fresh studio leads on from each empty page', async () => {
    await newStudio(page);
    await page.getByRole('region', { name: 'First steps' }).waitFor();
    await page.goto('/app/clients');
    await page.getByText('No clients yet').waitFor();
    await page.goto('/app/training/templates');
    await page.getByText('Your first program').waitFor();
    await page.goto('/app/training/exercises?mine=true');
    await page.getByRole('button', { name: 'Add your own' }).last().waitFor();
    await shot(page, 'empty');
  });
  await step('what the server refuses stands on its field', async () => {
    await page.goto('/app/clients?add=true');
    const dialog = page.getByRole('dialog', { name: 'Add client' });
    const add = async (first, address) => {
      await dialog.getByLabel('First name').fill(first);
      await dialog.getByLabel('E-mail').first().fill(address);
      await dialog.getByRole('button', { name: 'Add client' }).click();
    };
    await add('Ada', client);
    await page.getByRole('article', { name: 'Ada' }).waitFor();
    await page.goto('/app/clients?add=true');
    await dialog.getByLabel('First name').evaluate((field) => field.removeAttribute('maxlength'));
    await add('A'.repeat(5000), client);
    await until('an error stands on the name', () => invalid(dialog.getByLabel('First name')));
    await add('Bea 🏋️ لطيفة', client);
    await until('an error stands on the address', () =>
      invalid(dialog.getByLabel('E-mail').first()),
    );
    await shot(page, 'refused');
    await add('Bea 🏋️ لطيفة', `bea.${run}@example.com`);
    await page.getByRole('article', { name: 'Bea 🏋️ لطيفة' }).waitFor();
  });
  await step("another studio's client is not here", async () => {
    await page.goto(`/app/clients/${await someClientOf(OWNER)}`);
    await page.getByText('This client is not here').waitFor();
    await page.getByRole('link', { name: 'All clients' }).click();
    await page.getByRole('row').filter({ hasText: 'Ada' }).waitFor();
  });
  await twoTabs(page, step);
  await keyboardOnly(page, step);
  await step(
    'the API is cut off: every page says so, and comes back by itself or on request',
    async () => {
      for (const [path, shown] of [
        ['/app', 'Ada'],
        ['/app/clients', 'Ada'],
        ['/app/training/templates', 'Two tabs'],
      ]) {
        // Only the page's own data: who is logged in was known a moment ago.
        const cut = (route) =>
          route.request().url().includes('/auth/') ? route.continue() : route.abort();
        await page.route('**/api/**', cut);
        await page.goto(path);
        await page.getByText('No connection').first().waitFor();
        await shot(page, `cut-${path.split('/').at(-1)}`);
        await page.unroute('**/api/**', cut);
        await page.getByRole('button', { name: 'Try again' }).first().click();
        await page.getByText(shown).first().waitFor();
      }
    },
  );
  await step('logging out in one tab ends the other', async () => {
    const other = await page.context().newPage();
    await other.goto('/app/clients');
    await other.getByRole('row').filter({ hasText: 'Ada' }).waitFor();
    await page.goto('/app');
    await logOut(page);
    await other.waitForURL('**/login**');
    await other.close();
  });
  await step("today without the API, on a client's phone", async () => {
    const mia = await open('mia', 'phone');
    await mia.goto('/login');
    await logIn(mia, 'mia@example.com', DEMO, '/me');
    const cut = (route) => route.abort();
    await mia.route('**/api/today*', cut);
    await mia.reload();
    await mia.getByText('No connection').first().waitFor();
    await mia.unroute('**/api/today*', cut);
    await mia.getByRole('button', { name: 'Try again' }).click();
    await mia
      .getByText(/this week/)
      .first()
      .waitFor();
  });
});

async function invalid(field) {
  return (await field.getAttribute('aria-invalid')) === 'true';
}

async function someClientOf(owner) {
  const post = (path, body, headers) =>
    fetch(`${job.base_url}/api${path}`, { method: 'POST', body: JSON.stringify(body), headers });
  const answer = await post(
    '/auth/login',
    { email: owner, password: DEMO },
    { 'Content-Type': 'application/json' },
  );
  const { access_token: token } = await answer.json();
  const found = await fetch(`${job.base_url}/api/clients?limit=1`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return (await found.json()).items[0].id;
}
