interface GoldenTrade {
  readonly size: number;
  readonly entryBar: number;
  readonly exitBar: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly pnl: number;
  readonly commission: number;
  readonly returnPct: number;
}

interface GoldenOpenTrade {
  readonly size: number;
  readonly entryBar: number;
  readonly entryPrice: number;
  readonly pl: number;
}

/** A figure as recorded: a number, a moment, or a length of time. */
export type GoldenStatistic = number | string | null | { readonly seconds: number; readonly text: string };

/** A run of kernc/backtesting.py as recorded in a golden file. */
export interface GoldenRun {
  readonly id: string;
  /** `FractionalBacktest` trades millionths of a unit. */
  readonly engine?: string;
  readonly data: { readonly file: string };
  readonly warnings: Readonly<Record<string, number>>;
  readonly broker: {
    readonly cash: number;
    /** A rate, or a fixed amount and a rate. */
    readonly commission: number | readonly [number, number];
    readonly spread: number;
    readonly margin: number;
    readonly trade_on_close: number;
    readonly hedging: number;
    readonly exclusive_orders: number;
    readonly finalize_trades: number;
  };
  readonly strategy: { readonly name: string; readonly params: Readonly<Record<string, number | null>> };
  readonly firstNextBar: number;
  readonly stats: Readonly<Record<string, GoldenStatistic>>;
  readonly trades: readonly GoldenTrade[];
  readonly openTradesAtEnd: readonly GoldenOpenTrade[];
  readonly pendingOrdersAtEnd: number;
  readonly equity: {
    readonly n: number;
    readonly final: number;
    readonly sum: number;
    readonly sumSquares: number;
    readonly max: number;
    readonly every50: readonly (readonly [number, number])[];
  };
}
