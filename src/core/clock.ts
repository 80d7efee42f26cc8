/** Milliseconds from a monotonic clock. Injected, so that nothing below `app` reads the wall clock by itself. */
export type Clock = () => number;
