/** Cost of an execution in money, from its size (units, sign ignored) and price. Charged at entry and at exit. */
export type Commission = (size: number, price: number) => number;

/** A share of notional: |size| * |price| * rate. */
export function percentCommission(rate: number): Commission {
  return (size, price) => Math.abs(size) * Math.abs(price) * rate;
}
