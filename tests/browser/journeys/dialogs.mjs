/** What opens over the pages of account, team, keys, privacy and studio, in both themes. Leaves the studio as it was. */

import { virtualAuthenticator } from './factors/authenticators.mjs';
import { logIn } from './main/account.mjs';
import { journey } from './support.mjs';
import { CLIENT, OWNER, PASSWORD, walk } from './walk.mjs';

const TRAINER = 'jonas@northbarbell.example';

await journey(async ({ open, step }) => {
  const { look, end } = walk();
  const as = async (email, landing) => {
    const page = await open(email.split('@')[0]);
    await virtualAuthenticator(page);
    await page.goto('/login');
    await logIn(page, email, PASSWORD, landing);
    return page;
  };
  const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
  const inDialog = (page, name) => page.getByRole('dialog').getByRole('button', { name }).click();
  const choose = async (page, menu, item) => {
    await press(page, menu);
    await page.getByRole('menuitem', { name: item }).click();
  };
  const asked = async (page, name) => {
    await page.getByRole('dialog').waitFor();
    await look(page, name);
  };
  /** Looked at, and left with Escape: nothing happens. */
  const left = async (page, name) => {
    await asked(page, name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const seen = (page, name, path, way) =>
    step(name, async () => {
      await page.goto(path);
      await way();
      await left(page, name);
    });

  const owner = await as(OWNER, '/app');
  const security = '/app/settings/security';
  await seen(owner, 'add a passkey', security, () => press(owner, 'Add a passkey'));
  await seen(owner, 'add an authenticator app', security, () => press(owner, 'Add an app'));
  const team = '/app/settings/team';
  await seen(owner, 'invite somebody', team, () => press(owner, 'Invite'));
  for (const [name, item] of [
    ['another role', 'Change the role…'],
    ['another name', 'Change the name…'],
    ['give the clients', 'Give their clients to…'],
    ['remove a member', 'Remove…'],
  ]) {
    await seen(owner, name, team, () => choose(owner, 'More for Jonas Lind', item));
  }
  const studio = '/app/settings/studio';
  await seen(owner, 'suspend the studio', studio, () => press(owner, 'Suspend'));
  await seen(owner, 'delete the studio', studio, () => press(owner, 'Delete'));
  await seen(owner, 'leave the studio', '/app/settings/studios', () =>
    press(owner, 'Leave North Barbell'),
  );

  await step('an API key is made, shown once, rotated and revoked', async () => {
    await owner.goto('/app/settings/api-keys');
    await press(owner, 'New key');
    await owner.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Booking site');
    await owner.getByRole('dialog').getByRole('checkbox').first().check();
    await inDialog(owner, 'Make key');
    await owner.getByRole('textbox', { name: 'API key' }).waitFor();
    await look(owner, 'a new key, shown once');
    await inDialog(owner, 'I have kept it');
    await look(owner, 'a list of keys');
    await choose(owner, 'Actions for Booking site', /^Rotate/);
    await left(owner, 'rotate a key');
    await choose(owner, 'Actions for Booking site', /^Rename/);
    await left(owner, 'rename a key');
    await choose(owner, 'Actions for Booking site', /^Revoke/);
    await asked(owner, 'revoke a key');
    await inDialog(owner, 'Revoke');
    await owner.getByText('is revoked.').waitFor();
  });

  await step('the audit log is exported', async () => {
    await owner.goto('/app/settings/audit');
    await press(owner, 'Export');
    await owner.getByRole('menuitem', { name: /CSV/ }).waitFor();
    await look(owner, 'export the audit log', { menu: true });
    const download = owner.waitForEvent('download');
    await owner.getByRole('menuitem', { name: /CSV/ }).click();
    if (!(await download).suggestedFilename().endsWith('.csv')) throw new Error('no table came');
  });

  await step('quiet hours are chosen, and taken back', async () => {
    await owner.goto('/app/settings/preferences');
    await owner.getByRole('switch', { name: 'Quiet hours' }).click();
    await owner.getByLabel('From').scrollIntoViewIfNeeded();
    await look(owner, 'quiet hours');
    await owner.getByRole('switch', { name: 'Quiet hours' }).click();
    await owner.getByLabel('From').waitFor({ state: 'detached' });
  });

  await step('a rule of keeping is tried before it is saved', async () => {
    await owner.goto('/app/settings/privacy');
    await owner
      .getByRole('button', { name: /^Change: / })
      .first()
      .click();
    await owner.getByText(/^Dry run: \d/).waitFor();
    await owner.getByText(/^Dry run: /).scrollIntoViewIfNeeded();
    await look(owner, 'change how long data are kept');
  });

  await step('the studio is offered to a trainer, who may accept', async () => {
    await owner.goto(studio);
    await owner.getByLabel('Hand the studio over to').selectOption({ label: 'Jonas Lind' });
    await press(owner, 'Offer the studio');
    await asked(owner, 'hand the studio over');
    await inDialog(owner, 'Offer');
    await owner.getByText(/is offered to Jonas Lind/).waitFor();
    await look(owner, 'the studio is offered');
    const trainer = await as(TRAINER, '/app');
    await trainer.goto(studio);
    await trainer.getByText(/offers you to own/).waitFor();
    await look(trainer, 'offered the studio');
    await press(trainer, 'Accept');
    await left(trainer, 'accept the studio');
    await press(trainer, 'Decline');
    await trainer.getByText('Declined').waitFor();
  });

  const client = await as(CLIENT, '/me');
  const account = '/me/account';
  await seen(client, 'a client erases', `${account}/privacy`, () =>
    client.getByRole('region', { name: 'Erase' }).getByRole('button').first().click(),
  );
  await seen(client, 'a client leaves', `${account}/studios`, () =>
    press(client, 'Leave North Barbell'),
  );
  await seen(client, 'a client adds a passkey', `${account}/security`, () =>
    press(client, 'Add a passkey'),
  );
  end();
});
