/** Names as long as they may be, without a space to break at: no page scrolls sideways. Keeps pictures. */

import { randomUUID } from 'node:crypto';
import { PASSWORD } from './main/account.mjs';
import { newOwner } from './studios/owner.mjs';
import { journey, overflows, settled, shot } from './support.mjs';
import { asker } from './walk.mjs';

const tail = Date.now().toString(36);
/** Of so many letters, as a compound of a language that makes them. */
const word = (letters) => 'Donaudampfschifffahrtsgesellschaft'.repeat(9).slice(0, letters);
const studio = word(100);
const email = `${word(50).toLowerCase()}.${tail}@example.com`;

/** What makes the page wider than the window, for the error. */
const tooWide = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const clips = (node) => getComputedStyle(node).overflowX !== 'visible';
    return [...document.querySelectorAll('body *')]
      .filter((node) => node.getBoundingClientRect().right > wide || node.scrollWidth > wide)
      .filter((node) => {
        for (let up = node.parentElement; up && up !== document.body; up = up.parentElement)
          if (clips(up)) return false;
        return !clips(node);
      })
      .map((node) => `${node.tagName} .${node.getAttribute('class')}`)
      .slice(-3)
      .join('; ');
  });

await journey(async ({ open, step }) => {
  const page = await open('owner');
  await newOwner(page, step, { name: word(90), email, studio });
  const ask = await asker(email, PASSWORD);
  const ids = {};
  const problems = [];
  await step('everything has a long name', async () => {
    const client = await ask('/clients', {
      first_name: word(90),
      last_name: word(91),
      email: `client.${email}`,
      goal: word(200),
    });
    const role = await ask('/roles', {
      name: word(60),
      description: word(120),
      permissions: { 'clients:read': 'all' },
    });
    await ask('/api-keys', {
      name: word(80),
      permissions: { 'clients:read': 'all' },
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const day = { id: randomUUID(), name: word(80), notes: null, blocks: [] };
    const week = { id: randomUUID(), name: word(80), deload: false, days: [day] };
    const template = await ask('/templates', {
      name: word(100),
      document: { phases: [{ id: randomUUID(), name: word(80), weeks: [week] }] },
    });
    Object.assign(ids, { client: client.id, role: role.id, template: template.id });
  });
  for (const [name, path] of [
    ['home', '/app'],
    ['clients', '/app/clients'],
    ['client', `/app/clients/${ids.client}`],
    ['client-privacy', `/app/clients/${ids.client}?tab=privacy`],
    ['templates', '/app/training/templates'],
    ['builder', `/app/training/templates/${ids.template}`],
    ['profile', '/app/settings/profile'],
    ['security', '/app/settings/security'],
    ['studio', '/app/settings/studio'],
    ['studios', '/app/settings/studios'],
    ['team', '/app/settings/team'],
    ['roles', '/app/settings/roles'],
    ['role', `/app/settings/roles/${ids.role}`],
    ['api-keys', '/app/settings/api-keys'],
    ['audit', '/app/settings/audit'],
    ['privacy', '/app/settings/privacy'],
  ]) {
    await step(name, async () => {
      await page.goto(path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await settled(page);
      await shot(page, name);
      if (await overflows(page)) problems.push(`${name} scrolls sideways: ${await tooWide(page)}`);
    });
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
});
