import type { Page } from '@playwright/test';
import { sharedTest } from './support/shared-workbench.ts';
import { expect, test } from './support/test.ts';
import { minuteCsv, openWorkbench } from './support/workbench.ts';

/** CommonJS text of a strategy whose parts are given as code. */
const strategy = (onTradingIteration: string, onLoad = '') => `
  ${onLoad}
  const { defineStrategy } = require('backtab');
  exports.default = defineStrategy({
    id: 'custom', name: 'Custom', description: '', parameters: {},
    create: () => ({ onTradingIteration(context) { ${onTradingIteration} } }),
  });`;

async function importBars(page: Page, rows = 3_000): Promise<void> {
  await page.evaluate(
    (text) => globalThis.backtab.importFile({ name: 'WALK_1m.csv', text }),
    minuteCsv(rows),
  );
}

const QUERY = { symbol: 'WALK' };

/** Runs a strategy given as text; a failure comes back as data. */
function runSource(page: Page, source: string, options: { patience?: number; stopAfter?: number } = {}) {
  return page.evaluate(
    async ({ source, series, patience, stopAfter }) => {
      const controller = new AbortController();
      if (stopAfter !== undefined) setTimeout(() => controller.abort(), stopAfter);
      try {
        const run = await globalThis.backtab.runSource(
          source,
          { series },
          { signal: controller.signal, ...(patience === undefined ? {} : { patience }) },
        );
        return { hash: run.resultHash, fills: run.fills.length, name: '', code: '', message: '' };
      } catch (error) {
        const { name, code, message } = error as Error & { code?: string };
        return { hash: '', fills: 0, name, code: code ?? '', message };
      }
    },
    { source, series: QUERY, ...options },
  );
}

async function expectUsable(page: Page): Promise<void> {
  const { fills, code } = await runSource(
    page,
    strategy("if (context.bar === 1) context.submitOrder(context.createOrder('buy'));"),
  );
  expect({ fills, code }).toEqual({ fills: 1, code: '' });
  expect(await page.locator('iframe').count()).toBe(0);
}

/** Asks for everything that strategy code must not reach, from where it runs; each answer says how it was kept away. */
const PROBES = `
  const later = (start) => new Promise((resolve) => {
    setTimeout(() => resolve('silence'), 3000);
    Promise.resolve().then(start).then((value) => resolve('REACHED ' + value), (error) => resolve('refused: ' + error.name));
  });
  const opened = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve('database');
    request.onerror = () => reject(request.error);
  });
  const heard = (target) => new Promise((resolve, reject) => {
    target.onopen = () => resolve('open');
    target.onerror = () => reject(new DOMException('', 'ConnectionError'));
  });
  onmessage = async ({ data: { origin }, ports: [control] }) => {
    const answers = {
      control: await later(() => new Function('return 7')()),
      origin: self.origin,
      indexedDB: await later(() => opened(indexedDB.open('x'))),
      caches: await later(async () => (await caches.keys()).length),
      opfs: await later(() => navigator.storage.getDirectory()),
      locks: await later(() => navigator.locks.request('backtab:backtab.db', { steal: true }, () => 'stolen')),
      fetchOwn: await later(async () => (await fetch(origin)).status),
      fetchForeign: await later(async () => (await fetch('https://example.com/', { mode: 'no-cors' })).type),
      xhr: await later(() => { const x = new XMLHttpRequest(); x.open('GET', origin, false); x.send(); return x.status; }),
      webSocket: await later(() => heard(new WebSocket(origin.replace('http', 'ws')))),
      eventSource: await later(() => heard(new EventSource(origin))),
      importScripts: await later(() => importScripts(origin + 'favicon.svg')),
      dynamicImport: await later(() => import(origin + 'favicon.svg')),
      importData: await later(() => import('data:text/javascript,export default 1')),
      nestedWorker: await later(() => new Promise((resolve, reject) => {
        const code = 'fetch(' + JSON.stringify(origin) + ').then((r) => postMessage(r.status), () => postMessage(0))';
        const worker = new Worker(URL.createObjectURL(new Blob([code])));
        worker.onmessage = ({ data }) => data ? resolve(data) : reject(new DOMException('', 'NestedRefused'));
        worker.onerror = () => reject(new DOMException('', 'NestedRefused'));
      })),
      page: await later(() => parent.document.title),
      window: await later(() => window.document),
      localStorage: await later(() => localStorage.length),
    };
    new BroadcastChannel('backtab-probe').postMessage('from the sandbox');
    control.postMessage(answers);
  };`;

test.describe('strategy code in its sandbox', () => {
  test('reaches no storage, lock, network or page', async ({ page, watch }) => {
    await openWorkbench(page);
    const { answers, channel, document } = await page.evaluate(async (runtime) => {
      const channel: unknown[] = [];
      const listener = new BroadcastChannel('backtab-probe');
      listener.onmessage = ({ data }) => channel.push(data);
      const frame = globalThis.document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = 'sandbox.html';
      const control = new MessageChannel();
      const feed = new MessageChannel();
      const answers = await new Promise<Record<string, unknown>>((resolve) => {
        control.port1.onmessage = ({ data }) => resolve(data);
        frame.onload = () =>
          frame.contentWindow?.postMessage({ runtime, job: { origin: globalThis.document.baseURI } }, '*', [
            control.port2,
            feed.port2,
          ]);
        globalThis.document.body.append(frame);
      });
      const document = String(frame.contentDocument);
      new BroadcastChannel('backtab-probe').postMessage('from the page');
      await new Promise((done) => setTimeout(done, 300));
      listener.close();
      frame.remove();
      return { answers, channel, document };
    }, PROBES);

    const { control, origin, ...walls } = answers;
    expect({ control, origin, document }).toEqual({ control: 'REACHED 7', origin: 'null', document: 'null' });
    expect(Object.entries(walls).filter(([, answer]) => !String(answer).startsWith('refused'))).toEqual([]);
    expect(Object.keys(walls)).toHaveLength(16);
    expect(channel).toEqual(['from the page']);
    expect(watch.consoleErrors.filter((text) => !/Content Security Policy|sandbox/i.test(text))).toEqual([]);
    watch.consoleErrors.splice(0);
  });

  sharedTest("runs in the product's own frame, whose origin is nobody's", async ({ page }) => {
    await importBars(page);
    const stopped = runSource(page, strategy('for (;;);'), { stopAfter: 3_000 });
    const frame = page.locator('iframe');
    await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
    await expect(frame).toHaveAttribute('src', /sandbox\.html$/);
    expect(await frame.evaluate((element) => (element as HTMLIFrameElement).contentDocument)).toBeNull();
    expect((await stopped).name).toBe('AbortError');

    const probe = `const probe = (look) => { try { return String(look()); } catch (error) { return error.name; } };`;
    const { message } = await runSource(
      page,
      strategy(
        `throw new Error([probe(() => self.origin), probe(() => indexedDB.open('x')), probe(() => caches), probe(() => navigator.locks), probe(() => navigator.storage)].join(' '));`,
        probe,
      ),
    );
    expect(message).toContain('null SecurityError ReferenceError undefined undefined');
  });

  sharedTest('cannot get hold of the ports beside which it runs', async ({ page }) => {
    await importBars(page);
    const onLoad = `
      const tried = (change) => { try { change(); return 'CHANGED'; } catch (error) { return error.name; } };
      const seen = [];
      const told = [
        tried(() => { MessagePort.prototype.postMessage = function () { seen.push(this); }; }),
        tried(() => { MessageEvent.prototype.data = 1; }),
        tried(() => Object.defineProperty(MessageEvent.prototype, 'data', { get() { seen.push(this.target); } })),
        tried(() => { Map.prototype.get = function () { seen.push(this); }; }),
        tried(() => { Promise.prototype.then = function () { seen.push(this); }; }),
        String(self.onmessage),
      ];
      self.addEventListener('message', (event) => seen.push(event));`;
    const { code, message } = await runSource(
      page,
      strategy('if (context.bar === 2900) throw new Error(JSON.stringify([...told, seen.length]));', onLoad),
    );
    expect(code).toBe('strategy-failed');
    expect(message).toContain('["TypeError","TypeError","TypeError","TypeError","TypeError","null",0]');
  });

  sharedTest('repeats itself: chance is seeded and the clock is that of the run', async ({ page }) => {
    await importBars(page);
    const source = strategy(`
      if (Date.now() !== context.getDatetime()) throw new Error('The clock is ' + new Date().toISOString());
      if (Math.random() < 0.01) context.submitOrder(context.createOrder(Math.random() < 0.5 ? 'buy' : 'sell'));`);
    const first = await runSource(page, source);
    expect(first.message).toBe('');
    expect(first.fills).toBeGreaterThan(5);
    expect((await runSource(page, source)).hash).toBe(first.hash);
    const repeated = await page.evaluate(async () => {
      const { backtab } = globalThis;
      const [kept] = await backtab.listRuns();
      const { run, sameHash, changes } = await backtab.repeatRun(kept!.runId);
      return { sameHash, changes, hash: run.resultHash, source: run.source };
    });
    expect(repeated).toEqual({ sameHash: true, changes: [], hash: first.hash, source });
  });

  sharedTest('is stopped in an endless loop while the page stays usable', async ({ page }) => {
    await importBars(page);
    const answered = page.evaluate(async () => {
      let longest = 0;
      let last = performance.now();
      for (let turn = 0; turn < 60; turn++) {
        await new Promise((done) => setTimeout(done, 20));
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }
      return longest;
    });
    const { name } = await runSource(page, strategy('for (;;);'), { stopAfter: 800 });
    expect(name).toBe('AbortError');
    expect(await answered).toBeLessThan(500);
    await expectUsable(page);
  });

  sharedTest('is given up on after a silence', async ({ page }) => {
    await importBars(page);
    const { code } = await runSource(page, strategy('for (;;);'), { patience: 1_500 });
    expect(code).toBe('strategy-unresponsive');
    await expectUsable(page);
  });

  sharedTest('may be slow as long as it gets on', async ({ page }) => {
    await importBars(page, 600);
    const patience = 2_500;
    const spin =
      'const spin = (turns) => { let spun = 0; for (let turn = 0; turn < turns; turn++) spun = (spun + turn) | 0; return spun; };';
    let elapsed = 0;
    for (let turns = 4e6; elapsed <= patience + 500; turns *= 2) {
      const began = Date.now();
      const { message } = await runSource(page, strategy(`spin(${turns});`, spin), { patience });
      elapsed = Date.now() - began;
      expect(message, `${turns} turns a bar, ${elapsed} ms`).toBe('');
    }
  });

  test('that uses up its memory takes neither the page nor the storage along', async ({ page }) => {
    test.setTimeout(120_000);
    await openWorkbench(page);
    await importBars(page);
    const bomb = strategy(
      "for (;;) hoard.push({ a: [1, 2, 3, hoard.length], b: 'x' + hoard.length });",
      'const hoard = [];',
    );
    const { code } = await runSource(page, bomb, { patience: 8_000 });
    expect(code).toMatch(/^strategy-(unresponsive|failed)$/);
    const rows = await page.evaluate(() => globalThis.backtab.query('SELECT count(*) FROM bars'));
    expect(rows.rows).toEqual([[3_000]]);
    await expectUsable(page);
  });

  sharedTest('fails with its own error and place, and leaves no frame', async ({ page }) => {
    await importBars(page);
    const { code, message } = await runSource(
      page,
      strategy("if (context.bar === 7) throw new Error('seven');"),
    );
    expect(code).toBe('strategy-failed');
    expect(message).toContain('bar 7');
    expect(message).toContain('seven');
    await expectUsable(page);
  });
});
