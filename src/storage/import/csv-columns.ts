import { BacktabError } from '../../core/error.ts';
import { normalizeName, recognizedNames } from './column-roles.ts';
import { commonWidth } from './table-start.ts';
import { isTimeOfDay, proposeFormat } from './timestamp-format.ts';

/** Column names fitted to the width of the rows; `` where the header has none. */
export interface CsvColumns {
  readonly names: readonly string[];
  readonly notes: readonly string[];
  /** Set where the names do not fit and were put aside for numbers. */
  readonly problem?: string;
}

function values(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '');
}

function widen(names: readonly string[], rows: readonly (readonly string[])[]): CsvColumns | undefined {
  const first = values(rows, 0);
  const second = values(rows, 1);
  const dates = proposeFormat(first) !== undefined;
  if (dates && second.length > 0 && second.every(isTimeOfDay))
    return {
      names: [names[0] as string, '', ...names.slice(1)],
      notes: [
        `The header names ${names.length} columns, the rows have ${names.length + 1} fields: date and time stand in two fields under "${names[0]}".`,
      ],
    };
  const stamped =
    recognizedNames(names) >= 4 && /date|time|stamp|^ts$|^t$/.test(normalizeName(names[0] as string));
  if ((dates && !stamped) || (!dates && proposeFormat(second) !== undefined))
    return {
      names: ['', ...names],
      notes: [
        `The header names ${names.length} columns, the rows have ${names.length + 1} fields: the first field has no name.`,
      ],
    };
  return undefined;
}

/**
 * Fits a header to the rows. A header with one name fewer than the rows have fields would shift every column: it is repaired only where the values
 * prove which name is missing. Otherwise error `not-ohlcv`, or with `lenient` columns with numbers for names and a problem.
 */
export function fitColumns(
  file: string,
  header: readonly string[] | undefined,
  rows: readonly (readonly string[])[],
  lenient: boolean,
): CsvColumns {
  const width = commonWidth(rows);
  const numbers = Array.from({ length: width }, (_, index) => `column ${index + 1}`);
  if (!header) return { names: numbers, notes: [] };
  const names = header.map((name) => name.trim());
  while (names.length > width && names.at(-1) === '') names.pop();
  if (names.length === width) return { names, notes: [] };
  const typical = rows.filter((row) => row.length === width);
  const extraEmpty = typical.every((row) => row.slice(names.length).every((field) => field.trim() === ''));
  if (width > names.length && extraEmpty)
    return { names: [...names, ...Array.from({ length: width - names.length }, () => '')], notes: [] };
  const widened = width === names.length + 1 ? widen(names, typical) : undefined;
  if (widened) return widened;
  const misfit = `the header names ${names.length} columns (${names.join(', ').slice(0, 200)}), but the rows have ${width} fields ("${typical[0]?.join(', ').slice(0, 200)}"), so it is not certain which name belongs to which field`;
  if (!lenient) throw new BacktabError('not-ohlcv', `"${file}": ${misfit}: correct the header`);
  return { names: numbers, notes: [], problem: `T${misfit.slice(1)}: say what each column holds.` };
}
