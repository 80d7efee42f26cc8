/** A declared parameter of a strategy: drives the form, validation and, later, sweeps. */
export type StrategyParameter =
  | {
      readonly type: 'integer' | 'number';
      readonly label: string;
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      readonly description?: string;
    }
  | {
      readonly type: 'boolean';
      readonly label: string;
      readonly default: boolean;
      readonly description?: string;
    };

/** The parameters of a strategy by name. */
export type StrategyParameters = Readonly<Record<string, StrategyParameter>>;

/** Values for a strategy's parameters. */
export type ParameterValues = Readonly<Record<string, number | boolean>>;

/** What a form needs to know about a strategy. */
export interface StrategyDescription {
  /** Stable id, e.g. `sma-cross`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly parameters: StrategyParameters;
}
