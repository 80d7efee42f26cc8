import type { CommissionTerms, SlippageTerms } from '../../core/costs.ts';
import { useRun } from '../shell/workbench.tsx';
import { changedTerms, shareOf } from './form-terms.ts';
import { DEFAULT_COMMISSION } from './run-form.ts';
import { TermNumber, TermSelect, useEditTerms } from './term-fields.tsx';
import { TermGroup } from './term-group.tsx';
import { COMMISSION_NAMES, costWords, SLIPPAGE_NAMES } from './term-words.ts';

type FeeType = CommissionTerms['type'];
type SlippageType = SlippageTerms['type'] | 'none';

const FEE_TYPES = Object.entries(COMMISSION_NAMES).map(([value, label]) => ({
  value: value as FeeType,
  label,
}));
const SLIPPAGE_TYPES = Object.entries(SLIPPAGE_NAMES).map(([value, label]) => ({
  value: value as SlippageType,
  label,
}));

/** Where a type of commission starts; a percent is the field above the groups. */
function firstFees(type: FeeType, percent: number): CommissionTerms | undefined {
  const rate = shareOf(percent);
  switch (type) {
    case 'percent':
      return undefined;
    case 'flat':
      return { type, amount: 1 };
    case 'flat-percent':
      return { type, amount: 1, rate };
    case 'per-unit':
      return { type, amount: 0.005, min: 1 };
    case 'maker-taker':
      return { type, maker: rate, taker: rate };
    case 'strategy':
      return { type };
  }
}

function firstSlippage(type: SlippageType): SlippageTerms | undefined {
  switch (type) {
    case 'none':
      return undefined;
    case 'fixed':
      return { type, amount: 0.01 };
    case 'bps':
      return { type, bps: 5 };
    case 'ticks':
      return { type, ticks: 1, tickSize: 0.01 };
    case 'volume-share':
      return { type, coefficient: 0.1 };
  }
}

/** The fields of the type of commission that is chosen. */
function FeeFields(props: { readonly fees: CommissionTerms }) {
  const edit = useEditTerms();
  const { fees } = props;
  const set = (change: object) => edit({ fees: { ...fees, ...change } as CommissionTerms });
  const rate = (name: string, label: string, value: number, hint?: string) => (
    <TermNumber
      id={`fee-${name}`}
      label={label}
      hint={hint}
      min={0}
      max={99}
      percent
      value={value}
      onChange={(next) => set({ [name]: next })}
    />
  );
  return (
    <>
      {(fees.type === 'flat' || fees.type === 'flat-percent' || fees.type === 'per-unit') && (
        <TermNumber
          id="fee-amount"
          label={fees.type === 'per-unit' ? 'Money a unit' : 'Money a fill'}
          hint="In the currency of the account, at entry and at exit."
          min={0}
          value={fees.amount}
          onChange={(amount) => set({ amount })}
        />
      )}
      {fees.type === 'flat-percent' && rate('rate', 'and (%)', fees.rate, 'Percent of notional.')}
      {fees.type === 'per-unit' && (
        <>
          <TermNumber
            id="fee-min"
            label="At least (money)"
            hint="The least that a fill costs."
            min={0}
            unset="none"
            value={fees.min}
            onChange={(min) => set({ min })}
          />
          <TermNumber
            id="fee-max"
            label="At most (money)"
            hint="The most that a fill costs."
            min={fees.min ?? 0}
            unset="none"
            value={fees.max}
            onChange={(max) => set({ max })}
          />
        </>
      )}
      {fees.type === 'maker-taker' && (
        <>
          {rate('maker', 'Maker (%)', fees.maker, 'Percent of notional that resting limit orders pay.')}
          {rate('taker', 'Taker (%)', fees.taker, 'Percent of notional that all other orders pay.')}
        </>
      )}
    </>
  );
}

/** The fields of the kind of slippage that is chosen. */
function SlippageFields(props: { readonly slippage: SlippageTerms }) {
  const edit = useEditTerms();
  const { slippage } = props;
  const field = (name: string, label: string, value: number, hint: string) => (
    <TermNumber
      id={`slippage-${name}`}
      label={label}
      hint={hint}
      min={0}
      value={value}
      onChange={(next) => edit({ slippage: { ...slippage, [name]: next } as SlippageTerms })}
    />
  );
  switch (slippage.type) {
    case 'fixed':
      return field('amount', 'Price units', slippage.amount, 'By how much the price is worse.');
    case 'bps':
      return field('bps', 'Basis points', slippage.bps, 'Hundredths of a percent of the price.');
    case 'ticks':
      return (
        <>
          {field('ticks', 'Ticks', slippage.ticks, 'By how many ticks the price is worse.')}
          {field('tickSize', 'Tick (price units)', slippage.tickSize, 'What one tick is.')}
        </>
      );
    case 'volume-share':
      return field(
        'coefficient',
        'Coefficient',
        slippage.coefficient,
        'The price is worse by price × coefficient × share², the share being units ÷ volume of the bar.',
      );
  }
}

/** What trading costs beside the commission in percent. */
export function CostFields() {
  const form = useRun((state) => state.form);
  const editForm = useRun((state) => state.edit);
  const edit = useEditTerms();
  const { fees, slippage, spread } = form.terms;
  return (
    <TermGroup
      id="costs"
      title="Costs"
      words={costWords(form)}
      onReset={() => {
        const nothing = { fees: undefined, slippage: undefined, spread: undefined };
        const terms = changedTerms(form.terms, nothing);
        editForm({ terms, commissionPct: DEFAULT_COMMISSION });
      }}
    >
      <TermSelect
        id="run-fee-type"
        label="Commission"
        hint="How commission is charged, at every fill. Percent: the field Commission (%) above."
        value={fees?.type ?? 'percent'}
        choices={FEE_TYPES}
        onChange={(type) => edit({ fees: firstFees(type, form.commissionPct) })}
      />
      {fees && <FeeFields fees={fees} />}
      <TermSelect
        id="run-slippage-type"
        label="Slippage"
        hint="How much worse than their rule says orders without a limit fill."
        value={slippage?.type ?? 'none'}
        choices={SLIPPAGE_TYPES}
        onChange={(type) => edit({ slippage: firstSlippage(type) })}
      />
      {slippage && <SlippageFields slippage={slippage} />}
      <TermNumber
        id="run-spread"
        label="Spread (%)"
        hint="Percent of the price by which every entry is worse."
        min={0}
        max={99}
        percent
        value={spread ?? 0}
        onChange={(next) => edit({ spread: next })}
      />
    </TermGroup>
  );
}
