/** The main job, end to end: a trainer makes a studio and coaches a client, who trains on a phone. */

import { makeAccount } from './main/account.mjs';
import { assignProgram } from './main/assign.mjs';
import { buildProgram } from './main/builder.mjs';
import { useLibrary } from './main/library.mjs';
import { addPeople } from './main/people.mjs';
import {
  acceptInvitation,
  beatRecord,
  finishWorkout,
  startWorkout,
  trainWithoutNetwork,
} from './main/training.mjs';
import { openHome, readClient, sees } from './main/watching.mjs';
import { journey } from './support.mjs';

// Anew for each run: a studio of its own among those that other runs left.
const run = Date.now().toString(36);
const mail = (name) => `${name}.${run}@example.com`;
const people = [
  { first: 'Ilse', last: 'Brandt', email: mail('ilse'), phone: '+49 30 901820 11' },
  { first: 'Tomás', last: 'Ribeiro', email: mail('tomas'), phone: '+49 30 901820 22' },
  { first: 'Yuki', last: 'Tanaka', email: mail('yuki'), phone: '+49 30 901820 33' },
];
const names = people.map(({ first, last }) => `${first} ${last}`);
const program = 'Strength base';
const own = 'Sandhill sled push';

await journey(async ({ open, step }) => {
  const trainer = await open('trainer');
  await makeAccount(trainer, step, {
    name: 'Rosa Marín',
    email: mail('rosa'),
    studio: 'Sandhill Strength',
  });
  await addPeople(trainer, step, people);
  await useLibrary(trainer, step, own);
  await buildProgram(trainer, step, { name: program, own });
  await assignProgram(trainer, step, { name: program, clients: names.slice(0, 2) });

  const home = await openHome(trainer);
  const client = await open('client', 'phone');
  const link = await acceptInvitation(client, step, people[0].email);
  await step('nobody else can use the invitation', async () => {
    const stranger = await open('stranger', 'phone');
    await stranger.goto(link);
    await stranger.getByRole('heading', { name: 'This invitation does not work' }).waitFor();
  });
  await startWorkout(client, step);
  await sees(
    home,
    step,
    'her home shows that the client trains',
    /is training: Workout A/,
    'home-training',
  );
  await trainWithoutNetwork(client, step);
  await finishWorkout(client, step, own);
  await sees(
    home,
    step,
    'her home shows that the client finished',
    /finished Workout A/,
    'home-finished',
  );
  await beatRecord(client, step);
  await sees(home, step, 'her home shows the record', /Barbell Back Squat record:/, 'home-record');
  await readClient(trainer, step, names[0]);
});
