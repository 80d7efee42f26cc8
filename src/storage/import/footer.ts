import type { BarSink } from './bar-sink.ts';

/** Lines that may stand behind the table: more are rejected rows. */
const MAX_FOOTER_LINES = 20;

/** A line that is no row, held until it is known whether rows come behind it. */
interface HeldLine {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/**
 * Lines that may be a vendor's footer (`Source: ...`, a disclaimer). Those that are still held when the file ends are no rows; as soon as a row follows,
 * or there are more than 20, they are rejected rows like any other.
 */
export class Footer {
  readonly lines: HeldLine[] = [];

  get holding(): boolean {
    return this.lines.length > 0;
  }

  /** Holds a line that is no row for `reason`. */
  hold(line: number, reason: string, text: string, sink: BarSink): void {
    this.lines.push({ line, reason, text });
    if (this.lines.length > MAX_FOOTER_LINES) this.release(sink);
  }

  /** Hands what is held to `sink` as rejected rows. */
  release(sink: BarSink): void {
    for (const { line, reason, text } of this.lines) sink.reject(line, reason, () => text);
    this.lines.length = 0;
  }
}
