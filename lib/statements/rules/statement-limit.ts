/** Statements that a person may open or download: each sums all transfers of the workspace. Pages and files count alike. */
export const statementLimit = { name: "statement", points: 120, durationSeconds: 3_600 } as const;
