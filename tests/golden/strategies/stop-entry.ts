import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const stopEntry: GoldenStrategy = (params) =>
  goldenStrategy('golden-stop', ({ highest }) => {
    const high = highest('high', need(params, 'n'));
    const { lim } = params;
    return {
      onTradingIteration(context) {
        if (!context.getPosition().isFlat) return;
        context.cancelOrders();
        const stop = high.value;
        const guards = {
          stopLoss: stop * (1 - need(params, 'sl')),
          takeProfit: stop * (1 + need(params, 'tp')),
        };
        if (typeof lim !== 'number') context.submitOrder({ type: 'stop', side: 'buy', stop, ...guards });
        else {
          context.submitOrder({ type: 'stop-limit', side: 'buy', stop, limit: stop * (1 + lim), ...guards });
        }
      },
    };
  });
