/** Every page of the demo studio: accessible, quiet, no sideways scrolling. Keeps a screenshot of each. */
import { join } from 'node:path';
import { job, journey, overflows, violations } from './support.mjs';

const PASSWORD = 'train-hard-rest-well';
const STAFF = [
  ['home', '/app'],
  ['clients', '/app/clients'],
  ['exercises', '/app/training/exercises'],
  ['templates', '/app/training/templates'],
  ['settings', '/app/settings'],
];
const CLIENT = [
  ['today', '/me'],
  ['program', '/me/program'],
  ['progress', '/me/progress'],
  ['account', '/me/account'],
];
const OPEN = [
  ['login', '/login'],
  ['register', '/register'],
  ['forgot', '/forgot'],
];

await journey(async ({ open, step }) => {
  const problems = [];
  const visit = async (page, name, path) =>
    step(name, async () => {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(job.artifacts, `${name}.png`) });
      problems.push(...(await violations(page)).map((text) => `${name}: ${text}`));
      if (await overflows(page)) problems.push(`${name}: scrolls sideways`);
    });
  const signIn = async (email, landing) => {
    const page = await open(email.split('@')[0]);
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**${landing}`);
    return page;
  };

  const anonymous = await open('anonymous');
  for (const [name, path] of OPEN) await visit(anonymous, name, path);
  const owner = await signIn('nora@northbarbell.example', '/app');
  for (const [name, path] of STAFF) await visit(owner, name, path);
  const client = await signIn('mia@example.com', '/me');
  for (const [name, path] of CLIENT) await visit(client, name, path);
  if (problems.length > 0) throw new Error(problems.join('\n'));
});
