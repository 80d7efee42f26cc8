import {
  fromTransferableError,
  type TransferableError,
  toTransferableError,
} from '../../../src/core/error.ts';

interface Call {
  readonly id: number;
  readonly target: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly object: number; readonly fields: Record<string, unknown> }
  | { readonly id: number; readonly error: TransferableError };

/** Stands for an object of the worker among the arguments of a call. */
interface ObjectReference {
  readonly objectReference: number;
}

/** Under this symbol a stand-in tells which object it stands for. */
const TARGET = Symbol('target');

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

function hasMethods(value: unknown): value is object {
  if (value instanceof Blob) return false;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  return (
    Object.getPrototypeOf(value) !== Object.prototype ||
    Object.values(value).some((v) => typeof v === 'function')
  );
}

function plainFields(object: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => name in object).map((name) => [name, Reflect.get(object, name)]),
  );
}

/** Answers calls to `root` and to every object with methods that it hands out. */
export function serve(scope: DedicatedWorkerGlobal, root: object): void {
  const objects = new Map<number, object>([[0, root]]);
  let count = 0;
  const resolve = (arg: unknown): unknown =>
    typeof arg === 'object' && arg !== null && 'objectReference' in arg
      ? objects.get((arg as ObjectReference).objectReference)
      : arg;
  const answer = async ({ id, target, method, args }: Call): Promise<Answer> => {
    try {
      const object = objects.get(target) as Methods;
      const value = await (object[method] as (...args: readonly unknown[]) => unknown).apply(object, [
        ...args.map(resolve),
      ]);
      if (!hasMethods(value)) return { id, value };
      objects.set(++count, value);
      return { id, object: count, fields: plainFields(value, ['kind', 'series', 'place']) };
    } catch (error) {
      return { id, error: toTransferableError(error) };
    }
  };
  scope.onmessage = async ({ data }) => scope.postMessage(await answer(data as Call));
  scope.postMessage('ready');
}

/** The part of a worker's global scope that {@link serve} uses. */
export interface DedicatedWorkerGlobal {
  onmessage: ((event: MessageEvent) => unknown) | null;
  postMessage(message: unknown): void;
}

/** A stand-in for the object that `worker` serves. */
export async function connect<T extends object>(worker: Worker): Promise<T> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  const call = (target: number, method: string, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++count;
      waiting.set(id, (answer) => {
        if ('error' in answer) reject(fromTransferableError(answer.error));
        else resolve('object' in answer ? standIn(answer.object, answer.fields) : answer.value);
      });
      worker.postMessage({ id, target, method, args: args.map(refer) } satisfies Call);
    });
  const refer = (arg: unknown): unknown => {
    const object = typeof arg === 'object' && arg !== null ? Reflect.get(arg, TARGET) : undefined;
    return object === undefined ? arg : ({ objectReference: object } satisfies ObjectReference);
  };
  const standIn = (target: number, fields: Record<string, unknown>): object =>
    new Proxy(fields, {
      get: (_, name) => {
        if (name === TARGET) return target;
        if (name === 'then' || typeof name === 'symbol') return undefined;
        return name in fields ? fields[name] : (...args: readonly unknown[]) => call(target, name, args);
      },
    });
  await new Promise<void>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || 'The worker did not start'));
    worker.onmessage = ({ data }) => {
      if (data === 'ready') return resolve();
      const answer = data as Answer;
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    };
  });
  return standIn(0, {}) as T;
}
