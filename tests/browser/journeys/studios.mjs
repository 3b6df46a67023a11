/** A studio opens to strangers, is one of two, changes hands, and is closed and kept. */

import { PASSWORD } from './main/account.mjs';
import { newOwner } from './studios/owner.mjs';
import { journey, linkOf, mailTo, overflows, settled, shot, violations } from './support.mjs';

await journey(async ({ open, step }) => {
  const stamp = Date.now().toString(36);
  const email = `owner-${stamp}@example.com`;
  const page = await open('owner');
  const calm = async (who, what) => {
    await settled(who);
    const found = await violations(who);
    if (found.length > 0 || (await overflows(who))) throw new Error(`${what}: ${found.join('\n')}`);
  };

  await newOwner(page, step, { name: 'Nora Berg', email, studio: `Berg ${stamp}` });

  const link = await step(
    'give the studio a logo and a colour, and open its public page',
    async () => {
      await page.goto('/app/settings/studio');
      await page.getByLabel('Logo', { exact: true }).setInputFiles({
        name: 'logo.png',
        mimeType: 'image/png',
        buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 96, height: 96 } }),
      });
      await page.getByText('Logo saved').waitFor();
      await page.getByLabel('Colour', { exact: true }).fill('#0f766e');
      await page.getByRole('button', { name: 'Save looks' }).click();
      await page.getByRole('switch', { name: /by themselves/ }).click();
      await page.getByLabel('Welcome text').fill('Barbells, twice a week.');
      await page.getByRole('button', { name: 'Save text' }).click();
      await page.getByText('Saved').first().waitFor();
      await calm(page, 'studio settings');
      await shot(page, 'studio');
      return page.getByRole('link', { name: /\/join$/ }).getAttribute('href');
    },
  );

  const mia = await open('mia', 'phone');
  await step('a stranger asks to join, and confirms by mail', async () => {
    await mia.goto(new URL(link).pathname);
    await mia.getByText('Barbells, twice a week.').waitFor();
    await calm(mia, 'join page');
    await shot(mia, 'join');
    await mia.getByLabel('Your name').fill('Mia Sand');
    await mia.getByLabel('E-mail').fill(`mia-${stamp}@example.com`);
    await mia.getByRole('button', { name: /^Join/ }).click();
    await mia.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await mia.goto(linkOf(await mailTo(`mia-${stamp}@example.com`, 'Confirm')));
    await mia.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await mia.getByRole('button', { name: /^Join/ }).click();
    await mia.waitForURL('**/me');
  });
  await step('the owner finds the new client', async () => {
    await page.goto('/app/clients');
    await page.getByText('Mia Sand').first().waitFor();
  });

  await step('found another studio, and come back by the menu', async () => {
    await page.goto('/app/settings/studios');
    await page.getByRole('textbox', { name: 'Name' }).fill(`South ${stamp}`);
    await page.getByRole('button', { name: 'Found studio' }).click();
    await page.getByRole('region', { name: 'First steps' }).waitFor();
    await page.goto('/app/settings/studios');
    await page.getByRole('button', { name: `Switch to Berg ${stamp}` }).waitFor();
    await calm(page, 'studios');
    await shot(page, 'studios');
    await page.getByRole('button', { name: /^Account of / }).click();
    await page.getByRole('menuitem', { name: `Berg ${stamp}` }).click();
    await page.waitForURL('**/app');
    await page.goto('/app/clients');
    await page.getByText('Mia Sand').first().waitFor();
  });

  await step('suspend it: its client reads why, without loading anything anew', async () => {
    await page.goto('/app/settings/studio');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('heading', { name: `Berg ${stamp} is suspended` }).waitFor();
    // Her page is told as soon as she may do less.
    await mia.getByRole('heading', { name: `Berg ${stamp} is suspended` }).waitFor();
    await calm(mia, 'suspended');
    await shot(mia, 'suspended');
    await page.getByRole('button', { name: 'Open the studio again' }).click();
    await page.getByRole('heading', { name: 'Studio', level: 1 }).waitFor();
    await mia.getByRole('button', { name: 'Look again' }).click();
    await mia.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  await step('delete it, and keep it after all', async () => {
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByLabel(/^Type/).fill(`Berg ${stamp}`);
    await calm(page, 'delete dialog');
    await page.getByRole('button', { name: 'Delete the studio' }).click();
    await page.getByRole('heading', { name: `Berg ${stamp} is being deleted` }).waitFor();
    await mailTo(email, 'will be deleted');
    await shot(page, 'closing');
    await page.getByRole('button', { name: 'Keep the studio' }).click();
    await page.getByRole('heading', { name: 'Studio', level: 1 }).waitFor();
  });

  await step('the client leaves', async () => {
    await mia.goto('/me/account/studios');
    await mia.getByRole('button', { name: /^Leave/ }).click();
    await mia.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await mia.waitForURL('**/login**');
  });
});
