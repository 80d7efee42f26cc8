import type { SeriesKey } from '../../core/series.ts';
import type { ConflictPolicy, StoreReport } from '../bar-storage.ts';

/** Roles a source column can play. `date` + `time` together make the timestamp when they stand in two columns. */
export const COLUMN_ROLES = [
  'timestamp',
  'date',
  'time',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'ignore',
] as const;

/** Role of one source column. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** How the text or number in the timestamp column is read. */
export const TIMESTAMP_FORMATS = [
  'iso',
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-microseconds',
  'epoch-nanoseconds',
  'yyyymmdd',
  'year-month-day',
  'day-month-year',
  'month-day-year',
  'month-name',
] as const;

/** Name of a timestamp format. */
export type TimestampFormat = (typeof TIMESTAMP_FORMATS)[number];

/** Which side of the bar a source stamp marks. `close` stamps are moved back by one timeframe on import. */
export type StampSide = 'open' | 'close';

/** How a file is to be read. Everything is sniffed and everything can be corrected. */
export interface ImportMapping {
  readonly format: 'csv' | 'parquet';
  readonly compression: 'none' | 'gzip';
  /** CSV only. */
  readonly delimiter: string;
  /** CSV only: the first line names the columns. */
  readonly header: boolean;
  /** CSV only. */
  readonly decimalComma: boolean;
  /** One role per source column, in file order. */
  readonly roles: readonly ColumnRole[];
  readonly timestampFormat: TimestampFormat;
  /** IANA zone in which naive stamps are read. Default `UTC`. */
  readonly timeZone: string;
  readonly stampSide: StampSide;
  /** One price a bar: open, high and low of every bar are its close, and no column has their roles. Never proposed, always chosen. Default false. */
  readonly closeOnly: boolean;
}

/** What is known of a file before it is imported. */
export interface ImportPreview {
  readonly fileName: string;
  readonly fileBytes: number;
  readonly mapping: ImportMapping;
  /** Proposed identity of the series. */
  readonly series: SeriesKey;
  /** Names of the source columns; `column 1`.. without a header, `` for an unnamed one. */
  readonly columnNames: readonly string[];
  /** First rows as they stand in the file. */
  readonly sampleRows: readonly (readonly string[])[];
  /** What the user has to settle before the file can be imported, one sentence each; empty when it can be as it stands. */
  readonly problems: readonly string[];
  /** What the sniffer is not sure of, or had to assume: one sentence each, shown in the preview. */
  readonly notes: readonly string[];
}

/** Corrections of a preview. What is absent stays as sniffed. */
export interface ImportOptions {
  readonly mapping?: Partial<ImportMapping>;
  readonly series?: Partial<SeriesKey>;
  /** Default `keep`. */
  readonly onConflict?: ConflictPolicy;
}

/** One row that was not stored. */
export interface Rejection {
  /** 1-based line of the file, header included (CSV), or 1-based row (Parquet). */
  readonly line: number;
  readonly reason: string;
  /** The row as it stood, cut to 200 characters. */
  readonly text: string;
}

/** Result of an import. rowsIn = rowsStored + rowsRejected, always; with `linesSkipped` that is every line of a CSV but its header, comments and blank ones. */
export interface ImportReport {
  readonly fileName: string;
  readonly series: SeriesKey;
  readonly seriesId: string;
  /** Data rows in the file: header and blank lines do not count. */
  readonly rowsIn: number;
  /** Rows whose bar is in the storage after the import: inserted + updated + skipped as already stored. */
  readonly rowsStored: number;
  readonly rowsRejected: number;
  /** Lines of a banner before the table and of a footer behind it: no rows, named in the notes. */
  readonly linesSkipped: number;
  /** What the storage did with the stored rows. */
  readonly store: StoreReport;
  /** The first 1,000 rejections; `rowsRejected` counts all. */
  readonly rejections: readonly Rejection[];
  readonly mapping: ImportMapping;
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

/** Progress of an import. */
export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rows: number;
  readonly phase: 'reading' | 'committing';
}
