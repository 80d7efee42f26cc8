import { BacktabError } from '../../core/error.ts';
import { BarOpen } from './bar-open.ts';
import type { BarSink } from './bar-sink.ts';
import { type ImportFile, type ReadPosition, readBytes } from './byte-source.ts';
import type { CsvLayout } from './csv-layout.ts';
import { CsvScanner, MAX_LINE_BYTES } from './csv-scanner.ts';
import { type DecimalMark, parsePrice, parseVolume } from './decimal-parser.ts';
import { grouped } from './english-count.ts';
import { Footer } from './footer.ts';
import type { ColumnRole } from './import-types.ts';
import type { RowReader } from './row-reader.ts';
import { StampReader } from './stamp-reader.ts';
import { skippedNote } from './table-start.ts';
import { textOf } from './text-bytes.ts';

const NONFINITE = /^[+-]?(?:inf(?:inity)?|nan)$/i;

/** Reads a delimited text file row by row. */
export class CsvReader implements RowReader {
  readonly #file: ImportFile;
  readonly #layout: CsvLayout;
  readonly #position: ReadPosition = { bytesRead: 0 };
  readonly #chunks: AsyncGenerator<Uint8Array>;
  readonly #scanner: CsvScanner;
  readonly #stamps: StampReader;
  readonly #opens: BarOpen;
  readonly #mark: DecimalMark;
  readonly #columns: number;
  readonly #column: Readonly<Record<Exclude<ColumnRole, 'ignore'>, number>>;
  readonly #footer = new Footer();
  #symbol: string | undefined;
  #ended = false;
  #drained = true;

  constructor(file: ImportFile, layout: CsvLayout) {
    const { mapping } = layout;
    this.#file = file;
    this.#layout = layout;
    this.#chunks = readBytes(file, mapping.compression, this.#position);
    this.#scanner = new CsvScanner(mapping.delimiter, layout.newline);
    this.#stamps = new StampReader(mapping.timestampFormat);
    this.#opens = new BarOpen({ ...mapping, timeframe: layout.series.timeframe });
    this.#mark = mapping.decimalComma ? 0x2c : 0x2e;
    this.#columns = layout.columnNames.length;
    const column = (role: ColumnRole) => mapping.roles.indexOf(role);
    this.#column = {
      timestamp: Math.max(column('timestamp'), column('date')),
      date: column('date'),
      time: column('time'),
      open: column(mapping.closeOnly ? 'close' : 'open'),
      high: column(mapping.closeOnly ? 'close' : 'high'),
      low: column(mapping.closeOnly ? 'close' : 'low'),
      close: column('close'),
      volume: column('volume'),
    };
  }

  get bytesRead(): number {
    return this.#position.bytesRead;
  }

  async read(sink: BarSink): Promise<'more' | 'done'> {
    if (this.#drained) {
      const { value, done } = await this.#chunks.next();
      this.#ended = done === true;
      this.#scanner.feed(value ?? new Uint8Array(0), this.#ended);
      if (this.#scanner.pending > MAX_LINE_BYTES)
        throw new BacktabError(
          'not-ohlcv',
          `"${this.#file.name}": line ${grouped(this.#scanner.line + 1)} is longer than ${grouped(MAX_LINE_BYTES)} bytes, so these are no rows of bars`,
        );
    }
    this.#drained = this.#readLines(sink);
    return this.#ended && this.#drained ? 'done' : 'more';
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  get linesSkipped(): number {
    return this.#layout.bannerLines + this.#footer.lines.length;
  }

  notes(): readonly string[] {
    const { repeated } = this.#opens.zone;
    const footer = skippedNote(this.#footer.lines, 'behind the last row');
    if (repeated === 0) return footer;
    return [
      ...footer,
      `Stamps in the hour that the clocks of ${this.#layout.mapping.timeZone} show twice, taken as the earlier moment: ${grouped(repeated)}.`,
    ];
  }

  #readLines(sink: BarSink): boolean {
    const scanner = this.#scanner;
    const { rowsAfter, symbolColumn } = this.#layout;
    const footer = this.#footer;
    while (!sink.full) {
      if (!scanner.next()) return true;
      if (scanner.line <= rowsAfter) continue;
      if (scanner.comment || (scanner.count <= 1 && scanner.blank)) continue;
      if (scanner.count !== this.#columns) {
        const problem = this.#countProblem();
        if (problem !== '') {
          if (this.#footerLike()) footer.hold(scanner.line, problem, scanner.text(), sink);
          else {
            footer.release(sink);
            sink.reject(scanner.line, problem, () => scanner.text());
          }
          continue;
        }
      }
      if (footer.holding) footer.release(sink);
      if (symbolColumn >= 0) this.#checkSymbol(symbolColumn);
      const reason = this.#readRow(sink);
      if (reason !== '') sink.reject(scanner.line, reason, () => scanner.text());
    }
    return false;
  }

  #readRow(sink: BarSink): string {
    const scanner = this.#scanner;
    const { fields, starts, ends, quoted } = scanner;
    const { timestamp: t, time, open: o, high: h, low: l, close: c, volume: v } = this.#column;
    const at = (index: number): number => starts[index] as number;
    const to = (index: number): number => ends[index] as number;
    const stamps = this.#stamps;
    const readable =
      time < 0
        ? stamps.read(fields, at(t), to(t))
        : stamps.readDateAndTime(fields, at(t), to(t), at(time), to(time));
    if (!readable) return `unreadable timestamp "${this.#text(t)}${time < 0 ? '' : ` ${this.#text(time)}`}"`;
    const timestamp = this.#opens.of(stamps.milliseconds, stamps.absolute);
    if (Number.isNaN(timestamp))
      return `timestamp "${this.#text(t)}" does not exist in ${this.#layout.mapping.timeZone}: the clocks skip it`;
    const mark = this.#mark;
    const open = parsePrice(fields, at(o), to(o), mark, quoted[o] === 1);
    const high = parsePrice(fields, at(h), to(h), mark, quoted[h] === 1);
    const low = parsePrice(fields, at(l), to(l), mark, quoted[l] === 1);
    const close = parsePrice(fields, at(c), to(c), mark, quoted[c] === 1);
    const volume = v < 0 ? 0 : parseVolume(fields, at(v), to(v), mark, quoted[v] === 1);
    // Infinity - Infinity and NaN are both NaN: one test for five numbers.
    if (open - open + (high - high) + (low - low) + (close - close) + (volume - volume) !== 0)
      return this.#numberProblem([open, high, low, close, volume]);
    return sink.accept(scanner.line, timestamp, open, high, low, close, volume);
  }

  #numberProblem(values: readonly number[]): string {
    for (const [position, role] of (['open', 'high', 'low', 'close', 'volume'] as const).entries()) {
      if (Number.isFinite(values[position]) || (this.#layout.mapping.closeOnly && position < 3)) continue;
      const text = this.#text(this.#column[role]);
      if (text === '') return role === 'volume' ? 'empty volume' : `empty ${role} price`;
      const finite = Number.isNaN(values[position]) && !NONFINITE.test(text);
      return finite ? `${role} "${text}" is not a number` : `${role} "${text}" is not finite`;
    }
    return 'unreadable number';
  }

  #countProblem(): string {
    const { count, starts, ends, fields } = this.#scanner;
    if (count < 0) return 'a quoted field is not closed on its line, or is followed by other characters';
    let extra = Math.min(count, starts.length);
    while (
      extra > this.#columns &&
      textOf(fields, starts[extra - 1] as number, ends[extra - 1] as number).trim() === ''
    )
      extra--;
    return extra === this.#columns && count <= starts.length
      ? ''
      : `${count} ${count === 1 ? 'field' : 'fields'} where ${this.#columns} are expected`;
  }

  /** A line of another width that is not the beginning of a row: a row cut short begins with a digit or has its stamp. */
  #footerLike(): boolean {
    const { count, fields, starts, ends } = this.#scanner;
    const { timestamp } = this.#column;
    if (/^["\s]*[+-]?\d/.test(this.#scanner.text())) return false;
    return !(
      count > timestamp && this.#stamps.read(fields, starts[timestamp] as number, ends[timestamp] as number)
    );
  }

  #checkSymbol(column: number): void {
    const symbol = this.#text(column);
    this.#symbol ??= symbol;
    if (symbol === this.#symbol) return;
    throw new BacktabError(
      'unsupported-file',
      `"${this.#file.name}" holds several instruments: line ${grouped(this.#scanner.line)} changes from "${this.#symbol}" to "${symbol}". Split the file, one instrument each`,
    );
  }

  #text(index: number): string {
    const { fields, starts, ends } = this.#scanner;
    return textOf(fields, starts[index] as number, ends[index] as number)
      .trim()
      .slice(0, 60);
  }
}
