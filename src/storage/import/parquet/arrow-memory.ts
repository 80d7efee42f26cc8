/** A column of a record batch in the memory of parquet-wasm, as the Arrow C Data Interface describes it. Valid until the memory grows. */
export interface ArrowArray {
  /** Format string, e.g. `g` float64, `tsu:UTC` timestamp. */
  readonly format: string;
  readonly name: string;
  readonly length: number;
  readonly nullCount: number;
  readonly offset: number;
  /** Addresses of the buffers, 0 for an absent one. */
  readonly buffers: readonly number[];
  readonly dictionary: ArrowArray | undefined;
}

/** Name and format of a column. */
export interface ArrowField {
  readonly name: string;
  readonly format: string;
  readonly dictionary: boolean;
}

function text(memory: ArrayBuffer, address: number): string {
  const bytes = new Uint8Array(memory);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}

function pointers(view: DataView, address: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => view.getUint32(address + 4 * index, true));
}

function long(view: DataView, address: number): number {
  return Number(view.getBigInt64(address, true));
}

/**
 * Fields of the struct schema at `address`. Layout: `struct ArrowSchema` of the Arrow C Data Interface with 32-bit pointers
 * (https://arrow.apache.org/docs/format/CDataInterface.html).
 */
export function readFields(memory: ArrayBuffer, address: number): ArrowField[] {
  const view = new DataView(memory);
  return pointers(view, view.getUint32(address + 32, true), long(view, address + 24)).map((child) => ({
    format: text(memory, view.getUint32(child, true)),
    name: text(memory, view.getUint32(child + 4, true)),
    dictionary: view.getUint32(child + 36, true) !== 0,
  }));
}

function readArray(memory: ArrayBuffer, view: DataView, array: number, schema: number): ArrowArray {
  const dictionarySchema = view.getUint32(schema + 36, true);
  return {
    format: text(memory, view.getUint32(schema, true)),
    name: text(memory, view.getUint32(schema + 4, true)),
    length: long(view, array),
    nullCount: long(view, array + 8),
    offset: long(view, array + 16),
    buffers: pointers(view, view.getUint32(array + 40, true), long(view, array + 24)),
    dictionary:
      dictionarySchema === 0
        ? undefined
        : readArray(memory, view, view.getUint32(array + 48, true), dictionarySchema),
  };
}

/** Columns of the record batch (a struct array) at `array`, described by the schema at `schema`. */
export function readBatch(memory: ArrayBuffer, array: number, schema: number): ArrowArray[] {
  const view = new DataView(memory);
  const count = long(view, array + 32);
  const arrays = pointers(view, view.getUint32(array + 44, true), count);
  const schemas = pointers(view, view.getUint32(schema + 32, true), count);
  return arrays.map((child, index) => readArray(memory, view, child, schemas[index] as number));
}
