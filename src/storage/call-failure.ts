import type { ErrorCode } from '../core/error.ts';

/** Why a call ended without a result: the code of its error, or that its user cancelled it. */
export type CallFailure = ErrorCode | 'cancelled';
