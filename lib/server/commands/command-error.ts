import { OperatorProblem } from "@/lib/kernel/operator-problem";

/** An expected error of a command, as a sentence for the terminal. Printed without a stack; exit code 1. */
export class CommandError extends OperatorProblem {}
