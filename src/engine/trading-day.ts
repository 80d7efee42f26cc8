const DAY = 86_400_000;

/** UTC day of a moment (epoch ms UTC), counted from 1970-01-01: what a session is where no calendar says otherwise. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

/** Whether the bar that opens at `time` is the first of its session; `previous` is the open time of the bar before, NaN without one. */
export function startsSession(time: number, previous: number): boolean {
  return dayOf(time) !== dayOf(previous);
}

/** Whether the bar that opens at `time` is the last of its session; `next` is the open time of the bar after, NaN without one. */
export function endsSession(time: number, next: number): boolean {
  return dayOf(time) !== dayOf(next);
}
