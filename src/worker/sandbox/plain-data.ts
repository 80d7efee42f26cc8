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

/** Rethrows `error` with `key` before its path. */
export function at(key: string | number, error: unknown): unknown {
  if (error instanceof Mismatch) error.path.unshift(key);
  return error;
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
    const list = new Array<Value>(data.length);
    for (let index = 0; index < data.length; index++) {
      try {
        list[index] = reader(data[index]);
      } catch (error) {
        throw at(index, error);
      }
    }
    return list;
  };
}

/** Finite numbers, at most `length` of them. */
export function floats(length: number): Reader<Float64Array> {
  return (data) => {
    if (!(data instanceof Float64Array) || data.length > length) {
      throw new Mismatch(`a Float64Array of at most ${length}`, data);
    }
    for (let index = 0; index < data.length; index++) {
      if (!Number.isFinite(data[index])) throw at(index, new Mismatch('a finite number', data[index]));
    }
    return data;
  };
}

/** A reader per field. */
export type Shape<Value> = { readonly [Field in keyof Value]-?: Reader<Value[Field]> };

/**
 * An object with the own fields of `shape`; one with other fields is copied without them. `optional` ones may be absent. The data come out of a
 * structured clone, which has no getters.
 */
export function record<Value extends object>(
  shape: Shape<Value>,
  optional: readonly (keyof Value & string)[] = [],
): Reader<Value> {
  const names = Object.keys(shape) as (keyof Value & string)[];
  const readers = names.map((name): Reader<unknown> => shape[name]);
  return (data) => {
    if (typeof data !== 'object' || data === null) throw new Mismatch('an object', data);
    const source = data as Readonly<Record<string, unknown>>;
    let copy: Partial<Record<keyof Value, unknown>> | undefined;
    if (Object.keys(source).length !== names.length) copy = {};
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as keyof Value & string;
      const given = source[name];
      const absent = given === undefined && optional.includes(name);
      let value: unknown;
      try {
        value = absent ? undefined : readers[index]?.(given);
      } catch (error) {
        throw at(name, error);
      }
      if (!copy && (absent || value !== given)) {
        copy = {};
        for (const earlier of names.slice(0, index)) copy[earlier] = source[earlier];
      }
      if (copy && !absent) copy[name] = value;
    }
    return (copy ?? source) as Value;
  };
}
