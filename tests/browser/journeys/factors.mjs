/** Second factors as a person meets them: passkeys, an authenticator app, recovery codes, and a proof on the way. */

import { codeOf, virtualAuthenticator } from './factors/authenticators.mjs';
import { logIn, logOut, PASSWORD } from './main/account.mjs';
import { journey, linkOf, mailTo, settled, shot, until, violations } from './support.mjs';

const email = `tara.${Date.now().toString(36)}@example.com`;

async function newStudio(page) {
  await page.goto('/register');
  await page.getByLabel('Your name').fill('Tara Weiss');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Studio').fill('Locked Studio');
  await page.getByRole('button', { name: 'Create studio' }).click();
  await page.goto(linkOf(await mailTo(email, 'onfirm')));
  await page.getByRole('link', { name: 'Log in' }).click();
  await logIn(page, email, PASSWORD);
}

const card = (page) => page.getByRole('region', { name: 'Second factor' });
const toSecurity = async (page) => {
  await page.goto('/app/settings/security');
  await card(page).getByText('Authenticator app').waitFor();
};

/** The ten codes, when they were kept. */
async function keptCodes(page) {
  const dialog = page.getByRole('dialog', { name: 'Keep your recovery codes' });
  await dialog.waitFor();
  const codes = await dialog.getByRole('listitem').allTextContents();
  await accessible(page, 'recovery codes');
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  if (codes.length !== 10) throw new Error(`${codes.length} recovery codes`);
  return codes;
}

async function accessible(page, where) {
  // Under the question for a proof, what was begun goes on waiting.
  if (where !== 'proof') await settled(page);
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${where}: ${found.join('; ')}`);
}

/** The first step of logging in; ends where more is asked. */
async function password(page) {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByRole('heading', { name: 'One thing more' }).waitFor();
}

async function recover(page, code) {
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Go on' }).click();
}

await journey(async ({ open, step }) => {
  const page = await open('owner');
  const device = await virtualAuthenticator(page);
  let codes = [];
  let secret = '';
  await step('a new studio has no second factor', async () => {
    await newStudio(page);
    await toSecurity(page);
    await card(page).getByText('Off', { exact: true }).waitFor();
    await accessible(page, 'security');
  });
  await step('add a passkey, and keep the recovery codes that come with it', async () => {
    await card(page).getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('This laptop');
    await page.getByRole('button', { name: 'Go on' }).click();
    codes = await keptCodes(page);
    await card(page).getByText('This laptop').waitFor();
    await card(page).getByText('10 of 10 left').waitFor();
    await shot(page, 'security');
    await mailTo(email, 'protection of your account');
  });
  await step('the device makes one passkey for the account, not two', async () => {
    await card(page).getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Again');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('holds a passkey of your account already').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
  });
  await step('rename it', async () => {
    await card(page).getByRole('button', { name: 'Rename This laptop' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Old laptop');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await card(page).getByText('Old laptop').waitFor();
  });
  await step('log in with the passkey alone', async () => {
    await logOut(page);
    await accessible(page, 'login');
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.waitForURL('**/app**');
  });
  await step('a device that does not recognise its holder opens nothing', async () => {
    await logOut(page);
    await device.recognise(false);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.getByText('Nothing was chosen').waitFor();
    await device.recognise(true);
  });
  await step('the password asks for the passkey beside it', async () => {
    await password(page);
    await accessible(page, 'second step');
    await shot(page, 'second-step');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL('**/app');
  });
  await step('add an authenticator app by the key below its QR code', async () => {
    await toSecurity(page);
    await card(page).getByRole('button', { name: 'Add an app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an authenticator app' });
    await until('the QR code is drawn', () =>
      dialog.getByRole('img').evaluate((image) => image.naturalWidth > 100),
    );
    secret = (await dialog.locator('code').textContent()).replaceAll(' ', '');
    await accessible(page, 'authenticator app');
    await shot(page, 'authenticator-app');
    await dialog.getByLabel('Code').fill('000000');
    await dialog.getByRole('button', { name: 'Add the app' }).click();
    await dialog.getByText('This code is not right').waitFor();
    // Of the step before: the one of now is for logging in below.
    await dialog.getByLabel('Code').fill(codeOf(secret, -1));
    await dialog.getByRole('button', { name: 'Add the app' }).click();
    await dialog.waitFor({ state: 'detached' });
    await card(page).getByRole('button', { name: 'Remove the authenticator app' }).waitFor();
  });
  await step('log in with a code, which works once', async () => {
    await logOut(page);
    await password(page);
    await page.getByRole('button', { name: 'Use a code from your app' }).click();
    const code = codeOf(secret, 1);
    await page.getByLabel('Code', { exact: true }).fill(code);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/app');
    await logOut(page);
    await password(page);
    await page.getByRole('button', { name: 'Use a code from your app' }).click();
    await page.getByLabel('Code', { exact: true }).fill(code);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('This code is not right').waitFor();
  });
  await step('log in with a recovery code, which works once', async () => {
    await recover(page, codes[0].toUpperCase());
    await page.waitForURL('**/app');
    await logOut(page);
    await password(page);
    await recover(page, codes[0]);
    await page.getByText('This recovery code does not work').waitFor();
    await page.getByLabel('Recovery code').fill(codes[1]);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/app');
  });
  await step('what asks for a proof gets it, and goes on by itself', async () => {
    await toSecurity(page);
    await card(page).getByText('8 of 10 left').waitFor();
    // What a sign-in of ten minutes ago would be answered; the proof and the second try are real.
    await page.route(
      '**/api/auth/factors/totp',
      (route) =>
        route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'urn:stoke:problem:proof_required',
            title: 'Prove that it is you to go on',
            status: 403,
            code: 'proof_required',
          }),
        }),
      { times: 1 },
    );
    await card(page).getByRole('button', { name: 'Remove the authenticator app' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await accessible(page, 'proof');
    await shot(page, 'proof');
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await card(page).getByRole('button', { name: 'Add an app' }).waitFor();
  });
  await step(
    'ask everybody who works here for a second factor, and remove the last one',
    async () => {
      await page.goto('/app/settings/studio');
      const rule = page.getByRole('switch', { name: /uses a second factor/ });
      await rule.click();
      await until('the rule is on', () => rule.isChecked());
      await page.getByText('Saved').waitFor();
      await toSecurity(page);
      await card(page).getByRole('button', { name: 'Remove Old laptop' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('heading', { name: 'Protect your account first' }).waitFor();
      await card(page).getByText('Off', { exact: true }).waitFor();
      await accessible(page, 'second factor wanted');
      await shot(page, 'second-factor-wanted');
    },
  );
  await step('the password opens only the way to a new one, and then everything', async () => {
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/login**');
    await page.goto('/login');
    await logIn(page, email, PASSWORD);
    await page.getByRole('heading', { name: 'Protect your account first' }).waitFor();
    await card(page).getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('New laptop');
    await page.getByRole('button', { name: 'Go on' }).click();
    await keptCodes(page);
    await page.getByRole('region', { name: 'First steps' }).waitFor();
  });
});
