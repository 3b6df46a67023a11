import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../styles/tokens.css'), 'utf8');

function variables(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

const [dark = '', light = ''] = css.split('[data-theme="light"]');
const themes = { dark: variables(dark), light: new Map([...variables(dark), ...variables(light)]) };

type Rgba = [number, number, number, number];

function colour(theme: Map<string, string>, name: string): Rgba {
  const value = theme.get(name) ?? '';
  const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (reference) return colour(theme, reference);
  const hex =
    value
      .slice(1)
      .match(/../g)
      ?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const [r = 0, g = 0, b = 0, a = 255] = hex;
  return [r, g, b, a / 255];
}

function over([r, g, b, a]: Rgba, [x, y, z]: Rgba): Rgba {
  return [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
}

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance([r, g, b]: Rgba): number {
  const [x = 0, y = 0, z = 0] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

function contrast(text: Rgba, ground: Rgba): number {
  const [low = 0, high = 0] = [luminance(text), luminance(ground)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const onGrounds = ['--bg', '--surface'].flatMap((ground) =>
  [
    '--text',
    '--text-soft',
    '--text-faint',
    '--good',
    '--warn',
    '--bad-ink',
    '--info',
    '--accent-ink',
  ].map((text) => ({ text, ground, wash: null as string | null })),
);
const onWashes = [
  ['--good', '--good-wash'],
  ['--warn', '--warn-wash'],
  ['--bad-ink', '--bad-wash'],
  ['--info', '--info-wash'],
  ['--accent-ink', '--accent-wash'],
  ['--text-soft', '--fill'],
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
  ['--on-bad', '--bad'],
].map(([text = '', wash = '']) => ({ text, ground: '--surface', wash }));

describe.each(Object.entries(themes))('%s theme', (_, theme) => {
  it.each([...onGrounds, ...onWashes])(
    '$text on $wash over $ground reads (AA)',
    ({ text, ground, wash }) => {
      const base = colour(theme, ground);
      const behind = wash ? over(colour(theme, wash), base) : base;
      expect(contrast(colour(theme, text), behind)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
