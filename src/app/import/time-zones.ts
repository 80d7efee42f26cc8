/** IANA zones a file's stamps may be in: the ones of exchanges first, then all that the browser knows. */
export const TIME_ZONES: readonly string[] = [
  ...new Set([
    'UTC',
    'America/New_York',
    'America/Chicago',
    'Europe/London',
    'Europe/Berlin',
    'Asia/Tokyo',
    'Asia/Hong_Kong',
    'Asia/Kolkata',
    'Australia/Sydney',
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];
