import { BacktabError } from '../../core/error.ts';
import { normalizeName, recognizedNames } from './column-roles.ts';
import { commonWidth } from './table-start.ts';
import { isTimeOfDay, proposeFormat } from './timestamp-format.ts';

/** Column names fitted to the width of the rows; `` where the header has none. */
export interface CsvColumns {
  readonly names: readonly string[];
  readonly notes: readonly string[];
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
 * prove which name is missing. Error `not-ohlcv` otherwise.
 */
export function fitColumns(
  file: string,
  header: readonly string[] | undefined,
  rows: readonly (readonly string[])[],
): CsvColumns {
  const width = commonWidth(rows);
  if (!header)
    return { names: Array.from({ length: width }, (_, index) => `column ${index + 1}`), notes: [] };
  const names = header.map((name) => name.trim());
  while (names.length > width && names.at(-1) === '') names.pop();
  if (names.length === width) return { names, notes: [] };
  const typical = rows.filter((row) => row.length === width);
  const extraEmpty = typical.every((row) => row.slice(names.length).every((field) => field.trim() === ''));
  if (width > names.length && extraEmpty)
    return { names: [...names, ...Array.from({ length: width - names.length }, () => '')], notes: [] };
  const widened = width === names.length + 1 ? widen(names, typical) : undefined;
  if (widened) return widened;
  throw new BacktabError(
    'not-ohlcv',
    `"${file}": the header names ${names.length} columns (${names.join(', ').slice(0, 200)}), but the rows have ${width} fields ("${typical[0]?.join(', ').slice(0, 200)}"), so it is not certain which name belongs to which field: correct the header`,
  );
}
