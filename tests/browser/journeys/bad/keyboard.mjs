/** Without a pointer: the palette, the list of shortcuts, rows of a table, and the focus where it was. */
import { phone, until } from '../support.mjs';

/** The text of the row that has the focus; empty when something else has it. */
const focusedRow = (page) =>
  page.evaluate(() =>
    document.activeElement?.matches('[role=row]') ? document.activeElement.textContent : '',
  );

/** Presses Ctrl-K on each page that opens from now on, in the moment in which its heading appears. */
const pressAtOnce = (context) =>
  context.addInitScript(() => {
    const pressing = new MutationObserver(() => {
      if (!document.querySelector('h1')) return;
      pressing.disconnect();
      const key = new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true });
      document.body.dispatchEvent(key);
    });
    pressing.observe(document, { subtree: true, childList: true });
  });

export async function keyboardOnly(page, step) {
  if (phone) return;
  await step('by keyboard alone: shortcuts, palette, rows, and the focus comes back', async () => {
    await page.goto('/app/clients');
    const rows = page.getByRole('row').filter({ hasText: /Ada|Bea/ });
    await rows.first().waitFor();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await until('the second row has the focus', async () =>
      (await focusedRow(page)).includes('Bea'),
    );
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    if (ring === 'none') throw new Error('the focus cannot be seen');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await until('the dialog has the focus', async () => (await focusedRow(page)) === '');
    await page.keyboard.press('Escape');
    await until('the row has the focus again', async () =>
      (await focusedRow(page)).includes('Bea'),
    );
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: /^Bea/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('training');
    await page
      .getByRole('option', { name: /Training/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Templates' }).waitFor();
  });
  await step('keys count from the moment in which a page stands', async () => {
    const quick = await page.context().newPage();
    await pressAtOnce(quick);
    await quick.goto('/app');
    await quick.getByRole('dialog').getByRole('combobox').waitFor();
    await quick.close();
  });
}
