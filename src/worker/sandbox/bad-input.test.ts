import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../core/bar.ts';
import * as kit from '../../engine/strategy-kit.ts';
import { barsOf, FIRST_TIME, type TestRunOptions, testRun } from '../../engine/testing/test-run.ts';
import { compileStrategy } from './compile-strategy.ts';

const DAY = 86_400_000;
const BARS = barsOf(Array.from({ length: 800 }, (_, i): [number, number] => [100 + (i % 7), 100 + (i % 5)]));

/** Runs a strategy whose iteration is `body`, which begins on line 8 of the text. */
const run = (body: string, bars: BarColumns = BARS, options: TestRunOptions = {}) =>
  testRun(
    bars,
    compileStrategy(
      `const { defineStrategy } = require('backtab');
exports.default = defineStrategy({
  id: 'mine',
  name: 'Mine',
  description: '',
  parameters: {},
  create: () => ({ onTradingIteration(context) {
    ${body}
  } }),
});
`,
      kit,
    ),
    options,
  );

const at = (bar: number) => `at bar ${bar} (${new Date(FIRST_TIME + bar * DAY).toISOString()})`;

describe('a strategy that does what it should not', () => {
  it('that throws at bar 700 is told with bar, time, line and column of its text', async () => {
    await expect(run("if (context.bar === 700) throw new Error('no more');")).rejects.toMatchObject({
      code: 'strategy-failed',
      message: `Strategy "mine" failed ${at(700)}, line 8, column 36: no more`,
    });
  });

  it('that fails in a function of its own is told the line of that function', async () => {
    const body = `if (context.bar === 700) {
      const oops = () =>
        context.missing.price;
      oops();
    }`;
    await expect(run(body)).rejects.toThrow(`${at(700)}, line 10, column 25: `);
  });

  it.each([
    [
      'an unknown series',
      "{ type: 'market', side: 'buy', quantity: 1, series: 3 }",
      '`series` of an order must be',
    ],
    [
      'an unknown asset',
      "{ type: 'market', side: 'buy', quantity: 1, series: 'AAPL' }",
      '`series` of an order must be',
    ],
    ['a type that is none', "{ type: 'markt', side: 'buy', quantity: 1 }", '`type` of an order must be'],
    [
      'a price that is no number',
      "{ type: 'limit', side: 'buy', quantity: 1, limit: NaN }",
      '`limit` of an order must be',
    ],
  ])('an order with %s fails with the field, bar, time and line', async (_what, order, words) => {
    await expect(run(`if (context.bar === 5) context.submitOrder(${order});`)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`${at(5)}, line 8, column 36: ${words}`),
    });
  });

  it.each([
    ['0', '0'],
    ['a negative number', '-3'],
    ['no number', 'NaN'],
    ['infinite', 'Infinity'],
  ])(
    'a quantity that is %s is a recorded rejection with bar, time and line, and the run goes on',
    async (_what, quantity) => {
      const order = `{ type: 'market', side: 'buy', quantity: ${quantity} }`;
      const { orders, warnings, barsProcessed } = await run(
        `if (context.bar === 5) context.submitOrder(${order});`,
      );
      const reason = `\`quantity\` must be a positive number of units, got ${quantity}`;
      expect(orders).toMatchObject([
        { status: 'rejected', submittedBar: 5, endedBar: 5, endedTime: FIRST_TIME + 5 * DAY, reason },
      ]);
      expect(warnings).toMatchObject([
        {
          code: 'orders-rejected',
          bar: 5,
          message: `1 order was rejected ${at(5)}, line 8, column 36: ${reason}`,
        },
      ]);
      expect(barsProcessed).toBe(800);
    },
  );

  describe('an order that is rejected when it should fill', () => {
    const dear = "context.submitOrder({ type: 'limit', side: 'buy', quantity: 1e6, limit: 101 })";
    const rejections = async (body: string) =>
      (await run(body)).warnings.find(({ code }) => code === 'orders-rejected')?.message;

    it('is told with the place where it was sent, bars before', async () => {
      const message = await rejections(`if (context.bar === 7)
        ${dear};`);
      expect(message).toMatch(/^1 order was rejected at bar 8 .*, sent at line 9, column 17: .*/);
    });

    it('of many others is told with the place where the first one was sent of those that can be told', async () => {
      const body = `if (context.bar < 300) context.submitOrder({ type: 'market', side: 'buy', quantity: 0.01 });
        if (context.bar === 100) ${dear};
        if (context.bar === 130)
          ${dear};`;
      const message = await rejections(body);
      expect(message).toMatch(/^2 orders were rejected, the first one at bar 10\d \([^)]*\): /);
      expect(message).toMatch(/; another one at bar 13\d .*, sent at line 11, column 19: /);
    });
  });

  it('that throws while it loads is told the line', () => {
    expect(() => compileStrategy("const a = 1;\n\n  throw new Error('early');", kit)).toThrow(
      /does not load, line 3, column 9: Error: early/,
    );
    expect(() => compileStrategy("throw new Error('early');", kit)).toThrow(/line 1, column 7:/);
  });
});

describe('bars that are none', () => {
  it.each([
    ['open', Number.NaN],
    ['high', Number.NaN],
    ['low', Number.NEGATIVE_INFINITY],
    ['close', Number.POSITIVE_INFINITY],
  ] as const)('a price that is no number ends the run: %s %d', async (column, value) => {
    const broken = { ...BARS, [column]: BARS[column].with(700, value) };
    for (const chunkRows of [64, 65_536]) {
      await expect(run('', broken, { chunkRows })).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringContaining(
          `Bar 700 of TEST 1d (${new Date(FIRST_TIME + 700 * DAY).toISOString()}) has ${value} as its ${column}`,
        ),
      });
    }
  });

  it('does not matter outside the span of the run', async () => {
    const broken = { ...BARS, close: BARS.close.with(700, Number.NaN) };
    const { barsProcessed } = await run('', broken, { end: FIRST_TIME + 700 * DAY });
    expect(barsProcessed).toBe(700);
  });

  it.each([Number.NaN, 0, -5])('cash of %d is refused', async (cash) => {
    await expect(run('', BARS, { cash })).rejects.toThrow('`cash` of a run must be a positive amount');
  });
});
