import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/engine/backtest.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import { defineStrategy } from '../../src/engine/strategy.ts';
import { ArrayFeed } from '../../src/engine/testing/array-feed.ts';
import { recorded } from '../../src/engine/testing/recorded-result.ts';
import { readBars } from './bars.ts';

const reference = process.env.BACKTAB_REFERENCE_DATA ?? join(import.meta.dirname, '../../../shared');
const absent = !existsSync(join(reference, 'golden'));

interface LumibotEvent {
  readonly event: 'iteration' | 'signal' | 'fill';
  readonly side: 'buy' | 'sell';
  readonly now: string;
  readonly price: number;
  readonly quantity: number;
}

/** The reference's strategy: 31 closes, a cross of means of 10 and 30. */
const cross = defineStrategy({
  id: 'lumibot-cross',
  name: 'Cross of means',
  description: 'The strategy of the reference run.',
  parameters: {},
  create: ({ warmUp }) => {
    warmUp(31);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      onTradingIteration(context) {
        const { close } = context.getHistoricalPrices(0, 31);
        const [fastBefore, fast] = [mean(close.subarray(20, 30)), mean(close.subarray(21))];
        const [slowBefore, slow] = [mean(close.subarray(0, 30)), mean(close.subarray(1))];
        const { isFlat, size } = context.getPosition();
        if (fastBefore <= slowBefore && fast > slow && isFlat) {
          context.submitOrder({ type: 'market', side: 'buy', quantity: 10 });
        } else if (fastBefore >= slowBefore && fast < slow && size > 0) {
          context.submitOrder({ type: 'market', side: 'sell', quantity: size });
        }
      },
    };
  },
});

describe.skipIf(absent)('a minute run of Lumibot', () => {
  it('all 87 fills: side, minute and price', async () => {
    const { events } = JSON.parse(readFileSync(join(reference, 'golden/lumibot-minute.json'), 'utf8')) as {
      readonly events: readonly LumibotEvent[];
    };
    const expected = events
      .filter(({ event }) => event === 'fill')
      .map(({ side, now, price, quantity }) => [side, now.slice(0, 19), price, quantity]);
    expect(expected).toHaveLength(87);
    const feed = new ArrayFeed(readBars(join(reference, 'data/XYZ_1min_2020.csv')), 65_536, {
      timeframe: '1m',
    });
    const result = await runBacktest(
      {
        strategy: cross.id,
        params: {},
        series: feed.series.map(({ info }) => info),
        start: Date.UTC(2020, 0, 3),
        end: Date.UTC(2020, 0, 11),
        cash: 10_000,
        commission: 0,
        fillProfile: 'lumibot',
        exclusiveOrders: false,
        finalizeTrades: false,
        riskFreeRate: 0,
      },
      feed,
      cross,
      UNATTENDED,
    );
    const wall = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
    expect(
      recorded(result).fills.map(({ size, time, price }) => [
        size > 0 ? 'buy' : 'sell',
        wall(time),
        price,
        Math.abs(size),
      ]),
    ).toEqual(expected);
  });
});
