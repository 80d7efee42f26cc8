const DAY = 86_400_000;

/** Monday to Friday of [from, to] without 1 January and 25 December: 00:00 UTC of each day, epoch ms. */
export function tradingDays(from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day += DAY) {
    const date = new Date(day);
    const weekday = date.getUTCDay();
    const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
    if (weekday !== 0 && weekday !== 6 && monthDay !== 101 && monthDay !== 1225) days.push(day);
  }
  return days;
}
