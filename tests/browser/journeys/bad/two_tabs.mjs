/** One template in two tabs: the later save is not lost, and neither is the earlier. */
import { shot } from '../support.mjs';

const rename = async (page, name) => {
  await page.getByRole('button', { name: /, change the details$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: /^(Save|Done|Apply)/ }).click();
};

export async function twoTabs(page, step) {
  await step('a template changed in two tabs: a choice, and both versions kept', async () => {
    await page.goto('/app/training/templates');
    await page.getByRole('button', { name: 'New template' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New template' });
    await dialog.getByLabel('Name', { exact: true }).fill('Two tabs');
    await dialog.getByRole('button', { name: 'Create and open' }).click();
    await page.waitForURL(/templates\/.+/);
    await page.getByRole('button', { name: /^Two tabs/ }).waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: /^Two tabs/ }).waitFor();
    await rename(other, 'Two tabs, hers');
    await other.getByText('Saved a moment ago').waitFor();
    await rename(page, 'Two tabs, mine');
    await page.getByRole('dialog', { name: /^Changed in another tab by you/ }).waitFor();
    await shot(page, 'conflict');
    await page.getByRole('button', { name: 'Keep both' }).click();
    await page.getByRole('button', { name: /^Two tabs, mine, my version/ }).waitFor();
    await page.goto('/app/training/templates');
    await page.getByRole('row').filter({ hasText: 'Two tabs, hers' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Two tabs, mine' }).waitFor();
    await other.close();
  });
}
