import { BacktabError } from '../../core/error.ts';

/** One piece of SQL: a word, a quoted thing, or a single character. Comments and space are left out. */
interface Token {
  readonly kind: 'word' | 'text' | 'identifier' | 'other';
  readonly text: string;
}

const OPENING_WORDS = new Set(['select', 'with', 'from', 'values', 'describe', 'summarize', 'show', 'table']);

/** Functions that reach files, secrets or the network, or run SQL out of a string. */
const FORBIDDEN_FUNCTIONS =
  /^(read_\w+|\w+_scan|scan_\w+|sniff_csv|glob|parquet_\w+|query|query_table|getenv|duckdb_secrets|which_secret|load_\w+|install_\w+|force_checkpoint|checkpoint|pragma_\w+|nextval|setseed|write_log|enable_\w+|disable_\w+)$/;

const PIECE =
  /\s+|--[^\n]*|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<text>'(?:[^']|'')*')|(?<identifier>"(?:[^"]|"")*")|(?<number>\d[\w.]*)/uy;

/**
 * Checks that `sql` by itself is exactly ONE reading statement whose parentheses balance, so that it can stand as `SELECT * FROM (<sql>)`, and
 * returns it without comments' surroundings and trailing semicolons. Error `query-refused` says what was found and what to do.
 */
export function guardStatement(sql: string): string {
  const { tokens, end } = tokenize(sql);
  const opening = tokens.find(({ text }) => text !== '(');
  if (!opening) throw refusal('nothing', 'Write one SELECT statement.');
  if (opening.kind !== 'word' || !OPENING_WORDS.has(opening.text.toLowerCase())) {
    throw refusal(
      opening.text,
      'Only statements that read (SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW) run here.',
    );
  }
  checkBalance(tokens);
  checkNames(tokens);
  return sql.slice(0, end);
}

function checkBalance(tokens: readonly Token[]): void {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'other') continue;
    if (text === ';') throw refusal(';', 'Run one statement at a time.');
    if (text === '(') depth++;
    if (text === ')' && --depth < 0) throw refusal(')', 'Close only parentheses that were opened.');
  }
  if (depth > 0) throw refusal('(', 'Close every parenthesis.');
}

function checkNames(tokens: readonly Token[]): void {
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]?.text.toLowerCase();
    const name = token.kind === 'identifier' ? token.text.slice(1, -1) : token.text;
    const called = tokens[index + 1]?.text === '(' && (token.kind === 'word' || token.kind === 'identifier');
    if (called && FORBIDDEN_FUNCTIONS.test(name.toLowerCase())) {
      throw refusal(
        name,
        'Files, secrets and the network cannot be reached from here: import a file instead.',
      );
    }
    if (token.kind === 'text' && (before === 'from' || before === 'join')) {
      throw refusal(
        token.text,
        'Files cannot be read from here: import the file, then query the table "ohlcv_data".',
      );
    }
  });
}

/** The tokens of `sql`, and where it ends when trailing semicolons, comments and space are left out. */
function tokenize(sql: string): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let end = 0;
  for (let at = 0; at < sql.length; ) {
    const { next, token } = readPiece(sql, at);
    if (token) {
      tokens.push(token);
      if (token.text !== ';') end = next;
    }
    at = next;
  }
  while (tokens.at(-1)?.text === ';') tokens.pop();
  return { tokens, end };
}

function readPiece(sql: string, at: number): { readonly next: number; readonly token?: Token } {
  if (sql.startsWith('/*', at)) return { next: skipBlockComment(sql, at) };
  const dollar = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(sql.slice(at, at + 128))?.[0];
  if (dollar) {
    const close = sql.indexOf(dollar, at + dollar.length);
    if (close < 0) throw refusal(dollar, 'Close the dollar-quoted text.');
    const next = close + dollar.length;
    return { next, token: { kind: 'text', text: sql.slice(at, next) } };
  }
  if (/^[eE]'/.test(sql.slice(at, at + 2))) {
    throw refusal("e'", "Write text as '...' without backslash escapes.");
  }
  PIECE.lastIndex = at;
  const match = PIECE.exec(sql);
  if (!match) {
    const text = sql[at] as string;
    if (text === "'" || text === '"') throw refusal(text, 'Close every quotation mark.');
    return { next: at + 1, token: { kind: 'other', text } };
  }
  const next = PIECE.lastIndex;
  const { word, text, identifier, number } = match.groups ?? {};
  if (word) return { next, token: { kind: 'word', text: word } };
  if (text) return { next, token: { kind: 'text', text } };
  if (identifier) return { next, token: { kind: 'identifier', text: identifier } };
  return number ? { next, token: { kind: 'other', text: number } } : { next };
}

/** DuckDB's block comments nest. */
function skipBlockComment(sql: string, at: number): number {
  let depth = 1;
  let next = at + 2;
  while (depth > 0) {
    const open = sql.indexOf('/*', next);
    const close = sql.indexOf('*/', next);
    if (close < 0) throw refusal('/*', 'Close the comment.');
    const opens = open >= 0 && open < close;
    depth += opens ? 1 : -1;
    next = (opens ? open : close) + 2;
  }
  return next;
}

function refusal(found: string, advice: string): BacktabError {
  return new BacktabError('query-refused', `The query was not run: found "${found}". ${advice}`);
}
