/** A walk past pages of the demo studio: each in both themes, accessible, without sideways scrolling. Keeps pictures. */

import { job, overflows, settled, shot, violations } from './support.mjs';

export const PASSWORD = 'train-hard-rest-well';
export const OWNER = 'nora@northbarbell.example';
export const CLIENT = 'mia@example.com';

/** Asks the API as somebody, for the ids that pages stand under; with a body, it posts that. */
export async function asker(email, password = PASSWORD) {
  let token = '';
  const ask = async (path, body) => {
    const answer = await fetch(`${job.base_url}/api${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  token = (await ask('/auth/login', { email, password })).access_token;
  return ask;
}

/** Looks at things and gathers what is wrong; `end` throws it all at once. */
export function walk() {
  const problems = [];
  return {
    /**
     * At what stands on the page now. `quiet` is false for a page that is busy on purpose; `menu` is true while one is
     * open: focus is kept in it, which axe knows of dialogs alone.
     */
    async look(page, name, { quiet = true, menu = false } = {}) {
      if (quiet) await settled(page);
      for (const theme of ['dark', 'light']) {
        await page.evaluate((chosen) => {
          document.documentElement.dataset.theme = chosen;
        }, theme);
        if (quiet) await settled(page);
        await shot(page, `${name}-${theme}`);
        // What a theme can break is contrast; the rest is the same in both.
        const rules = theme === 'light' ? ['color-contrast'] : undefined;
        const found = await violations(page, rules);
        problems.push(
          ...found
            .filter((text) => !(menu && text.startsWith('aria-hidden-focus:')))
            .map((text) => `${name}, ${theme}: ${text}`),
        );
      }
      const headings = await page.locator('h1').count();
      if (headings !== 1) problems.push(`${name}: ${headings} main headings`);
      if (await overflows(page)) problems.push(`${name}: scrolls sideways`);
    },
    end() {
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}
