/**
 * True when series `a` crosses above series `b` between the previous bar and this one: `a` was strictly below and is strictly above.
 * A tie on either bar is no cross; NaN compares false.
 */
export function crossover(previousA: number, previousB: number, a: number, b: number): boolean {
  return previousA < previousB && a > b;
}
