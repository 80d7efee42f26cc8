/** Texts by number, each stored once; number 0 is the empty text. */
export class StringTable {
  readonly #texts: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  /** Number of `text`. */
  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }
}
