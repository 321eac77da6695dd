import { z } from "zod";
import { textProblem } from "./recordable-text";
import { capitalized } from "./capitalized";

/**
 * A line of text that will be recorded: trimmed, then validated by `textProblem`, with a sentence for the user as its
 * error. Empty text passes; a required field adds `.min(1, …)`.
 */
export function textField(lengthMax: number) {
  return z
    .string()
    .trim()
    .max(lengthMax, sentence(`must be at most ${lengthMax} characters`))
    .superRefine((text, context) => {
      // `max` reports the length; the OpenAPI document shows it too.
      const problem = text.length > lengthMax ? null : textProblem(text, lengthMax);
      if (problem) context.addIssue({ code: "custom", message: sentence(problem) });
    });
}

/**
 * Several lines of text that will be recorded: each is validated like `textField`, and line breaks become "\n". Empty
 * text passes; a required field adds `.refine`.
 */
export function linesField(lengthMax: number) {
  return z
    .string()
    .max(lengthMax * 2, sentence(`must be at most ${lengthMax} characters`))
    .transform((text, context) => {
      const lines = text.replace(/\r\n?/g, "\n").trim();
      const problem =
        lines.length > lengthMax
          ? `must be at most ${lengthMax} characters`
          : lines
              .replaceAll("\t", " ")
              .split("\n")
              .map((line) => textProblem(line, lengthMax))
              .find((found) => found !== null);
      if (!problem) return lines.replaceAll("\t", " ");
      context.addIssue({ code: "custom", message: sentence(problem) });
      return z.NEVER;
    });
}

const secrets = z.registry();

/** A text that is compared or hashed and never recorded, such as a password. Any character is allowed. */
export function secretField(lengthMax: number, emptySentence: string) {
  return z
    .string()
    .min(1, emptySentence)
    .max(lengthMax, sentence(`must be at most ${lengthMax} characters`))
    .register(secrets);
}

/** Whether a schema was created by `secretField`. */
export function isSecretField(schema: z.ZodString): boolean {
  return secrets.has(schema);
}

function sentence(problem: string): string {
  return `${capitalized(problem)}.`;
}
