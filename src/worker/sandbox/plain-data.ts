/** Rebuilds a value from plain data that is not trusted; throws {@link Mismatch} when it has another shape. */
export type Reader<Value> = (data: unknown) => Value;

/** Where and how data differ from the shape expected. */
export class Mismatch extends Error {
  readonly path: (string | number)[] = [];
  constructor(expected: string, data: unknown) {
    super(
      `is ${typeof data === 'object' ? Object.prototype.toString.call(data) : String(data)}, not ${expected}`,
    );
    this.name = 'Mismatch';
  }
  /** e.g. `trades.3.size is NaN, not a finite number`. */
  describe(): string {
    return `${this.path.join('.') || 'the value'} ${this.message}`;
  }
}

function inside<Value>(key: string | number, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mismatch) error.path.unshift(key);
    throw error;
  }
}

/** A finite number. */
export const finite: Reader<number> = (data) => {
  if (typeof data !== 'number' || !Number.isFinite(data)) throw new Mismatch('a finite number', data);
  return data;
};

/** An integer >= 0. */
export const count: Reader<number> = (data) => {
  if (typeof data !== 'number' || !Number.isSafeInteger(data) || data < 0)
    throw new Mismatch('a count', data);
  return data;
};

/** `true` or `false`. */
export const flag: Reader<boolean> = (data) => {
  if (typeof data !== 'boolean') throw new Mismatch('true or false', data);
  return data;
};

/** A text of at most `length` characters. */
export function text(length: number): Reader<string> {
  return (data) => {
    if (typeof data !== 'string' || data.length > length)
      throw new Mismatch(`a text of at most ${length}`, data);
    return data;
  };
}

/** One of `values`. */
export function oneOf<const Value extends string | number>(values: readonly Value[]): Reader<Value> {
  return (data) => {
    if (!values.includes(data as Value)) throw new Mismatch(`one of ${values.join(', ')}`, data);
    return data as Value;
  };
}

/** `null`, or what `reader` reads. */
export function nullable<Value>(reader: Reader<Value>): Reader<Value | null> {
  return (data) => (data === null ? null : reader(data));
}

/** A list of at most `length` items. */
export function listOf<Value>(reader: Reader<Value>, length: number): Reader<Value[]> {
  return (data) => {
    if (!Array.isArray(data) || data.length > length) throw new Mismatch(`a list of at most ${length}`, data);
    return Array.from(data, (item, index) => inside(index, () => reader(item)));
  };
}

/** Finite numbers, at most `length` of them. */
export function floats(length: number): Reader<Float64Array> {
  return (data) => {
    if (!(data instanceof Float64Array) || data.length > length) {
      throw new Mismatch(`a Float64Array of at most ${length}`, data);
    }
    const odd = data.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) inside(odd, () => finite(data[odd]));
    return data;
  };
}

/** A reader per field. */
export type Shape<Value> = { readonly [Field in keyof Value]-?: Reader<Value[Field]> };

/** An object with the own fields of `shape`; other fields are dropped. `optional` ones may be absent. */
export function record<Value extends object>(
  shape: Shape<Value>,
  optional: readonly (keyof Value & string)[] = [],
): Reader<Value> {
  const fields = Object.entries(shape) as [keyof Value & string, Reader<unknown>][];
  return (data) => {
    if (typeof data !== 'object' || data === null) throw new Mismatch('an object', data);
    const value: Partial<Record<keyof Value, unknown>> = {};
    for (const [name, reader] of fields) {
      const own = Object.getOwnPropertyDescriptor(data, name)?.value;
      if (own === undefined && optional.includes(name)) continue;
      value[name] = inside(name, () => reader(own));
    }
    return value as Value;
  };
}
