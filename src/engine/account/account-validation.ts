import {
  type CashFlow,
  type ContractTerms,
  type FinancingTerms,
  PRICE_ADJUSTMENTS,
} from '../../core/account-terms.ts';
import { BacktabError } from '../../core/error.ts';
import type { RunTerms } from '../backtest-specification.ts';
import { isList } from '../contracts.ts';

const RATES = ['borrowRate', 'marginRate', 'cashRate'] as const;
const CONTRACT_FIELDS = ['multiplier', 'tickSize', 'initialMargin', 'maintenanceMargin'] as const;

/**
 * Checks what the terms of a run on `seriesCount` series say of the account beside trades.
 * @throws BacktabError `bad-argument` naming the field and its value.
 */
export function checkAccountTerms(terms: RunTerms, seriesCount: number): void {
  const { margin = 1, maintenanceMargin, adjustments } = terms;
  if (maintenanceMargin !== undefined) {
    demand(
      isNumber(maintenanceMargin) && maintenanceMargin > 0 && maintenanceMargin <= margin,
      'maintenanceMargin',
      `a share above 0 and at most the margin (${margin})`,
      maintenanceMargin,
    );
  }
  demand(
    adjustments === undefined || PRICE_ADJUSTMENTS.includes(adjustments),
    'adjustments',
    `one of ${PRICE_ADJUSTMENTS.join(', ')}`,
    adjustments,
  );
  if (terms.financing !== undefined) checkFinancing(terms.financing);
  if (terms.cashFlows !== undefined) checkFlows(terms.cashFlows);
  if (terms.contract !== undefined) checkContracts(terms.contract, seriesCount);
}

function checkFinancing(financing: FinancingTerms): void {
  demand(isObject(financing), 'financing', `an object with ${RATES.join(', ')}`, financing);
  for (const [name, rate] of fieldsOf('financing', financing, RATES)) {
    demand(
      isAmount(rate) && rate < 10,
      `financing.${name}`,
      'an annual rate from 0 to below 10 (0.05 = 5%)',
      rate,
    );
  }
}

function checkFlows(flows: readonly CashFlow[]): void {
  demand(Array.isArray(flows), 'cashFlows', 'a list of { time, amount }', flows);
  flows.forEach((flow, index) => {
    const name = `cashFlows[${index}]`;
    demand(isObject(flow), name, '{ time, amount }', flow);
    demand(isNumber(flow.time), `${name}.time`, 'a time in epoch milliseconds', flow.time);
    demand(
      isNumber(flow.amount) && flow.amount !== 0,
      `${name}.amount`,
      'money, positive for a deposit and negative for a withdrawal',
      flow.amount,
    );
  });
}

function checkContracts(contract: ContractTerms | readonly ContractTerms[], seriesCount: number): void {
  if (!isList(contract)) {
    checkContract('contract', contract);
    return;
  }
  demand(
    contract.length === seriesCount,
    'contract',
    `one for all series or a list of one for each (${seriesCount})`,
    `${contract.length} of them`,
  );
  contract.forEach((each, index) => {
    checkContract(`contract[${index}]`, each);
  });
}

function checkContract(field: string, contract: ContractTerms): void {
  demand(isObject(contract), field, `an object with ${CONTRACT_FIELDS.join(', ')}`, contract);
  for (const [name, value] of fieldsOf(field, contract, CONTRACT_FIELDS)) {
    demand(isAmount(value) && value > 0, `${field}.${name}`, 'a number above 0', value);
  }
  const { initialMargin, maintenanceMargin } = contract;
  if (maintenanceMargin === undefined) return;
  demand(
    initialMargin !== undefined && maintenanceMargin <= initialMargin,
    `${field}.maintenanceMargin`,
    `at most initialMargin (${initialMargin})`,
    maintenanceMargin,
  );
}

/** The fields of `terms` that are given; one that does not exist is an error. */
function fieldsOf(field: string, terms: object, known: readonly string[]): [name: string, value: unknown][] {
  const given = Object.entries(terms).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    demand(known.includes(name), `${field}.${name}`, `absent: use ${known.join(', ')}`, value);
  }
  return given;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isAmount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function demand(met: boolean, field: string, expected: string, value: unknown): void {
  if (met) return;
  const given = typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value);
  throw new BacktabError('bad-argument', `\`${field}\` of a run must be ${expected}, got ${given}`);
}
