const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Command line for a headless test browser: nothing calls home, and root (containers, CI) gets `--no-sandbox`, which Chromium insists on. */
export function launchArguments(): string[] {
  return process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
}
