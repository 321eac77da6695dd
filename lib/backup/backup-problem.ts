/** A backup cannot be made, or not restored. The message is a sentence for the operator; nothing was changed. */
export class BackupProblem extends Error {}
