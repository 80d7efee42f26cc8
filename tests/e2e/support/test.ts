import { test as base, expect, type Page } from '@playwright/test';

/** What a page did that no page of ours may do. */
export interface Watch {
  readonly consoleErrors: string[];
  readonly foreignRequests: string[];
}

/** Records console errors, uncaught errors and requests that leave the origin. */
export function watchPage(page: Page, origin: string): Watch {
  const watch: Watch = { consoleErrors: [], foreignRequests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      watch.consoleErrors.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => watch.consoleErrors.push(`uncaught: ${error.message}`));
  const check = (url: string) => {
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(origin).host)
      watch.foreignRequests.push(url);
  };
  page.context().on('request', (request) => check(request.url()));
  page.on('websocket', (socket) => check(socket.url()));
  return watch;
}

/** The project's `test`: every page is watched, and a test ends red when the console saw an error or a request left the origin. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch = watchPage(page, baseURL as string);
      await use(watch);
      expect(watch.foreignRequests, 'requests that left the origin').toEqual([]);
      expect(watch.consoleErrors, 'console errors and warnings').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
