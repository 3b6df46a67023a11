/** The exercise library: search, muscle, equipment, and an exercise of one's own. */
import { go, shot } from '../support.mjs';

const row = (page, name) =>
  page.getByRole('grid', { name: 'Exercises' }).getByRole('row').filter({ hasText: name });

export async function useLibrary(page, step, own) {
  await step('browse the library by search, muscle and equipment', async () => {
    await go(page, 'Training');
    await page
      .getByRole('navigation', { name: 'Training' })
      .getByRole('link', { name: 'Exercises' })
      .click();
    const field = page.getByLabel('Search exercises');
    await field.fill('bench press');
    await row(page, 'Barbell Bench Press').first().waitFor();
    await row(page, 'Back Squat').first().waitFor({ state: 'detached' });
    await page.getByLabel('Muscle').selectOption('chest');
    await page.getByLabel('Equipment').selectOption('dumbbell');
    await row(page, 'Barbell Bench Press').first().waitFor({ state: 'detached' });
    await row(page, 'Dumbbell Bench Press').first().waitFor();
    await shot(page, 'library');
    await field.fill('');
    await page.getByLabel('Muscle').selectOption('');
    await page.getByLabel('Equipment').selectOption('');
  });
  await step('add an exercise of her own', async () => {
    await page.getByRole('button', { name: 'Add your own' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add your own exercise' });
    await dialog.getByLabel('Name', { exact: true }).fill(own);
    await dialog.getByLabel('Category').selectOption({ index: 1 });
    await dialog
      .getByRole('group', { name: 'Trains' })
      .getByRole('button', { name: 'Quads' })
      .click();
    await dialog
      .getByRole('group', { name: 'Equipment' })
      .getByRole('button', { name: 'Sled' })
      .click();
    await dialog.getByRole('button', { name: 'Add exercise' }).click();
    await page.getByText(`${own} added.`).waitFor();
  });
}
