import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { BROWSER_VARIABLE, findBrowser } from './find-browser.ts';

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`);
  return (
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  );
}

function installFromPlaywright(): boolean {
  const withDependencies = process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : [];
  return run('npx', 'playwright', 'install', ...withDependencies, 'chromium');
}

function installFromDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  return run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
}

/** Path of a browser to test with, installed first when the machine has none. Ends the process with one line of advice when that fails. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) return found;
  // Where downloads are barred, the distribution's package is the quick way; everywhere else Playwright's own build is.
  const installed = process.env.CI
    ? installFromDebian() || installFromPlaywright()
    : installFromPlaywright() || installFromDebian();
  const browser = installed ? findBrowser() : undefined;
  if (browser) return browser;
  console.error(
    `No Chromium found: install Chromium or Chrome, or set ${BROWSER_VARIABLE} to the path of one, then run the tests again.`,
  );
  process.exit(1);
}
