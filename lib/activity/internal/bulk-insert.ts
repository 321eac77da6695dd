import "server-only";

export type Column<Row> = {
  readonly name: string;
  /** SQL type of the column's array elements. */
  readonly type: string;
  readonly value: (row: Row) => string | number | bigint | boolean | null;
};

/** An insert of many rows from one array per column. The text does not depend on the rows: made once, at import. */
export function insertStatement<Row>(table: string, columns: readonly Column<Row>[], suffix = ""): string {
  const names = columns.map(({ name }) => name).join(", ");
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
  return `insert into ${table} (${names}) select * from unnest(${arrays}) ${suffix}`;
}

/** The same, adding `sums` to the row that is there. Rows come in the order given, so writers lock in one order. */
export function addStatement<Row>(
  table: string,
  columns: { readonly keys: readonly Column<Row>[]; readonly sums: readonly Column<Row>[] },
): string {
  const keys = columns.keys.map(({ name }) => name).join(", ");
  const sums = columns.sums.map(({ name }) => `${name} = ${table}.${name} + excluded.${name}`).join(", ");
  const all = [...columns.keys, ...columns.sums];
  return insertStatement(table, all, `on conflict (${keys}) do update set ${sums}`);
}

export function columnArrays<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
  return columns.map(({ value }) => rows.map(value));
}
