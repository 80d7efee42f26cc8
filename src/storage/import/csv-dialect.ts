import { normalizeName, recognizedNames } from './column-roles.ts';
import { splitLine } from './csv-scanner.ts';
import { readsAs } from './timestamp-format.ts';

/** Delimiters that are tried, the likeliest first. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** One line of a file's head. */
export interface HeadLine {
  /** 1-based physical line. */
  readonly line: number;
  readonly text: string;
}

/** Lines with content, comments left out, save a first comment that names columns (`#Date,Open,...`). */
export interface HeadLines {
  readonly lines: readonly HeadLine[];
  readonly newline: 0x0a | 0x0d;
  /** The header stands behind a `#`. */
  readonly commentedHeader: boolean;
}

function namesColumns(text: string): boolean {
  return DELIMITERS.some(
    (delimiter) => recognizedNames((splitLine(text, delimiter) ?? []).map(normalizeName)) >= 4,
  );
}

/** Splits the head of a file; its last, possibly cut line counts only when the head is `complete`. */
export function headLines(text: string, complete: boolean): HeadLines {
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const all = text.split(newline);
  if (!complete && all.length > 1) all.pop();
  const filled = all
    .map((content, index) => ({ line: index + 1, text: content.replace(/\r$/, '') }))
    .filter(({ text: content }) => content.trim() !== '');
  const lines = filled.filter(({ text: content }) => !content.startsWith('#'));
  const first = filled[0];
  const code = newline === '\n' ? 0x0a : 0x0d;
  if (first?.text.startsWith('#') && namesColumns(first.text.slice(1)))
    return {
      lines: [{ line: first.line, text: first.text.replace(/^#\s*/, '') }, ...lines],
      newline: code,
      commentedHeader: true,
    };
  return { lines, newline: code, commentedHeader: false };
}

/** True for a field that spells a number, a percentage or a date. */
export function isDataLike(field: string): boolean {
  const text = field.trim();
  return (
    /^[+-]?[.,]?\d[\d.,]*(?:[eE][+-]?\d+)?[KMB%]?$/.test(text) ||
    /^\d{1,8}[-/.:T ][\d\-/.:TZ+ APMapm]+$/.test(text) ||
    (/\d/.test(text) && readsAs(text, 'month-name'))
  );
}

/** The delimiter under which most columns hold numbers and dates; `,` when none does. */
export function sniffDelimiter(lines: readonly HeadLine[]): string {
  const sample = lines.slice(0, 101);
  const data = sample.length > 1 ? sample.slice(1) : sample;
  let best: string = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = data.flatMap(({ text }) => splitLine(text, delimiter) ?? []).filter(isDataLike).length;
    const score = rows / data.length;
    if (score > bestScore * 1.05 && data.some(({ text }) => text.includes(delimiter))) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** True when the first row names columns instead of holding values. */
export function sniffHeader(first: readonly string[]): boolean {
  return recognizedNames(first) >= 3 || !first.some(isDataLike);
}

/** True when numbers of these fields use the comma as decimal mark; evidence is a comma that no thousands separator explains. */
export function sniffDecimalComma(fields: readonly string[], delimiter: string): boolean {
  let comma = 0;
  let point = 0;
  for (const field of fields) {
    const text = field.trim().replace(/^([+-]?)[$£¥€]\s?/, '$1');
    if (/^[+-]?\d+\.\d+$/.test(text) || /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) point++;
    else if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(text)) comma++;
    else if (/^[+-]?\d+,\d+$/.test(text) && (delimiter !== ',' || !/,\d{3}$/.test(text))) comma++;
  }
  return comma > point;
}
