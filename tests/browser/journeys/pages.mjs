/** Every page of the demo studio, in both themes: accessible, quiet, no sideways scrolling. Keeps pictures. */

import { logIn } from './main/account.mjs';
import { job, journey, phone } from './support.mjs';
import { asker, CLIENT, OWNER, PASSWORD, walk } from './walk.mjs';

const OPEN = [
  ['login', '/login'],
  ['register', '/register'],
  ['forgot', '/forgot'],
  ['verify-broken', '/verify'],
  ['reset', '/reset?token=used-long-ago'],
  ['invite-broken', '/invite/used-long-ago'],
  ['join-closed', '/o/no-such-studio/join'],
  ['not-found', '/nowhere'],
  ['kit', '/kit'],
  ['status', '/status'],
  ['mailbox', job.mailbox_url],
];

async function staffPages() {
  const ask = await asker(OWNER);
  const [client] = (await ask('/clients?q=Mia')).items;
  const [template] = (await ask('/templates')).items;
  const [exercise] = (await ask('/exercises?q=squat')).items;
  const [session] = (await ask(`/clients/${client.id}/workout-history`)).items;
  const there = `/app/clients/${client.id}`;
  return [
    ['home', '/app'],
    ['clients', '/app/clients'],
    ['clients-none', '/app/clients?q=nobody-of-this-name'],
    ['client-add', '/app/clients?add=true'],
    ['client', there],
    ['client-program', `${there}?tab=program`],
    ['client-progress', `${there}?tab=progress`],
    ['client-history', `${there}?tab=history`],
    ['client-session', `${there}?tab=history&session=${session.id}`],
    ['client-unknown', '/app/clients/01890000-0000-7000-8000-000000000000'],
    ['exercises', '/app/training/exercises'],
    ['exercise', `/app/training/exercises/${exercise.id}`],
    ['templates', '/app/training/templates'],
    ['builder', `/app/training/templates/${template.id}`],
    ['assign', `/app/training/templates/${template.id}`, assign],
    ['settings', '/app/settings'],
    ['settings: profile', '/app/settings/profile'],
    ['settings: preferences', '/app/settings/preferences'],
    ['settings: security', '/app/settings/security'],
    ['settings: studio', '/app/settings/studio'],
    ['settings: studios', '/app/settings/studios'],
    ['settings: team', '/app/settings/team'],
    ['settings: api keys', '/app/settings/api-keys'],
    ['settings: new api key', '/app/settings/api-keys', newKey],
    ['settings: roles', '/app/settings/roles'],
    ['settings: role', '/app/settings/roles/trainer'],
    ['settings: new role', '/app/settings/roles/new?from=trainer'],
    ['settings: audit log', '/app/settings/audit'],
    ['settings: audit log, nothing', '/app/settings/audit?to=2000-01-01'],
    ['settings: privacy', '/app/settings/privacy'],
    ['client-privacy', `${there}?tab=privacy`, chosenTabInView],
    ['palette', '/app', openPalette],
  ];
}

async function clientPages() {
  const ask = await asker(CLIENT);
  const today = await ask('/today');
  const { workout_id: running } = today.in_progress ?? {};
  const planned =
    running ?? (today.workout?.status === 'planned' ? today.workout.id : today.next.id);
  const [session] = (await ask(`/clients/${today.client_id}/workout-history`)).items;
  return [
    ['today', '/me'],
    ['program', '/me/program'],
    ['progress', '/me/progress'],
    ['account', '/me/account'],
    ['account: studios', '/me/account/studios'],
    ['account: preferences', '/me/account/preferences'],
    ['account: security', '/me/account/security'],
    ['account: privacy', '/me/account/privacy'],
    ['session', `/me/sessions/${session.id}`],
    ['preview', `/me/workout/${today.next.id}`],
    ['logger', `/me/workout/${planned}?start=true`],
  ];
}

async function assign(page) {
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
}

/** A tab that a link leads to may stand beyond a phone's edge: its row has to have moved. */
async function chosenTabInView(page) {
  const tab = page.getByRole('tab', { name: 'Privacy', selected: true });
  const { x, width } = await tab.boundingBox();
  const { width: wide } = page.viewportSize();
  if (x < 0 || x + width > wide + 1) throw new Error(`the chosen tab stands at ${x} of ${wide}`);
}

async function newKey(page) {
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
}

async function openPalette(page) {
  if (phone) await page.getByRole('button', { name: 'Search', exact: true }).click();
  else await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('mia');
  await page.getByRole('option', { name: /Mia/ }).first().waitFor();
}

await journey(async ({ open, step }) => {
  const { look, end } = walk();
  const visit = (page, [name, path, work]) =>
    step(name, async () => {
      await page.goto(path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await work?.(page);
      // The page of all components shows busy ones as well.
      await look(page, name, { quiet: name !== 'kit' });
    });
  const as = async (email, landing) => {
    const page = await open(email.split('@')[0]);
    await page.goto('/login');
    await logIn(page, email, PASSWORD, landing);
    return page;
  };

  const anonymous = await open('anonymous');
  for (const entry of OPEN) await visit(anonymous, entry);
  const owner = await as(OWNER, '/app');
  for (const entry of await staffPages()) await visit(owner, entry);
  const client = await as(CLIENT, '/me');
  for (const entry of await clientPages()) await visit(client, entry);
  end();
});
