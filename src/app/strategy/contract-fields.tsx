import type { ContractTerms } from '../../core/account-terms.ts';
import { formatShortest } from '../formatting/numbers.ts';
import { useData, useRun } from '../shell/workbench.tsx';
import classes from './contract-fields.module.css';
import { OptionalNumberField } from './number-field.tsx';
import { TermNumber, useEditTerms } from './term-fields.tsx';
import { shortName } from './term-words.ts';

const CONTRACT: readonly {
  readonly name: keyof ContractTerms;
  readonly label: string;
  /** Header of its column where each series has a row. */
  readonly header: string;
  readonly unset: string;
  readonly hint: string;
}[] = [
  {
    name: 'multiplier',
    label: 'Multiplier',
    header: 'Mult.',
    unset: '1',
    hint: 'Money that one unit is worth for each 1 of its price.',
  },
  {
    name: 'tickSize',
    label: 'Tick (price units)',
    header: 'Tick',
    unset: 'none',
    hint: 'Smallest step of the price.',
  },
  {
    name: 'initialMargin',
    label: 'Initial (money)',
    header: 'Initial',
    unset: 'none',
    hint: 'Initial margin: money that binds one unit when it is opened, instead of a share of its value.',
  },
  {
    name: 'maintenanceMargin',
    label: 'Maintain (money)',
    header: 'Maint.',
    unset: 'as initial',
    hint: 'Maintenance margin: money of equity that one open unit needs at a close; less is a margin call.',
  },
];

/** `contract` with `value` for `name`. Without an initial margin there is no maintenance margin either. */
function changed(
  contract: ContractTerms,
  name: keyof ContractTerms,
  value: number | undefined,
): ContractTerms {
  const { [name]: _, ...rest }: ContractTerms = contract;
  if (value !== undefined) return { ...rest, [name]: value };
  const { maintenanceMargin: __, ...unbound }: ContractTerms = rest;
  return name === 'initialMargin' ? unbound : rest;
}

/** What the fields of a contract take: a maintenance margin is at most the initial one, and needs one. */
function limits(name: keyof ContractTerms, { initialMargin }: ContractTerms) {
  const bound = name === 'maintenanceMargin';
  return { min: 0, above: true, max: bound ? initialMargin : undefined, disabled: bound && !initialMargin };
}

/** Ids of the series that the form trades, the one on screen first. */
function useTraded(): readonly string[] {
  const selectedId = useData((state) => state.selectedId);
  const others = useRun((state) => state.form.others);
  return selectedId === null ? [] : [selectedId, ...others.filter((id) => id !== selectedId)];
}

const NO_CONTRACTS: Readonly<Record<string, ContractTerms>> = {};

/** One row a series: what is its own, in the place of what holds for all. */
function ContractTable(props: { readonly traded: readonly string[]; readonly common: ContractTerms }) {
  const { traded, common } = props;
  const contracts = useRun((state) => state.form.terms.contracts) ?? NO_CONTRACTS;
  const edit = useEditTerms();
  return (
    <table className={classes.table} data-testid="contract-table">
      <caption>By series; empty: as above</caption>
      <thead>
        <tr>
          <th scope="col">Series</th>
          {CONTRACT.map(({ name, label, header, hint }) => (
            <th key={name} scope="col" title={`${label}: ${hint}`}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {traded.map((id, row) => {
          const own = contracts[id] ?? {};
          return (
            <tr key={id}>
              <th scope="row" title={shortName(id)}>
                {shortName(id)}
              </th>
              {CONTRACT.map(({ name, label }) => (
                <td key={name}>
                  <OptionalNumberField
                    {...limits(name, { ...common, ...own })}
                    id={`contract-${name}-${row}`}
                    aria-label={`${label}, ${shortName(id)}`}
                    placeholder={common[name] === undefined ? '—' : formatShortest(common[name])}
                    value={own[name]}
                    onChange={(value) =>
                      edit({ contracts: { ...contracts, [id]: changed(own, name, value) } })
                    }
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What a unit is worth and binds: for all series, and for each of several. */
export function ContractFields() {
  const contract = useRun((state) => state.form.terms.contract) ?? {};
  const traded = useTraded();
  const edit = useEditTerms();
  return (
    <>
      <h3 className={classes.caption}>Contract{traded.length > 1 ? ' of all series' : ''}</h3>
      {CONTRACT.map(({ name, label, unset, hint }) => (
        <TermNumber
          key={name}
          {...limits(name, contract)}
          id={`contract-${name}`}
          label={label}
          hint={hint}
          unset={unset}
          value={contract[name]}
          onChange={(value) => edit({ contract: changed(contract, name, value) })}
        />
      ))}
      {traded.length > 1 && <ContractTable traded={traded} common={contract} />}
    </>
  );
}
