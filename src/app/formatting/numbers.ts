const MINUS = '−';

/** What is shown for an undefined figure. */
export const UNDEFINED_FIGURE = '—';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${minimum}/${maximum}`;
  const known = formats.get(key);
  if (known) return known;
  const created = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: minimum,
    maximumFractionDigits: maximum,
  });
  formats.set(key, created);
  return created;
}

/** `value` with thousands separators, exactly `decimals` decimals and a real minus sign; "—" for null and what is not finite. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNDEFINED_FIGURE;
  const text = numberFormat(decimals, decimals).format(value);
  if (!text.startsWith('-')) return text;
  return /[1-9]/.test(text) ? MINUS + text.slice(1) : text.slice(1);
}

/** Like {@link formatNumber} with a plus sign on gains. */
export function formatSigned(value: number | null | undefined, decimals = 2): string {
  const text = formatNumber(value, decimals);
  return value && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Units of a position: whole numbers plain, fractions with up to eight decimals. */
export function formatQuantity(value: number): string {
  return formatShortest(value);
}

/** `value` with the decimals it has, eight at most: 1,000 or 0.05. */
export function formatShortest(value: number): string {
  return numberFormat(0, 8).format(value).replace('-', MINUS);
}

/** `value` to its last digit, whole part with thousands separators; "—" for what is not finite. */
export function formatExact(value: number): string {
  if (!Number.isFinite(value)) return UNDEFINED_FIGURE;
  const [whole = '', ...fraction] = String(Math.abs(value)).split('.');
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return [value < 0 ? MINUS + grouped : grouped, ...fraction].join('.');
}

/** Large counts in short form: 1.2 k, 3.4 M. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return UNDEFINED_FIGURE;
  const units = ['', ' k', ' M', ' G', ' T'];
  let scaled = Math.abs(value);
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 ? (Number.isInteger(scaled) ? 0 : 2) : scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  return `${value < 0 ? MINUS : ''}${numberFormat(0, decimals).format(scaled)}${units[unit]}`;
}

/** Bytes in powers of 1,000: 532 B, 12.4 kB, 3.1 MB. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return UNDEFINED_FIGURE;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let scaled = bytes;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${numberFormat(0, unit === 0 || scaled >= 100 ? 0 : 1).format(scaled)} ${units[unit]}`;
}

/** Decimals that show the prices of a series: what the values need, bounded by what their magnitude makes readable. */
export function pricePrecision(prices: Float64Array): number {
  const count = Math.min(prices.length, 64);
  if (count === 0) return 2;
  let needed = 0;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const price = Math.abs(prices[Math.floor((i * prices.length) / count)] as number);
    largest = Math.max(largest, price);
    while (needed < 8 && Math.abs(price - Number(price.toFixed(needed))) > price * 1e-10) needed += 1;
  }
  const readable = largest >= 10 ? 2 : largest >= 1 ? 5 : 8;
  return Math.min(Math.max(needed, 2), readable);
}
