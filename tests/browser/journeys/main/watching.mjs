/** The trainer's side of it: a home that moves by itself, and the client's page afterwards. */
import { shot } from '../support.mjs';
import { openClient } from './people.mjs';

const feed = (home) => home.getByRole('region', { name: 'Just now' });

/** The trainer's home in a tab of its own, which nobody reloads from here on. */
export async function openHome(trainer) {
  const home = await trainer.context().newPage();
  await home.goto('/app');
  await home.getByText('Live', { exact: true }).waitFor();
  return home;
}

export async function sees(home, step, title, text, picture) {
  await step(title, async () => {
    await home.getByText(text).first().waitFor();
    await shot(home, picture);
  });
}

export async function readClient(page, step, name) {
  await step("the client's page shows history, adherence and a chart with its table", async () => {
    await openClient(page, name, 'History');
    const article = page.getByRole('article', { name });
    await article.getByText('Workout B').waitFor();
    await article.getByText('“Felt strong today”').first().waitFor();
    await article.getByRole('tab', { name: 'Progress' }).click();
    await article.getByText('Plan followed').waitFor();
    await article
      .getByLabel('Exercise', { exact: true })
      .selectOption({ label: 'Barbell Back Squat' });
    await article.getByText(/, the best of 2 workouts/).waitFor();
    await article.getByRole('button', { name: /table/i }).click();
    await article.getByRole('row').filter({ hasText: 'record' }).first().waitFor();
    await shot(page, 'progress');
    await article.getByRole('tab', { name: 'Program' }).click();
    await article.getByText('2 of 10 done').waitFor();
    await article.getByText('Phase 2, week 1 of 4').waitFor();
  });
}
