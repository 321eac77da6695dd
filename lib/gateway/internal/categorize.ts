import "server-only";
import { randomInt } from "node:crypto";
import { countCategory } from "@/lib/activity/count-category";
import { categoryOf } from "@/lib/activity/rules/categories";
import { catalog } from "@/lib/catalog/catalog";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { priceUsage } from "@/lib/catalog/rules/price-usage";
import { env } from "@/lib/config/env";
import {
  categorizationBody,
  excerptOf,
  mayBeSampled,
  unretainedEndpoint,
} from "@/lib/gateway/rules/categorization";
import { readResponse } from "@/lib/gateway/rules/read-response";
import { property } from "@/lib/gateway/rules/upstream-usage";
import type { Nanos } from "@/lib/kernel/money";
import { Redacted } from "@/lib/kernel/redacted";
import type { Completion } from "./completion";
import { sendUpstream } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

/** More would hold too many prompts in memory; what comes while so many are under way is dropped. */
const inFlightMax = 4;
const answerMsMax = 10_000;
const answerBytesMax = 32_000;

/** What became of sampled prompts since this process started. `costNanos` is the operator's. */
const figures = { categorized: 0, dropped: 0, failed: 0, costNanos: 0n as Nanos };
let inFlight = 0;

export function categorizationFigures(): Readonly<typeof figures> {
  return figures;
}

/**
 * May ask a model what a finished completion was about. Not part of the completion: its caller has the response and the bill
 * by now, and neither waits for this nor pays for it. The prompt stays in memory until the answer is there.
 */
export function sampleCategory(completion: Completion, model: string): void {
  const { categorization } = env();
  if (!categorization || !isSampled(completion, categorization.sample)) return;
  const endpoint = unretainedEndpoint(catalog().modelById.get(categorization.model));
  const excerpt = excerptOf(completion.input.expose());
  if (!endpoint || excerpt === null) return;
  if (inFlight >= inFlightMax) {
    figures.dropped += 1;
    return;
  }
  inFlight += 1;
  void ask(endpoint, new Redacted(excerpt))
    .then((answer) => {
      if (answer === null) figures.failed += 1;
      else {
        figures.categorized += 1;
        countCategory(model, categoryOf(answer));
      }
    })
    .catch(() => void (figures.failed += 1))
    .finally(() => void (inFlight -= 1));
}

function isSampled({ input, context: { privacy, guardrails } }: Completion, sample: number): boolean {
  const { preferences } = input.expose();
  return mayBeSampled({ privacy, guardrails, preferences }) && randomInt(10_000) < sample;
}

/** The model's answer; null when there is none in time. Errors are not logged: their text could be of the prompt. */
async function ask(endpoint: Endpoint, excerpt: Redacted<string>): Promise<string | null> {
  const exchanges: UpstreamExchange[] = [];
  const end = () => exchanges.forEach((exchange) => exchange.end());
  const timer = setTimeout(end, answerMsMax);
  timer.unref();
  try {
    const reply = await sendUpstream(endpoint, "/chat/completions", {
      payload: JSON.stringify(categorizationBody(endpoint.upstreamModel, excerpt.expose())),
      isStream: false,
      onExchange: (exchange) => void exchanges.push(exchange),
      onSent: () => undefined,
      onTooLarge: end,
    });
    if (!reply.ok) return null;
    const bytes = await reply.body.whole();
    return bytes.length > answerBytesMax ? null : readAnswer(bytes.toString("utf8"), endpoint);
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer(text: string, endpoint: Endpoint): string | null {
  const read = readResponse(text, { kind: "chat", tokensMax: 1_000, isEventStream: false });
  if (read.is !== "response") return null;
  const { reported, choices } = read.response;
  if (reported)
    figures.costNanos += priceUsage(
      endpoint.prices,
      { ...reported, imageCount: 0 },
      { discount: false },
    ).costNanos;
  const parsed: unknown = JSON.parse(choices);
  const content = property(property(property(parsed, "0"), "message"), "content");
  return typeof content === "string" ? content : "";
}
