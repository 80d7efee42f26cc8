import type { ColumnRole, ImportPreview } from '../../worker/client/types.ts';
import { assignRole, offeredRoles } from './role-assignment.ts';
import classes from './sample-table.module.css';

/** The first rows as they stand in the file, with the role of each column on top. */
export function SampleTable(props: {
  readonly preview: ImportPreview;
  /** One per column, the user's corrections included. */
  readonly roles: readonly ColumnRole[];
  /** One price a bar. */
  readonly closeOnly: boolean;
  readonly onRoles: (roles: readonly ColumnRole[]) => void;
}) {
  const { columnNames, sampleRows } = props.preview;
  const { roles, closeOnly, onRoles } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label="First rows of the file">
      <table className={classes.table}>
        <thead>
          <tr>
            {columnNames.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity; names repeat.
              <th key={column} scope="col" data-ignored={roles[column] === 'ignore' || undefined}>
                <span className={classes.name}>{name || `column ${column + 1}`}</span>
                <select
                  className={classes.role}
                  aria-label={`Role of ${name || `column ${column + 1}`}`}
                  data-testid={`role-${column}`}
                  value={roles[column] ?? 'ignore'}
                  onChange={(event) =>
                    onRoles(assignRole(roles, column, event.currentTarget.value as ColumnRole))
                  }
                >
                  {offeredRoles(closeOnly).map((role) => (
                    <option key={role} value={role}>
                      {role === 'ignore' ? '— ignore' : role}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sampleRows.slice(0, 8).map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file have no other identity.
            <tr key={line}>
              {columnNames.map((_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above.
                <td key={column} data-ignored={roles[column] === 'ignore' || undefined}>
                  {row[column] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
