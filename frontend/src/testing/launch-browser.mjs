import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed, { inflate } from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

/**
 * Starts the Chromium that the package carries, headless, as any user and without a browser or its
 * libraries on the machine: the package's own libraries (nss and others) are unpacked beside it.
 * @param {import('playwright-core').LaunchOptions} [options]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser(options = {}) {
  packed.setGraphicsMode = false;
  const executablePath = await packed.executablePath();
  const libraries = join(tmpdir(), 'al2023', 'lib');
  if (!existsSync(libraries)) {
    const main = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    await inflate(join(dirname(main), '..', 'bin', 'al2023.tar.br'));
  }
  const searched = [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--font-render-hinting=none', '--disable-gpu'],
    env: { ...process.env, LD_LIBRARY_PATH: searched },
    ...options,
  });
}
