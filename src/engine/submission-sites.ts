import { placeInStrategy } from './strategy-place.ts';

/** Orders whose submission is remembered at a time, and how often that begins anew. */
const REMEMBERED = 64;
const ROUNDS = 16;

/**
 * Where in the strategy orders were sent that are rejected when they should fill, bars later. A stack for every order would cost more than the
 * order itself: the first 64 orders are remembered, and after a rejection of an order that was not, the next 64, until one of those is
 * rejected; at most 16 times a run. Any other order costs one comparison.
 */
export class SubmissionSites {
  /** Orders that are still to be remembered. */
  left = REMEMBERED;
  /** The first rejected order whose place is known. */
  found: { readonly orderId: number; readonly place: string } | null = null;
  #rounds = 1;
  #sent = new Map<number, Error>();

  /** Remembers where an order is sent: to be called by what the strategy calls, while {@link left} is above 0. */
  note(orderId: number): void {
    this.left--;
    // Its stack is put into words only when somebody asks for it.
    this.#sent.set(orderId, new Error());
  }

  /** An order was rejected when it should have filled. */
  rejected(orderId: number): void {
    if (this.found) return;
    const place = placeInStrategy(this.#sent.get(orderId)?.stack);
    if (place !== '') {
      this.found = { orderId, place };
      this.left = 0;
      this.#sent = new Map();
    } else if (this.left === 0 && this.#rounds < ROUNDS) {
      this.#rounds++;
      this.left = REMEMBERED;
    }
  }
}
