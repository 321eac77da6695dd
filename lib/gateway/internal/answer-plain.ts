import "server-only";
import { property, readUsage } from "@/lib/gateway/rules/upstream-usage";
import { type ReadChoices, readChoices, wireAnswer } from "@/lib/gateway/rules/wire-answer";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { Sealed } from "@/lib/kernel/sealed";
import { closeRun } from "./close-run";
import { type Attempt, openUpstream } from "./open-upstream";
import { refuseRun, type RunAnswer } from "./refuse-run";
import type { Run } from "./run";
import { faultOf, type UpstreamBody } from "./upstream";

type PlainAnswer = { readonly body: unknown; readonly read: ReadChoices };

/** Answers a request in one piece, after its settlement. */
export async function answerPlain(run: Run): Promise<RunAnswer> {
  const { kind } = run.input.open();
  const opened = await openUpstream(run, (body) => readPlain(run, body));
  if (!opened?.ok) return refuseRun(run, opened);
  const { endpoint, answer } = opened;
  const { choices, finishReason, nativeFinishReason, estimatedTokens } = answer.read;
  const bill = await closeRun(run, {
    endpoint,
    status: 200,
    outcome: {
      end: "ended",
      finishReason,
      reported: readUsage(property(answer.body, "usage")),
      estimatedCompletionTokens: estimatedTokens,
    },
    nativeFinishReason,
    upstreamId: property(answer.body, "id"),
    completion: new Sealed(completionOf(run, choices)),
  });
  const created = Math.floor(run.createdAt.getTime() / 1_000);
  const head = { id: run.wireId, created, model: endpoint.modelId, provider: endpoint.provider.name };
  return { kind: "json", generationId: run.wireId, body: wireAnswer(kind, head, choices, wireUsage(bill)) };
}

/** A body that breaks off, is not JSON or holds no choices is a fault of the provider's: another one may do better. */
async function readPlain(run: Run, body: UpstreamBody): Promise<Attempt<PlainAnswer>> {
  let text: string;
  try {
    text = await body.text();
  } catch (error) {
    return { fault: faultOf(error) };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { fault: { kind: "broken" } };
  }
  const read = readChoices(run.input.open().kind, parsed);
  return read ? { answer: { body: parsed, read } } : { fault: { kind: "broken" } };
}

function completionOf(run: Run, choices: readonly object[]): string {
  return run.context.privacy.logPrompts
    ? JSON.stringify(choices.map((choice) => property(choice, "message") ?? property(choice, "text")))
    : "";
}
