import { OperatorProblem } from "@/lib/kernel/operator-problem";

/** A backup cannot be written or restored. The message is a sentence for the operator; nothing was changed. */
export class BackupProblem extends OperatorProblem {}
