/** A program for two clients at once, and one of their calendars. */
import { phone, shot } from '../support.mjs';
import { openClient } from './people.mjs';

const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;

/** `2026-11-20` and `Friday` of a day from now on, where the browser is. */
export function dayFromNow(days) {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date());
  // Counted from noon, so that no change of the clocks moves it to another day.
  const at = new Date(Date.parse(`${today}T12:00:00Z`) + days * DAY_MS);
  const weekday = new Intl.DateTimeFormat('en', { timeZone: 'UTC', weekday: 'long' }).format(at);
  return { date: at.toISOString().slice(0, 10), weekday };
}

export async function assignProgram(page, step, { name, clients }) {
  const [today, tomorrow] = [dayFromNow(0), dayFromNow(1)];
  await step('assign it to two clients at once, dynamic, from today', async () => {
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Assign ${name}` });
    for (const client of clients) await dialog.getByLabel(client, { exact: true }).check();
    await dialog.getByRole('radio', { name: 'Dynamic' }).check();
    await dialog.getByLabel('Start', { exact: true }).fill(today.date);
    const wanted = [today.weekday, tomorrow.weekday];
    const days = dialog.getByRole('group', { name: 'Training days' });
    for (let ahead = 0; ahead < 7; ahead += 1) {
      const { weekday } = dayFromNow(ahead);
      const day = days.getByRole('button', { name: weekday });
      const chosen = (await day.getAttribute('aria-pressed')) === 'true';
      if (chosen !== wanted.includes(weekday)) await day.click();
    }
    await dialog.getByText('10 workouts').waitFor();
    await dialog.getByRole('button', { name: 'Assign to 2 clients' }).click();
    await page.getByText('2 programs made').waitFor();
    await shot(page, 'assigned');
    await page.getByRole('button', { name: 'Done' }).click();
  });
  await step("see it in a client's calendar", async () => {
    await page.getByRole('link', { name: 'Templates' }).first().click();
    await openClient(page, clients[0], 'Program');
    const article = page.getByRole('article', { name: clients[0] });
    await article.getByText('0 of 10 done').waitFor();
    await article.getByText('Dynamic').waitFor();
    if (phone) await article.getByRole('button', { name: 'Workout A' }).first().waitFor();
    else
      await article
        .getByRole('table', { name: 'Planned workouts' })
        .getByText('Workout A')
        .first()
        .waitFor();
    await shot(page, 'calendar');
  });
}
