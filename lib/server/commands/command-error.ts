/** What a command refuses, in a sentence for the person at the terminal. Printed without a stack; exit code 1. */
export class CommandError extends Error {}
