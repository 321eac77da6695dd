import { z } from "zod";
import { emailField, token } from "@/lib/accounts/rules/account-input";
import { endOfDay } from "./clocks";
import { linesField, textField } from "@/lib/kernel/text-field";
import { answerLengthMax, detailsLengthMax, noteLengthMax } from "./lengths";
import { identityChecks, requestKinds, requestLaws } from "./request-kinds";

const nameLengthMax = 100;

const choice = "Choose one of the options.";

const requestFields = {
  kind: z.enum(requestKinds, choice),
  law: z.enum(requestLaws, choice),
  email: emailField,
  details: linesField(detailsLengthMax).default(""),
  byAgent: z.literal("on").optional(),
  agentName: textField(nameLengthMax).default(""),
  // Empty without an agent; checked below.
  agentEmail: textField(254).default(""),
};

type AgentFields = { byAgent?: "on" | undefined; agentName: string; agentEmail: string };

/** Without the box, what was typed about an agent is left out; with it, both fields are needed. */
function withAgent<Input extends AgentFields>(input: Input, context: z.RefinementCtx) {
  const { byAgent, agentName, agentEmail, ...rest } = input;
  if (byAgent !== "on") return { ...rest, agent: null };
  const issue = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  const address = emailField.safeParse(agentEmail);
  if (agentName === "") issue("agentName", "Enter the agent's name.");
  if (!address.success) issue("agentEmail", "Enter the agent's email address.");
  if (agentName === "" || !address.success) return z.NEVER;
  return { ...rest, agent: { name: agentName, email: address.data } };
}

export const requestSchema = z.object(requestFields).transform(withAgent);

export type NewRequest = z.output<typeof requestSchema>;

const pastDay = z.iso
  .date("Enter a day.")
  .transform((day) => new Date(`${day}T12:00:00Z`))
  .refine((at) => at <= endOfDay(new Date()), "Enter today or an earlier day.")
  .refine((at) => at > new Date("2020-01-01"), "Enter a later day.");

/** A request that arrived by mail or letter, as an operator enters it. */
export const enteredRequestSchema = z.object({ ...requestFields, receivedOn: pastDay }).transform(withAgent);

export type EnteredRequest = z.output<typeof enteredRequestSchema>;

export const confirmSchema = z.object({ token });

const requestId = z.uuid();
const filled = (lengthMax: number, empty: string) =>
  linesField(lengthMax).refine((text) => text !== "", empty);

export const requestIdSchema = z.object({ requestId });
export const noteSchema = z.object({ requestId, note: filled(noteLengthMax, "Write the note.") });
export const answerSchema = z.object({ requestId, answer: filled(answerLengthMax, "Write the answer.") });
export const reasonSchema = z.object({ requestId, reason: filled(answerLengthMax, "Write the reason.") });
export const checkSchema = z.object({
  requestId,
  subject: z.enum(identityChecks, choice),
  checked: z.enum(["on", "off"], choice),
});
