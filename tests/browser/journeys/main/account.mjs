/** A trainer's account: register, confirm by mail, log in and out, set a new password. */
import { linkOf, mailTo } from '../support.mjs';

export const PASSWORD = 'carry-the-kettlebell-home';
export const NEW_PASSWORD = 'carry-two-kettlebells-home';

export async function logIn(page, email, password, landing = '/app') {
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.waitForURL(`**${landing}`);
}

export async function logOut(page) {
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.waitForURL('**/login**');
}

/** Ends logged in, on the first steps of an empty studio. */
export async function makeAccount(page, step, { name, email, studio }) {
  await step('register, and be sent to the mail', async () => {
    await page.goto('/register');
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Studio').fill(studio);
    await page.getByRole('button', { name: 'Create studio' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  });
  await step('confirm the address from the mail', async () => {
    await page.goto(linkOf(await mailTo(email, 'onfirm')));
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    await page.getByRole('link', { name: 'Log in' }).click();
  });
  await step('log in to an empty studio, and out again', async () => {
    await logIn(page, email, PASSWORD);
    await page.getByRole('region', { name: 'First steps' }).waitFor();
    await logOut(page);
  });
  await step('set a new password for a forgotten one', async () => {
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await page.getByRole('heading', { name: 'Forgotten password' }).waitFor();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(linkOf(await mailTo(email, 'assword')));
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your new password is set').waitFor();
    await logIn(page, email, NEW_PASSWORD);
  });
}
