import type { FinancingTerms } from '../../core/account-terms.ts';
import { useRun } from '../shell/workbench.tsx';
import { CashFlowList } from './cash-flow-list.tsx';
import { ContractFields } from './contract-fields.tsx';
import { changedTerms, percentOf, type TermsChange } from './form-terms.ts';
import { TermNumber, TermSelect, TermSwitch, useEditTerms } from './term-fields.tsx';
import { TermGroup } from './term-group.tsx';
import { accountWords } from './term-words.ts';

const PRICES = [
  { value: 'adjusted', label: 'adjusted' },
  { value: 'raw', label: 'raw' },
] as const;

const RATES: readonly {
  readonly name: keyof FinancingTerms;
  readonly label: string;
  readonly hint: string;
}[] = [
  { name: 'borrowRate', label: 'Borrow fee (% p.a.)', hint: 'Paid on the market value of shorts.' },
  {
    name: 'marginRate',
    label: 'Margin rate (% p.a.)',
    hint: 'Interest paid on borrowed money: what longs are worth beyond the equity.',
  },
  {
    name: 'cashRate',
    label: 'Cash rate (% p.a.)',
    hint: 'Interest received on money that is not invested.',
  },
];

const NOTHING: TermsChange = {
  margin: undefined,
  maintenanceMargin: undefined,
  lotSize: undefined,
  hedging: undefined,
  financing: undefined,
  contract: undefined,
  contracts: undefined,
  cashFlows: undefined,
  adjustments: undefined,
  riskFreeRate: undefined,
};

function Margins() {
  const { margin = 1, maintenanceMargin, lotSize } = useRun((state) => state.form.terms);
  const edit = useEditTerms();
  return (
    <>
      <TermNumber
        id="run-margin"
        label="Margin (%)"
        hint="Part of a position's value that equity must cover when it is opened. Leverage is 100 ÷ margin: 50% is 2×, 20% is 5×."
        min={0.01}
        max={100}
        percent
        value={margin}
        onChange={(next) => edit({ margin: next })}
      />
      <TermNumber
        id="run-maintenance"
        label="Maintenance (%)"
        hint="Part of the open positions' value that equity must cover at every close, at most the margin. Less is a margin call: trades are closed at the next open."
        min={0}
        max={percentOf(margin)}
        above
        percent
        unset="none"
        value={maintenanceMargin}
        onChange={(next) => edit({ maintenanceMargin: next })}
      />
      <TermNumber
        id="run-lot"
        label="Lot (units)"
        hint="Smallest tradable step; fractions of equity become whole lots."
        min={0}
        above
        unset="1"
        value={lotSize}
        onChange={(next) => edit({ lotSize: next })}
      />
    </>
  );
}

/** What the account may do, what it pays and gets beside trades, and what a unit is worth. */
export function AccountFields() {
  const form = useRun((state) => state.form);
  const editForm = useRun((state) => state.edit);
  const edit = useEditTerms();
  const { financing = {}, adjustments, hedging = false, riskFreeRate = 0 } = form.terms;
  return (
    <TermGroup
      id="account"
      title="Account"
      words={accountWords(form)}
      onReset={() => {
        const terms = changedTerms(form.terms, NOTHING);
        editForm({ terms, exclusiveOrders: true, finalizeTrades: false });
      }}
    >
      <Margins />
      <TermSwitch
        id="run-exclusive"
        label="Exclusive orders"
        hint="A new order cancels what is pending and closes the open position first."
        checked={form.exclusiveOrders}
        onChange={(exclusiveOrders) => editForm({ exclusiveOrders })}
      />
      <TermSwitch
        id="run-hedging"
        label="Hedging"
        hint="An order opens a trade of its own instead of closing trades of the other side first."
        checked={hedging}
        onChange={(next) => edit({ hedging: next })}
      />
      <TermSwitch
        id="run-finalize"
        label="Finalize trades"
        hint="Close what is open at the end, so that it counts as a trade. Off: it is marked at the last close."
        checked={form.finalizeTrades}
        onChange={(finalizeTrades) => editForm({ finalizeTrades })}
      />
      {RATES.map(({ name, label, hint }) => (
        <TermNumber
          key={name}
          id={`rate-${name}`}
          label={label}
          hint={hint}
          min={0}
          max={999}
          percent
          value={financing[name] ?? 0}
          onChange={(rate) => edit({ financing: { ...financing, [name]: rate } })}
        />
      ))}
      <TermNumber
        id="run-risk-free"
        label="Risk-free (% p.a.)"
        hint="Rate that Sharpe ratio and its kin take off the returns. It moves no money."
        min={-99}
        max={99}
        percent
        value={riskFreeRate}
        onChange={(next) => edit({ riskFreeRate: next })}
      />
      <ContractFields />
      <CashFlowList />
      <TermSelect
        id="run-adjustments"
        label="Prices"
        hint="Raw: the dividends and splits that the bars carry are applied. Adjusted: the prices have them in them."
        value={adjustments ?? 'adjusted'}
        choices={PRICES}
        onChange={(next) => edit({ adjustments: next })}
      />
    </TermGroup>
  );
}
