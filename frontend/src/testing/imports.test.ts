import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '..');

/** What each folder may import besides itself. */
const allowed: Record<string, readonly string[]> = {
  routes: ['features', 'components', 'api', 'lib', 'hooks', 'styles'],
  features: ['components', 'api', 'lib', 'hooks'],
  components: ['api', 'lib', 'hooks'],
  hooks: ['api', 'lib'],
  lib: ['api'],
  api: [],
};

interface Import {
  file: string;
  /** Of the importing file and of what it imports: folder below src, and the next one below that. */
  from: string[];
  to: string[];
  isStatic: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found = text.matchAll(/(?:from|(import)\()\s*'(@\/|\.{1,2}\/)([^']+)'/g);
  return [...found].map(([, dynamic, start, rest]) => {
    const target =
      start === '@/' ? `${rest}` : relative(source, resolve(source, file, '..', `${start}${rest}`));
    return { file, from: file.split('/'), to: target.split('/'), isStatic: !dynamic };
  });
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.startsWith('testing/'),
);
const imports = files.flatMap(importsOf);
const show = ({ file, to }: Import) => `${file} imports ${to.join('/')}`;

describe('imports point down', () => {
  it('reads the source at all', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('keeps folders to what lies below them', () => {
    const wrong = imports.filter(({ from: [folder], to: [target] }) => {
      const below = folder ? allowed[folder] : undefined;
      return below && target && folder !== target && !below.includes(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps features apart', () => {
    const wrong = imports.filter(
      ({ from, to }) => from[0] === 'features' && to[0] === 'features' && from[1] !== to[1],
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps pages, shells and zod out of the route files, which every first load carries', () => {
    const wrong = imports.filter(
      ({ file, isStatic, to }) =>
        isStatic &&
        file.startsWith('routes/') &&
        // A .tsx there puts several features together; routes load it lazily.
        !file.endsWith('.tsx') &&
        to[0] === 'features',
    );
    expect(wrong.map(show)).toEqual([]);
    const together = new Set(
      imports
        .filter(
          ({ file, isStatic, to }) => isStatic && to[0] === 'features' && /^routes/.test(file),
        )
        .map(({ file }) => file),
    );
    const eager = imports.filter(
      ({ file, isStatic, to }) =>
        isStatic && file.endsWith('.ts') && together.has(`${to.join('/')}.tsx`),
    );
    expect(eager.map(show)).toEqual([]);
    const withZod = files.filter(
      (file) =>
        file.startsWith('routes/') &&
        !file.startsWith('routes/kit/') &&
        /from 'zod/.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(withZod).toEqual([]);
  });
});
