import type { BarSink } from './bar-sink.ts';

/** Reads the rows of one file into a sink, a piece at a time. */
export interface RowReader {
  /** Bytes taken from the file so far. */
  readonly bytesRead: number;
  /** Reads on until the sink is full or a piece of the file is used up; `done` after the last row. */
  read(sink: BarSink): Promise<'more' | 'done'>;
  /** Lets go of the file; idempotent. */
  close(): Promise<void>;
  /** Lines before and behind the table that were left out, as {@link notes} says. */
  readonly linesSkipped: number;
  /** Notes on what was met while reading. */
  notes(): readonly string[];
}
