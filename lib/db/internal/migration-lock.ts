/** Key of the advisory lock under which one process at a time changes tables and roles; spells "migrate" on a telephone. */
export const migrationLockKey = 6_447_283;
