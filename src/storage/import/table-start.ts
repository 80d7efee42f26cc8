import { recognizedNames } from './column-roles.ts';
import { type HeadLine, isDataLike } from './csv-dialect.ts';
import { counted, grouped } from './english-count.ts';

/** Lines that may stand before the table: more are no banner. */
const MAX_BANNER_LINES = 20;

type Fields = readonly string[] | undefined;

/** The number of fields that most rows have. Lines of one field say nothing of a table as long as there are wider ones; of equals the later counts. */
export function commonWidth(rows: readonly Fields[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const width = row?.length ?? 0;
    const count = (counts.get(width) ?? 0) + 1;
    counts.delete(width);
    counts.set(width, count);
  }
  const wide = [...counts].filter(([width]) => width > 1);
  return (wide.length > 0 ? wide : [...counts]).reduce(
    (best, entry) => (entry[1] >= best[1] ? entry : best),
    [0, 0],
  )[0];
}

function filled(fields: readonly string[]): number {
  return fields.filter((field) => field.trim() !== '').length;
}

/** A line of names for most of `width` columns and no value among them: a header even where it does not fit its rows, which then is refused. */
function looksLikeHeader(fields: Fields, width: number): boolean {
  return fields !== undefined && 2 * filled(fields) > width && !fields.some(isDataLike);
}

/**
 * Position of the header, or of the first row where there is none, among the lines of a file's head: behind a vendor's banner of at most 20 lines that
 * have not the columns of the table. Standard names decide, else the number of fields. 0 where no such beginning is found.
 */
export function findTableStart(split: readonly Fields[]): number {
  const head = split.slice(0, MAX_BANNER_LINES + 1);
  const names = head.map((fields) => recognizedNames(fields ?? []));
  const most = Math.max(...names);
  if (most >= 3) return names.indexOf(most);
  const width = commonWidth(split);
  const start = head.findIndex(
    (fields) =>
      fields !== undefined &&
      ((fields.length === width && (width < 2 || filled(fields) > 1)) ||
        (fields.length > 1 && isDataLike(fields[0] as string))),
  );
  const rows = split.slice(start, start + MAX_BANNER_LINES);
  if (start <= 0 || !rows.some((fields) => fields?.some(isDataLike))) return 0;
  const data = head[start]?.some(isDataLike) ?? false;
  return data && looksLikeHeader(head[start - 1], width) ? start - 1 : start;
}

/** Says which lines were skipped; `where` completes the sentence, e.g. `before the header`. Empty for no lines. */
export function skippedNote(lines: readonly HeadLine[], where: string): readonly string[] {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return [];
  const quoted = `"${first.text.trim().slice(0, 60)}"`;
  const span =
    lines.length === 1
      ? `line ${grouped(first.line)} (${quoted})`
      : `lines ${grouped(first.line)} to ${grouped(last.line)} (${quoted}, …)`;
  return [`${counted(lines.length, 'line')} ${where} skipped: ${span}.`];
}
