/** Settings of every connection, to be made right after opening and before the first write. */
const SETTINGS = [
  // A checkpoint behind our back leaves a stale WAL whose head the next commit overwrites; see OpfsDatabase.checkpoint.
  "SET wal_autocheckpoint = '1TB'",
  'PRAGMA disable_checkpoint_on_shutdown',
  // First use of an extension would fetch it from the network and, offline, break the wasm function table.
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  // SQL that a user types may reach no file but the database, and may not undo what stands above.
  'SET enable_external_access = false',
  'SET lock_configuration = true',
] as const;

/** Applies the settings that durability and safety rest on. */
export function applySettings(connection: { query(sql: string): unknown }): void {
  for (const statement of SETTINGS) connection.query(statement);
}
