/** Clients: add, find, edit, archive and take it back, invite. */
import { go, shot } from '../support.mjs';

/** Opens the list, also from a client that stands in its place on a narrow screen. */
export async function openClients(page) {
  await go(page, 'Clients');
  await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor();
}

const row = (page, text) =>
  page.getByRole('grid', { name: 'Clients' }).getByRole('row').filter({ hasText: text });

export async function openClient(page, name, tab) {
  await openClients(page);
  await row(page, name).click();
  await page.getByRole('article', { name }).waitFor();
  if (tab) await page.getByRole('tab', { name: tab }).click();
}

async function add(page, { first, last, email, phone }) {
  await page.getByRole('button', { name: 'Add client' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add client' });
  await dialog.getByLabel('First name').fill(first);
  await dialog.getByLabel('Last name').fill(last);
  await dialog.getByLabel('E-mail', { exact: false }).first().fill(email);
  await dialog.getByLabel('Phone').fill(phone);
  await dialog.getByRole('button', { name: 'Add client' }).click();
  await page.getByRole('article', { name: `${first} ${last}` }).waitFor();
}

async function finds(page, query, found, others) {
  const field = page.getByLabel('Search clients');
  await field.fill(query);
  for (const name of others) await row(page, name).waitFor({ state: 'detached' });
  await row(page, found).waitFor();
  await field.fill('');
  for (const name of others) await row(page, name).waitFor();
}

export async function addPeople(page, step, people) {
  const [first, second, third] = people;
  const name = (person) => `${person.first} ${person.last}`;
  await step('add three clients', async () => {
    for (const person of people) {
      await openClients(page);
      await add(page, person);
    }
    await openClients(page);
  });
  await step('find one by part of a name, by e-mail and by phone', async () => {
    await finds(page, first.last.slice(1, 4), name(first), [name(second), name(third)]);
    await finds(page, second.email.split('@')[0], name(second), [name(first), name(third)]);
    await finds(page, third.phone.slice(-5), name(third), [name(first), name(second)]);
    await shot(page, 'clients');
  });
  await step('edit one, archive and take it back', async () => {
    await openClient(page, name(third));
    const article = page.getByRole('article', { name: name(third) });
    await article.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit client' });
    await dialog.getByLabel('Goal').fill('First pull-up by summer');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await article.getByText('First pull-up by summer').waitFor();
    await article.getByRole('button', { name: 'Archive' }).click();
    await article.getByText('Archived. Their history is kept').waitFor();
    await page
      .getByRole('region', { name: 'Notices' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await article.getByText('Archived. Their history is kept').waitFor({ state: 'detached' });
  });
  await step('invite one', async () => {
    await openClient(page, name(first));
    await page.getByRole('button', { name: 'Invite by e-mail' }).click();
    await page.getByText('Invitation sent').waitFor();
  });
}
