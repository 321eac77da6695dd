/** Rows of the person's own workspace. */
export function ofOwnWorkspace(alias: string): string {
  return `${alias}.workspace_id = any($2::uuid[])`;
}

/** Rows of the person's own workspace, and in teams those that `column` assigns to the person. */
export function ofPerson(alias: string, column: string): string {
  return `(${ofOwnWorkspace(alias)} or (${alias}.workspace_id = any($3::uuid[]) and ${alias}.${column} = $1::uuid))`;
}
