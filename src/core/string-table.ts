/** Texts by number, each stored once; number 0 is the empty text. */
export class StringTable {
  readonly texts: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);
  #last = '';
  #lastNumber = 0;

  /** Number of `text`. */
  intern(text: string): number {
    if (text === '') return 0;
    if (text === this.#last) return this.#lastNumber;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    this.#last = text;
    this.#lastNumber = number;
    return number;
  }
}
