/** A client's side, on a phone: accept, train, lose the network, finish, beat a record. */
import { linkOf, mailTo, shot, until } from '../support.mjs';

const PASSWORD = 'squat-before-sunrise';

const confirmButton = (page) =>
  page.getByRole('button', { name: /^Confirm (set|warm-up)/ }).first();
const doneSets = (page) => page.getByRole('button', { name: /done, take back$/ });

/** Answers the link of the mail, which works once. */
export async function acceptInvitation(page, step, email) {
  const link = linkOf(await mailTo(email, 'nvit'));
  await step('the client accepts the invitation and sees Today', async () => {
    await page.goto(link);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: /^Join / }).click();
    await page.waitForURL('**/me');
    await page.getByRole('heading', { name: 'Workout A' }).waitFor();
    await page.getByText(/^0 of \d this week/).waitFor();
    await shot(page, 'today');
  });
  return link;
}

/** Confirms one set with one tap. */
async function confirmOne(page) {
  const before = await doneSets(page).count();
  const heading = await page.getByRole('heading', { level: 1 }).textContent();
  await confirmButton(page).click();
  // A superset goes on with its next exercise by itself.
  await until('the set is confirmed', async () => {
    const there = await page.getByRole('heading', { level: 1 }).textContent();
    return there !== heading || (await doneSets(page).count()) > before;
  });
}

/** Confirms whatever is still open, exercise after exercise. */
async function confirmRest(page) {
  const next = page.getByRole('button', { name: /^Next:/ });
  const finish = page.getByRole('button', { name: 'Finish workout' });
  for (let taps = 0; taps < 40; taps += 1) {
    await confirmButton(page).or(next).or(finish).first().waitFor();
    if (await confirmButton(page).isVisible()) await confirmOne(page);
    else if (await next.isVisible()) await next.click();
    else return;
  }
  throw new Error('the workout does not end');
}

async function changeWeight(page, set, value) {
  const open = () => page.getByRole('button', { name: new RegExp(`^${set}, weight .*, change$`) });
  await open().click();
  await page.getByLabel('Weight, kg').fill(value);
  await open().click();
}

async function finish(page, effort) {
  await page.getByRole('button', { name: 'Finish workout' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: String(effort), exact: true }).click();
  await sheet.getByLabel('Note for your trainer').fill('Felt strong today');
  await sheet.getByRole('button', { name: 'Finish workout' }).click();
}

/** From Start until the middle of the workout. */
export async function startWorkout(page, step) {
  await step('start, confirm a set with one tap, and rest', async () => {
    await page.getByRole('link', { name: 'Start workout' }).click();
    await page.getByRole('heading', { name: 'Barbell Back Squat' }).waitFor();
    await page.getByText('3 × 5–8 at 60').waitFor();
    await confirmOne(page);
    await page.getByRole('timer', { name: 'Rest' }).waitFor();
    await shot(page, 'logger');
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('timer', { name: 'Rest' }).waitFor({ state: 'detached' });
  });
  await step('change a number, add a warm-up and a note', async () => {
    await changeWeight(page, 'Set 2', '62.5');
    await confirmOne(page);
    await page.getByRole('button', { name: 'Add set' }).click();
    await page.getByRole('button', { name: /^Set 4, weight .*, change$/ }).click();
    await page.getByRole('button', { name: 'Warm-up', exact: true }).click();
    await page.getByRole('button', { name: 'Note' }).click();
    const sheet = page.getByRole('dialog', { name: 'Notes' });
    await sheet.getByLabel('Barbell Back Squat').fill('Knees out');
    await sheet.getByRole('button', { name: 'Done' }).click();
    await page.getByText('“Knees out”').waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
  });
}

export async function trainWithoutNetwork(page, step) {
  await step('go on without a network, and lose nothing', async () => {
    await page.context().setOffline(true);
    await confirmOne(page);
    await confirmOne(page);
    await page.getByText('Offline, 2 sets kept here').waitFor();
    const kept = await doneSets(page).count();
    await shot(page, 'offline');
    await page.context().setOffline(false);
    await page.reload();
    await until('all sets are there', async () => (await doneSets(page).count()) === kept);
    await page.getByText('Saved', { exact: true }).waitFor();
  });
}

export async function finishWorkout(page, step, own) {
  await step('swap an exercise for one that trains the same', async () => {
    for (let steps = 0; steps < 20; steps += 1) {
      if (await page.getByRole('heading', { name: own, level: 1 }).isVisible()) break;
      if (await confirmButton(page).isVisible()) await confirmOne(page);
      else await page.getByRole('button', { name: /^Next:/ }).click();
    }
    await page.getByRole('button', { name: 'Swap exercise' }).click();
    const sheet = page.getByRole('dialog', { name: `Instead of ${own}` });
    await sheet.getByLabel('Search exercises').fill('leg press');
    const choice = sheet.getByRole('button', { name: /^Leg Press/ }).first();
    await choice.click();
    await page.getByRole('heading', { name: /^Leg Press/, level: 1 }).waitFor();
  });
  await step('confirm the rest and finish: a baseline, no record yet', async () => {
    await confirmRest(page);
    await finish(page, 7);
    await page.getByRole('heading', { name: 'Workout A done' }).waitFor();
    await page.getByText(/^1 of \d this week/).waitFor();
    await page.getByText('1 week in a row').waitFor();
    await shot(page, 'finished');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Done for today' }).waitFor();
  });
}

export async function beatRecord(page, step) {
  await step('train the next workout with more weight: records, and the next phase', async () => {
    await page.getByRole('link', { name: /Workout B/ }).click();
    await page.getByRole('button', { name: 'Start workout' }).click();
    await page.getByRole('heading', { name: 'Barbell Back Squat' }).waitFor();
    await changeWeight(page, 'Set 1', '75');
    await confirmRest(page);
    await finish(page, 9);
    await page.getByRole('heading', { name: /new records?$/ }).waitFor();
    await page.getByText('Estimated 1RM').first().waitFor();
    await page.getByText('Phase 2 unlocked').waitFor();
    await shot(page, 'record');
    await page.getByRole('button', { name: 'Done' }).click();
  });
  await step("the client's own program has moved on", async () => {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Program' })
      .click();
    await page.getByText('Phase 2').first().waitFor();
    await shot(page, 'program');
  });
}
