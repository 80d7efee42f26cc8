import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';

interface TracedFrame {
  readonly processId?: number;
  readonly parent?: string;
}

interface TraceEvent {
  readonly name: string;
  readonly args: { readonly data?: { readonly frames?: readonly TracedFrame[] } };
}

/** Process id of the renderer that shows `page`. */
export async function rendererPid(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const frames = events.flatMap(({ args }) => args.data?.frames ?? []);
  const pid = frames.find(({ parent, processId }) => !parent && processId)?.processId;
  if (!pid) throw new Error(`No process is known for ${page.url()}: ${events.length} trace events`);
  return pid;
}

/** SIGKILL to the renderer of `page`, at once. The page stands there crashed until it is reloaded or closed. */
export async function killRenderer(page: Page, pid: number): Promise<void> {
  const crashed = page.waitForEvent('crash');
  process.kill(pid, 'SIGKILL');
  await crashed;
}

/** Reloads a page that crashed, on the session opened before, and returns what `expression` comes to in it: Playwright itself gives a crashed page up. */
export async function reloadCrashed(session: CDPSession, expression: string): Promise<unknown> {
  await session.send('Page.reload');
  for (let attempt = 0; attempt < 100; attempt++) {
    await sleep(100);
    const ready = await session
      .send('Runtime.evaluate', { expression: `'backtab' in globalThis` })
      .catch(() => undefined);
    if (!ready?.result.value) continue;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  throw new Error('The page did not come back within 10 s');
}
