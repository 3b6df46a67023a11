/** A program template: exercises, blocks and prescriptions, moved by mouse and by key, copied, undone, kept. */
import { phone, shot, until } from '../support.mjs';

// Not by role: behind a sheet the day is hidden from whoever looks for roles.
const day = (page, name) => page.locator(`section[aria-label="${name}"]`);
const part = (page, name, of = 'Workout A') =>
  day(page, of).locator('[data-part^="prescription:"]').filter({ hasText: name });

/** The fields of an exercise: beside the week at a desk, a sheet on a phone. */
async function inspecting(page, name, work) {
  await part(page, name).click();
  if (phone) await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const panel = phone
    ? page.getByRole('dialog', { name: 'Edit' })
    : page.getByRole('complementary', { name: 'Inspector' });
  await panel.getByRole('heading', { name }).waitFor();
  await work(panel);
  if (phone) await panel.getByRole('button', { name: 'Close' }).click();
}

async function setFields(panel, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = panel.getByLabel(label, { exact: true });
    if (await field.evaluate((node) => node.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Types an exercise into an open search field and takes it with Enter, as one does it in a row. */
async function take(page, field, name) {
  await field.fill(name);
  await page.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^\d+ exercises$/ })
    .waitFor({ state: 'attached' });
  await field.press('Enter');
}

async function dragAbove(page, from, to) {
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + 60, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 60, end.y + end.height / 2, { steps: 6 });
  await page.mouse.move(end.x + 60, end.y - 14, { steps: 6 });
  await page.mouse.up();
}

async function inOrder(page, names, of = 'Workout A') {
  const all = day(page, of).locator('[data-part^="prescription:"]');
  await until(`${of} holds ${names.join(', ')}`, async () => {
    const texts = await all.allTextContents();
    return texts.length === names.length && names.every((name, at) => texts[at].includes(name));
  });
}

const saved = (page) =>
  page.getByRole('status').filter({ hasText: 'Saved a moment ago' }).waitFor();

async function moreFor(page, name, item, which = 'first') {
  await page
    .getByRole('button', { name: `More for ${name}`, exact: true })
    [which]()
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Ends in the builder of a saved program of two phases, each week with the same two workouts. */
export async function buildProgram(page, step, { name, own }) {
  await step('start a template', async () => {
    await page.getByRole('link', { name: 'Training' }).last().click();
    await page.getByRole('button', { name: 'New template' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New template' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Weeks', { exact: true }).fill('1');
    await dialog.getByLabel('Workouts a week', { exact: true }).fill('1');
    await dialog.getByRole('button', { name: 'Create and open' }).click();
    await day(page, 'Workout A').waitFor();
  });
  await step('add exercises, one after the other', async () => {
    await page.getByRole('button', { name: 'Add exercise to Workout A' }).click();
    const field = page.getByRole('combobox', { name: 'Add an exercise to Workout A' });
    for (const exercise of ['Barbell Bench Press', 'Barbell Back Squat', 'Push-Up', own]) {
      await take(page, field, exercise);
      await part(page, exercise).waitFor();
    }
    await field.press('Escape');
    await inOrder(page, ['Barbell Bench Press', 'Barbell Back Squat', 'Push-Up', own]);
  });
  await step('move by mouse, and by key', async () => {
    await dragAbove(page, part(page, 'Barbell Back Squat'), part(page, 'Barbell Bench Press'));
    await inOrder(page, ['Barbell Back Squat', 'Barbell Bench Press', 'Push-Up', own]);
    await part(page, own).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await inOrder(page, ['Barbell Back Squat', 'Barbell Bench Press', own, 'Push-Up']);
    await part(page, own).focus();
    await page.keyboard.press('Space');
    const last = page.getByText('Over Workout A, block 4 of 4.', { exact: true });
    await page.getByText(/^(Lifted|Over) /).waitFor({ state: 'attached' });
    await until('it is held below the last one', async () => {
      if ((await last.count()) > 0) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    });
    await page.keyboard.press('Space');
    await inOrder(page, ['Barbell Back Squat', 'Barbell Bench Press', 'Push-Up', own]);
  });
  await step('prescribe by weight, by share of the maximum and by exertion', async () => {
    await inspecting(page, 'Barbell Back Squat', (panel) =>
      setFields(panel, {
        Sets: '3',
        Reps: '5-8',
        Rest: '2:00',
        'Load by': 'weight',
        'Weight, kg': '60',
        Tempo: '3-1-1-0',
      }),
    );
    await inspecting(page, own, (panel) =>
      setFields(panel, { Sets: '2', Reps: '10', 'Load by': 'rpe', Target: '8' }),
    );
  });
  await step('make a superset and a circuit', async () => {
    await inspecting(page, 'Barbell Bench Press', async (panel) => {
      await setFields(panel, { 'Load by': 'percent_1rm', Target: '70' });
      await panel.getByRole('button', { name: 'Pair with another exercise' }).click();
      await take(page, page.getByRole('combobox', { name: /this block/ }), 'Bent-Over Barbell Row');
      await part(page, 'Bent-Over Barbell Row').waitFor();
      await panel.getByLabel('Rounds', { exact: true }).first().fill('2');
    });
    await inspecting(page, 'Push-Up', async (panel) => {
      await panel.getByRole('radio', { name: 'Circuit' }).click();
      await panel.getByRole('button', { name: 'Add to this block' }).click();
      await take(page, page.getByRole('combobox', { name: /this block/ }), 'Front Plank');
      await part(page, 'Front Plank').waitFor();
      await panel.getByLabel('Rounds', { exact: true }).first().fill('2');
    });
    await day(page, 'Workout A').getByText('Superset').first().waitFor();
    await day(page, 'Workout A').getByText('Circuit').first().waitFor();
    await saved(page);
  });
  await copies(page, step);
  await step('find all of it again after a reload', async () => {
    await saved(page);
    await shot(page, 'builder');
    await page.reload();
    await inspecting(page, 'Barbell Back Squat', async (panel) => {
      for (const [label, value] of Object.entries({
        Reps: '5-8',
        'Weight, kg': '60',
        Tempo: '3-1-1-0',
      })) {
        const kept = await panel.getByLabel(label, { exact: true }).inputValue();
        if (kept.replace('–', '-') !== value) throw new Error(`${label} came back as ${kept}`);
      }
    });
  });
}

async function showWeek(page, number) {
  if (phone) await page.getByLabel('Week', { exact: true }).selectOption({ index: number - 1 });
  else await page.getByRole('button', { name: new RegExp(`^Week ${number}\\b`) }).click();
}

async function copies(page, step) {
  await step('copy a workout, and name the copy', async () => {
    await moreFor(page, 'Workout A', 'Duplicate');
    if (phone) {
      await page.getByRole('button', { name: 'Workout A', exact: true }).nth(1).click();
    } else {
      await until('there are two', async () => (await day(page, 'Workout A').count()) === 2);
    }
    await moreFor(page, 'Workout A', 'Rename and notes', 'last');
    const panel = phone
      ? page.getByRole('dialog', { name: 'Edit' })
      : page.getByRole('complementary', { name: 'Inspector' });
    await panel.getByLabel('Name', { exact: true }).fill('Workout B');
    if (phone) await panel.getByRole('button', { name: 'Close' }).click();
    await part(page, 'Barbell Back Squat', 'Workout B').waitFor();
  });
  await step('copy the week into a second phase, undo and redo', async () => {
    if (phone) await moreFor(page, 'Phase 1', 'Add a phase');
    else await page.getByRole('button', { name: 'Add phase' }).click();
    await page.getByRole('heading', { name: 'Week 2', exact: true }).waitFor({ state: 'attached' });
    await showWeek(page, 1);
    await moreFor(page, 'Week 1', 'Copy to weeks…');
    const dialog = page.getByRole('dialog', { name: 'Copy Week 1 to weeks' });
    await dialog.getByLabel('Phase 2').check();
    await dialog.getByRole('button', { name: 'Copy to 4 weeks' }).click();
    await showWeek(page, 2);
    await day(page, 'Workout A').first().waitFor();
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await page.getByText('A week of rest, so far').waitFor();
    await page.getByRole('button', { name: /^Redo/ }).first().click();
    await day(page, 'Workout A').first().waitFor();
    await showWeek(page, 1);
  });
}
