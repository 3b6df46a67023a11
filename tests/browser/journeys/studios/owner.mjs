/** A confirmed owner of a new studio, logged in. */
import { logIn, PASSWORD } from '../main/account.mjs';
import { linkOf, mailTo } from '../support.mjs';

export async function newOwner(page, step, { name, email, studio }) {
  await step('register, confirm and log in', async () => {
    await page.goto('/register');
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Studio').fill(studio);
    await page.getByRole('button', { name: 'Create studio' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(linkOf(await mailTo(email, 'onfirm')));
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    await page.getByRole('link', { name: 'Log in' }).click();
    await logIn(page, email, PASSWORD);
  });
}
