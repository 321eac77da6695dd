import "server-only";

export type Column<Row> = {
  readonly name: string;
  /** The SQL type of the column's array elements. */
  readonly type: string;
  readonly value: (row: Row) => string | number | bigint | boolean | null;
};

/** Rows to insert into one table. With `sums`, they are added to the existing row with the same keys. */
export type Insert<Row> = {
  readonly table: string;
  readonly keys: readonly Column<Row>[];
  readonly sums?: readonly Column<Row>[];
};

/**
 * Builds one statement that inserts into several tables, each from one array per column: a whole flush in one round
 * trip. The text does not depend on the rows and is built once, at import; empty arrays insert nothing. Rows are
 * written in the given order, so that all writers lock in one order.
 */
// The tables' rows have no type in common; each insert is checked against its own rows where it is defined.
export function insertAllStatement(inserts: readonly Insert<never>[]): string {
  let used = 0;
  const parts = inserts.map((insert) => {
    const text = insertText(insert, used);
    used += insert.keys.length + (insert.sums?.length ?? 0);
    return text;
  });
  const last = parts.pop() ?? "";
  return `with ${parts.map((text, index) => `i${index} as (${text})`).join(", ")} ${last}`;
}

function insertText({ table, keys, sums }: Insert<never>, offset: number): string {
  const columns = [...keys, ...(sums ?? [])];
  const arrays = columns.map(({ type }, index) => `$${offset + index + 1}::${type}[]`).join(", ");
  const text = `insert into ${table} (${names(columns)}) select * from unnest(${arrays})`;
  if (!sums) return text;
  const added = sums.map(({ name }) => `${name} = ${table}.${name} + excluded.${name}`).join(", ");
  return `${text} on conflict (${names(keys)}) do update set ${added}`;
}

function names(columns: readonly Column<never>[]): string {
  return columns.map(({ name }) => name).join(", ");
}

/** The parameters of one insert, in column order. */
export function columnArrays<Row>(
  { keys, sums }: Pick<Insert<Row>, "keys" | "sums">,
  rows: readonly Row[],
): unknown[][] {
  return [...keys, ...(sums ?? [])].map(({ value }) => rows.map(value));
}
