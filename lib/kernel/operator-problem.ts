/**
 * An expected problem of a start or a command that the operator can fix. The message is a sentence that says what to do;
 * it is shown as it is, so it must not quote a driver's message, a row, or a secret.
 */
export class OperatorProblem extends Error {}
