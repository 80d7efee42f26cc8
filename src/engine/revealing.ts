/** Something that may lag behind the bar whose decision is being taken, and is brought up to it when that is needed. */
export interface Revealing {
  /** Brings clock, marks and history up to the bar of the current decision. To be called before any of them is read. */
  reveal(): void;
}
