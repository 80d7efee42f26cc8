import type { AmbiguityLog } from './ambiguity-log.ts';
import type { BarClock } from './bar-clock.ts';
import type { ExecutingBar } from './fill-profiles/fill-rules.ts';
import { OpenOnly } from './fill-profiles/open-only.ts';
import { type FirstReached, firstReached } from './first-reached.ts';
import type { IntrabarCourse } from './intrabar-course.ts';
import type { OrderBook } from './order-book.ts';
import type { PendingOrder } from './order-queue.ts';
import { validityOf } from './order-validity.ts';

/** The order of a group that a bar reaches first; `from` as in {@link FirstReached}. */
export interface FirstOfGroup {
  readonly order: PendingOrder;
  readonly from: number;
}

/** Finds out which of the orders that cancel each other is reached first in a bar that would fill several of them. */
export class GroupRivals {
  readonly #book: OrderBook;
  readonly #clock: BarClock;
  readonly #course: IntrabarCourse | undefined;
  readonly #ambiguities: AmbiguityLog;
  /** Price at which an order fills in a bar, NaN when it does not; it may change the order's stop. */
  readonly #price: (order: PendingOrder, bar: ExecutingBar) => number;

  constructor(
    course: IntrabarCourse | undefined,
    parts: {
      readonly book: OrderBook;
      readonly clock: BarClock;
      readonly ambiguities: AmbiguityLog;
      readonly price: (order: PendingOrder, bar: ExecutingBar) => number;
    },
  ) {
    this.#course = course;
    this.#book = parts.book;
    this.#clock = parts.clock;
    this.#ambiguities = parts.ambiguities;
    this.#price = parts.price;
  }

  /**
   * The order of the group of `order` that comes first in `bar`; undefined when none of them, or `order` alone, fills in it. Only orders of the
   * same series are rivals. A bar that does not tell is listed.
   */
  first(order: PendingOrder, bar: ExecutingBar): FirstOfGroup | undefined {
    const rivals: PendingOrder[] = [];
    const reached: { readonly level: number; readonly gain: number }[] = [];
    for (const each of this.#book.queue.snapshot()) {
      if (each.group !== order.group || each.series !== order.series) continue;
      const found = this.#reach(each, bar);
      if (found === undefined) {
        if (each === order) return undefined;
        continue;
      }
      rivals.push(each);
      reached.push(found);
    }
    if (rivals.length < 2) return undefined;
    const { index, sure, from } = this.#first(order.series, bar, reached);
    const first = rivals[index]!;
    if (!sure) this.#ambiguities.add(first.series, first.id, 'one-cancels-other');
    return { order: first, from };
  }

  #first(series: number, bar: ExecutingBar, reached: Parameters<typeof firstReached>[3]): FirstReached {
    const { time } = this.#clock;
    return (
      this.#course?.groupReached(series, time, bar, reached) ?? firstReached('pessimistic', bar, [], reached)
    );
  }

  #reach(order: PendingOrder, bar: ExecutingBar): Parameters<typeof firstReached>[3][number] | undefined {
    const { bar: current, time } = this.#clock;
    if (!order.pending || order.activeFrom > current || order.notBefore > time) return undefined;
    const validity = validityOf(order, time);
    if (validity === 'over') return undefined;
    const { stop, side } = order;
    const price = this.#price(order, validity === 'open-only' ? new OpenOnly().of(bar) : bar);
    order.stop = stop;
    if (Number.isNaN(price)) return undefined;
    const gain = side * (bar.close - price);
    if (Number.isNaN(stop)) return { level: price, gain };
    // What is touched is reached from the better side, a stop from the worse one.
    const rising = order.special ? side < 0 : side > 0;
    return { level: rising ? Math.max(bar.open, stop) : Math.min(bar.open, stop), gain };
  }
}
