import { describe, expect, it } from 'vitest';
import { defineStrategy } from './strategy.ts';
import { barsAt, type TestSeries, testPortfolio } from './testing/portfolio-test-run.ts';
import type { TradingContext } from './trading-context.ts';

const HALF_HOUR = 1_800_000;
const NEW_YORK = { timeZone: 'America/New_York', open: 570, close: 960 } as const;

/** Bars of half an hour from one moment to another, all at 100. */
function halfHours(from: number, to: number, without: (time: number) => boolean = () => false): TestSeries {
  const times: number[] = [];
  for (let time = from; time < to; time += HALF_HOUR) if (!without(time)) times.push(time);
  return {
    timeframe: '30m',
    bars: barsAt(
      times,
      times.map((_, i) => [100 + i, 100 + i] as const),
    ),
  };
}

/** A strategy that writes down its calls with their moments. */
function diary(act: Partial<Record<string, (context: TradingContext) => void>> = {}) {
  const calls: string[] = [];
  const note = (name: string) => (context: TradingContext) => {
    calls.push(`${name} ${new Date(context.getDatetime()).toISOString().slice(5, 16)}`);
    act[name]?.(context);
  };
  const strategy = defineStrategy({
    id: 'diary',
    name: 'Diary',
    description: 'Writes down when it is called.',
    parameters: {},
    create: () => ({
      onTradingIteration: note('iteration'),
      beforeMarketOpens: note('opens'),
      beforeMarketCloses: note('closes'),
      afterMarketCloses: note('closed'),
    }),
  });
  return { strategy, hooks: () => calls.filter((call) => !call.startsWith('iteration')), calls };
}

describe('session hooks', () => {
  it('come before the open, before the last bar and after the close of each session, on either side of a change of the clocks', async () => {
    const { strategy, hooks } = diary();
    const week = halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 13), (time) =>
      [0, 6].includes(new Date(time).getUTCDay()),
    );
    await testPortfolio([week], strategy, { session: NEW_YORK });
    expect(hooks()).toEqual([
      'closes 03-07T20:30',
      'closed 03-07T21:00',
      'opens 03-08T14:30',
      'closes 03-08T20:30',
      'closed 03-08T21:00',
      'opens 03-11T13:30',
      'closes 03-11T19:30',
      'closed 03-11T20:00',
      'opens 03-12T13:30',
      'closes 03-12T19:30',
      'closed 03-12T20:00',
    ]);
  });

  it('see regular hours only unless the hours are extended, and come at the same moments', async () => {
    const day = halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 9));
    const regular = diary();
    const extended = diary();
    const inside = await testPortfolio([day], regular.strategy, { session: NEW_YORK });
    const all = await testPortfolio([day], extended.strategy, {
      session: { ...NEW_YORK, hours: 'extended' },
    });
    expect(inside.equity.timestamp).toHaveLength(26);
    expect(all.equity.timestamp).toHaveLength(96);
    expect(extended.hooks().slice(-5)).toEqual(regular.hooks().slice(-5));
    expect(extended.calls.filter((call) => call.startsWith('iteration'))).toHaveLength(96);
  });

  it('stand around the iterations of their bars', async () => {
    const { strategy, calls } = diary();
    await testPortfolio([halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 9))], strategy, {
      session: NEW_YORK,
    });
    const from = calls.indexOf('closes 03-07T20:30');
    expect(calls.slice(from - 1, from + 5)).toEqual([
      'iteration 03-07T20:30',
      'closes 03-07T20:30',
      'iteration 03-07T21:00',
      'closed 03-07T21:00',
      'opens 03-08T14:30',
      'iteration 03-08T15:00',
    ]);
  });

  it('report the close of a session that ended early before the next one opens', async () => {
    const { strategy, hooks } = diary();
    const noon = Date.UTC(2024, 2, 7, 18);
    const week = halfHours(
      Date.UTC(2024, 2, 7),
      Date.UTC(2024, 2, 9),
      (time) => time >= noon && time < noon + 6 * 3_600_000,
    );
    await testPortfolio([week], strategy, { session: NEW_YORK });
    expect(hooks()).toEqual([
      'closed 03-07T21:00',
      'opens 03-08T14:30',
      'closes 03-08T20:30',
      'closed 03-08T21:00',
    ]);
  });

  it('send orders before the open that fill at the open, and see nothing of that bar', async () => {
    const prices: number[] = [];
    const { strategy } = diary({
      opens: (context) => {
        prices.push(context.getLastPrice());
        context.submitOrder({ type: 'market', side: 'buy', quantity: 1 });
      },
      closes: (context) => context.closePosition(),
    });
    const { fills } = await testPortfolio([halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 9))], strategy, {
      session: NEW_YORK,
    });
    expect(prices).toEqual([141]);
    expect(fills.map(({ time, size }) => [new Date(time).toISOString().slice(5, 16), size])).toEqual([
      ['03-08T14:30', 1],
      ['03-08T20:30', -1],
    ]);
  });

  it('come once for each bar of a day', async () => {
    const DAY = 86_400_000;
    const { strategy, calls } = diary();
    const days = [0, 1].map((day) => Date.UTC(2024, 2, 7) + day * DAY);
    await testPortfolio(
      [
        {
          bars: barsAt(days, [
            [1, 1],
            [2, 2],
          ]),
        },
      ],
      strategy,
      { session: NEW_YORK },
    );
    expect(calls).toEqual([
      'iteration 03-08T00:00',
      'closes 03-08T00:00',
      'closed 03-08T00:00',
      'opens 03-08T00:00',
      'iteration 03-09T00:00',
      'closes 03-09T00:00',
      'closed 03-09T00:00',
    ]);
  });

  it('follow the UTC day where no session is given', async () => {
    const { strategy, hooks } = diary();
    await testPortfolio([halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 9))], strategy);
    expect(hooks()).toEqual([
      'closes 03-07T23:30',
      'closed 03-08T00:00',
      'opens 03-08T00:00',
      'closes 03-08T23:30',
      'closed 03-09T00:00',
    ]);
  });

  it('fail with the place of the strategy when they throw, and a period without a bar inside the session is an error', async () => {
    const day = halfHours(Date.UTC(2024, 2, 7), Date.UTC(2024, 2, 9));
    const { strategy } = diary({
      opens: () => {
        throw new Error('no coffee');
      },
    });
    await expect(testPortfolio([day], strategy, { session: NEW_YORK })).rejects.toThrow(
      /"diary" failed at bar 12 .*no coffee/,
    );
    const night = halfHours(Date.UTC(2024, 2, 7, 1), Date.UTC(2024, 2, 7, 9));
    await expect(testPortfolio([night], strategy, { session: NEW_YORK })).rejects.toMatchObject({
      code: 'no-data-in-range',
    });
    await expect(testPortfolio([day], strategy, { session: { ...NEW_YORK, close: 570 } })).rejects.toThrow(
      /session.close/,
    );
  });
});
