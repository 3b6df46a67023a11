/** A studio's team: a role of its own, somebody invited to it, seen as it, changed under an open page, and removed. */

import { logIn, PASSWORD } from './main/account.mjs';
import {
  journey,
  linkOf,
  mailTo,
  overflows,
  settled,
  shot,
  until,
  violations,
} from './support.mjs';

const tail = Date.now().toString(36);
const owner = `team.owner.${tail}@example.com`;
const frida = `team.frida.${tail}@example.com`;

async function checked(page, where) {
  await settled(page);
  await shot(page, where);
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${where}: ${found.join('; ')}`);
  if (await overflows(page)) throw new Error(`${where}: scrolls sideways`);
}

async function newStudio(page) {
  await page.goto('/register');
  await page.getByLabel('Your name').fill('Tom Aker');
  await page.getByLabel('E-mail').fill(owner);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Studio').fill('Team Studio');
  await page.getByRole('button', { name: 'Create studio' }).click();
  await page.goto(linkOf(await mailTo(owner, 'onfirm')));
  await page.getByRole('link', { name: 'Log in' }).click();
  await logIn(page, owner, PASSWORD);
}

const menuOf = (page, name) => page.getByRole('button', { name: `More for ${name}` });

async function giveRole(page, name, role) {
  await menuOf(page, name).click();
  await page.getByRole('menuitem', { name: 'Change the role…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: role, exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}

await journey(async ({ open, step }) => {
  const page = await open('owner');
  const member = await open('member');
  let first = '';
  await step('a new studio has its owner alone', async () => {
    await newStudio(page);
    await page.goto('/app/settings/team');
    await page.getByText('(you)').waitFor();
    await checked(page, 'team');
  });
  await step('the last owner cannot step down, and is told why', async () => {
    await menuOf(page, 'Tom Aker').click();
    await page.getByRole('menuitem', { name: 'Change the role…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Trainer', exact: true }).click();
    await checked(page, 'role-dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').getByText('at least one owner').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
  await step('make a role from a built-in one', async () => {
    await page.goto('/app/settings/roles');
    await checked(page, 'roles');
    await page.getByRole('link', { name: /^Front desk/ }).click();
    await page.getByRole('link', { name: 'Copy' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Reception');
    await page.getByRole('radio', { name: 'see personal records: All' }).check();
    await checked(page, 'role-editor');
    await page.getByRole('button', { name: 'Save role' }).click();
    await page.getByRole('link', { name: /^Reception/ }).waitFor();
  });
  await step('see Stoke as that role does, and change nothing meanwhile', async () => {
    await page.getByRole('link', { name: /^Reception/ }).click();
    await page.getByRole('button', { name: 'View as' }).click();
    await page.getByText('You see Stoke as').waitFor();
    // It has no home, so it begins at the clients.
    await page.waitForURL('**/app/clients');
    const places = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    await until('two places are left', async () => (await places.count()) === 2);
    await checked(page, 'viewed-as');
    await page.getByRole('button', { name: 'Be yourself again' }).click();
    await page.getByRole('heading', { name: 'Roles', exact: true }).waitFor();
  });
  await step('invite somebody to it, and send the invitation again', async () => {
    await page.goto('/app/settings/team');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Frida Front');
    await dialog.getByLabel('E-mail').fill(frida);
    await dialog.getByRole('radio', { name: 'Reception', exact: true }).click();
    await checked(page, 'invite');
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await dialog.waitFor({ state: 'detached' });
    first = linkOf(await mailTo(frida, 'invites you to work at Team Studio'));
    await menuOf(page, 'Frida Front').click();
    await page.getByRole('menuitem', { name: 'Send the invitation again' }).click();
    await page.getByText('Invitation sent again').waitFor();
    await page.getByText(/^Invited/).waitFor();
  });
  await step('she takes it up', async () => {
    let link = first;
    await until('the second mail is there', async () => {
      link = linkOf(await mailTo(frida, 'invites you to work'));
      return link !== first;
    });
    await member.goto(first);
    await member.getByRole('heading', { name: 'This invitation does not work' }).waitFor();
    await member.goto(link);
    await member.getByRole('heading', { name: 'Work at Team Studio' }).waitFor();
    await member.getByText('Your role: Reception.').waitFor();
    await checked(member, 'invitation');
    await member.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await member.getByRole('button', { name: 'Join Team Studio' }).click();
    await member.waitForURL('**/app/clients');
  });
  await step('another role is there on her open page without a reload', async () => {
    const training = member
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Training' });
    if ((await training.count()) !== 0) throw new Error('Reception sees Training');
    await page.goto('/app/settings/team');
    await giveRole(page, 'Frida Front', 'Trainer');
    await training.waitFor();
  });
  await step('suspended she is out, and in again', async () => {
    await menuOf(page, 'Frida Front').click();
    await page.getByRole('menuitem', { name: 'Suspend', exact: true }).click();
    await page.getByText('Frida Front is suspended').waitFor();
    // Not behind a dialog: what she may no longer read is gone from her page.
    await member.getByText(/You were logged out\. You are suspended at Team Studio/).waitFor();
    await checked(member, 'suspended');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Frida Front is in again').waitFor();
  });
  await step('a role that nobody has is deleted, a member removed', async () => {
    await menuOf(page, 'Frida Front').click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Frida Front has no clients.').waitFor();
    await checked(page, 'remove');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Frida Front was removed').waitFor();
    await page.getByRole('button', { name: 'Show who has left' }).click();
    await page.getByRole('region', { name: 'Who has left' }).getByText('Frida Front').waitFor();
    await checked(page, 'who-has-left');
    await page.goto('/app/settings/roles');
    await page.getByRole('link', { name: /^Reception/ }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Roles', exact: true }).waitFor();
    await until('it is gone', async () => (await page.getByText('Reception').count()) <= 1);
  });
});
