import { estimateContentTokens } from "@/lib/gateway/rules/estimate-tokens";
import { TokenCounter } from "@/lib/gateway/rules/token-counter";
import { contextLength, type EndpointPrices, testModels } from "./endpoints";
import type { RequestPlan, Step } from "./plans";
import { type Attempt, markedPrompt, spokenText } from "./scripted-provider";

/** A correct bill: between two amounts, inclusive, estimated or not. */
export type RightBill = {
  readonly minNanos: bigint;
  readonly maxNanos: bigint;
  readonly isEstimated: boolean;
  readonly isCapped: boolean;
};

/** Facts about a request other than its provider's behavior. */
export type BillFacts = {
  readonly plan: RequestPlan;
  readonly mark: string;
  readonly heldNanos: bigint;
  /** Number of characters that the client received; the gateway read them, so they count. */
  readonly seenCharacters: number;
  /**
   * The gateway had a reason to stop the completion: duration, its own stop, or a disconnect at a cancelable provider.
   */
  readonly mayBeEnded: boolean;
};

type Usage = Extract<Step, { does: "usage" }>["usage"];

/** Summary of a provider's response, as far as it got. */
type Reading = {
  readonly text: string;
  readonly reason: string | null;
  /** All reports, in order. */
  readonly reports: readonly Usage[];
  /** No text followed the last report. */
  readonly isReportLast: boolean;
  /** Provider error. */
  readonly isFailure: boolean;
  /** The connection broke, and the last data may have been lost. */
  readonly isCut: boolean;
  /** Nothing more was expected. */
  readonly isOver: boolean;
  /** It ended normally. */
  readonly isWhole: boolean;
};

export type ExpectedBill =
  | { readonly isExplained: true; readonly bills: readonly RightBill[] }
  /** The gateway aborted a response without a reason. */
  | { readonly isExplained: false };

/**
 * Every correct bill for a request whose last attempt went as recorded: the reported usage, capped at what was
 * possible; nothing for a provider failure and for a response without text and finish reason; otherwise prompt and text
 * by our own count, within the hold. A completion that the gateway stopped is never free.
 */
export function expectedBill(attempt: Attempt, facts: BillFacts): ExpectedBill {
  const reading = attempt.isStream ? readStream(attempt) : readPlain(attempt);
  const { mayBeEnded } = facts;
  if (!reading.isOver && !mayBeEnded) return { isExplained: false };
  const bills = reading.isOver ? ordinaryBills(attempt, reading, facts) : [];
  const isPartial = mayBeEnded || (reading.isCut && !reading.isFailure);
  if (isPartial) {
    bills.push(...reading.reports.map((usage) => reportedBill(attempt, usage, facts)));
    bills.push(estimatedBill(attempt, reading.text, facts));
  }
  const isFailure = mayBeEnded && reading.reason === "error";
  if (isFailure || (reading.isCut && facts.seenCharacters === 0)) bills.push(free);
  return { isExplained: true, bills };
}

const free: RightBill = { minNanos: 0n, maxNanos: 0n, isEstimated: false, isCapped: false };

function ordinaryBills(attempt: Attempt, reading: Reading, facts: BillFacts): RightBill[] {
  const { text, reason, isReportLast, isWhole } = reading;
  if (reading.isFailure || reason === "error") return [free];
  // A report followed by more text is outdated if the response broke off, or if it is smaller than that text.
  const last = reading.reports.at(-1);
  const report = isReportLast || (isWhole && covers(attempt, last, text, facts)) ? last : undefined;
  if (report !== undefined) {
    const isInsured = reason === null && completionOf(attempt, report) === 0;
    return [isInsured ? free : reportedBill(attempt, report, facts)];
  }
  if (text === "" && reason === null) return [{ ...free, isEstimated: true }];
  return [{ ...estimate(attempt, text, facts), isEstimated: true, isCapped: false }];
}

function covers(attempt: Attempt, usage: Usage | undefined, text: string, { plan }: BillFacts): boolean {
  return usage !== undefined && completionOf(attempt, usage) >= countedOf(attempt, plan, text);
}

/** Our own count of the text, as far as it is billed. */
function countedOf(attempt: Attempt, plan: RequestPlan, text: string): number {
  const counter = new TokenCounter();
  // A longer text has more tokens than any limit that is sent.
  counter.add(text.slice(0, 20_000));
  return Math.min(Math.ceil(counter.tokens * testModels[plan.model].tokenFactor), attempt.tokensMax);
}

function completionOf({ tokensMax }: Attempt, usage: Usage): number {
  if (usage === "zero") return 0;
  return usage === "absurd" ? tokensMax : Math.min(usage.completion, tokensMax);
}

function reportedBill(attempt: Attempt, usage: Usage, facts: BillFacts): RightBill {
  const prices = pricesOf(attempt, facts.plan);
  const completion = completionOf(attempt, usage);
  if (usage === "zero") return free;
  const prompt = usage === "absurd" ? Math.min(promptOf(facts).possible, contextLength) : usage.prompt;
  if (prompt === 0 && completion === 0) return free;
  const cost = priceOf(prices, prompt, completion);
  const isCapped = usage === "absurd" || completion < usage.completion;
  return { minNanos: cost, maxNanos: cost, isEstimated: false, isCapped };
}

function promptOf({ plan, mark }: BillFacts): { likely: number; possible: number } {
  return estimateContentTokens({ messages: [{ role: "user", content: markedPrompt(plan.prompt, mark) }] });
}

/** The JSON around the text of a plain response, which is counted too when the response is not read to its end. */
const around =
  '[{"index":0,"message":{"role":"assistant","content":"","reasoning":null},"finish_reason":null,"logprobs":null}]';

/** For a response not read to its end: from the text that the client received to all text that was sent. */
function estimatedBill(attempt: Attempt, text: string, facts: BillFacts): RightBill {
  const least = estimate(attempt, text.slice(0, facts.seenCharacters), facts);
  const most = estimate(attempt, attempt.isStream ? text : `${around}${text}`, facts);
  return { minNanos: least.minNanos, maxNanos: most.maxNanos, isEstimated: true, isCapped: false };
}

function estimate(attempt: Attempt, text: string, facts: BillFacts): { minNanos: bigint; maxNanos: bigint } {
  const { plan, heldNanos } = facts;
  const prices = pricesOf(attempt, plan);
  const factor = testModels[plan.model].tokenFactor;
  const { likely, possible } = promptOf(facts);
  const prompt = Math.min(Math.ceil(likely * factor), possible, contextLength);
  const completion = countedOf(attempt, plan, text);
  const cost = priceOf(prices, prompt, completion);
  if (cost <= heldNanos) return { minNanos: cost, maxNanos: cost };
  // Reduced token by token until it fits the hold.
  const token = prices.prompt > prices.completion ? prices.prompt : prices.completion;
  return { minNanos: heldNanos > token ? heldNanos - token : 0n, maxNanos: heldNanos };
}

function pricesOf(attempt: Attempt, plan: RequestPlan): EndpointPrices {
  const prices = testModels[plan.model].endpoints[attempt.provider];
  if (!prices) throw new Error(`${attempt.provider} does not serve ${plan.model}`);
  return prices;
}

function priceOf(prices: EndpointPrices, prompt: number, completion: number): bigint {
  return BigInt(prompt) * prices.prompt + BigInt(completion) * prices.completion + prices.request;
}

/**
 * Whether an attempt's response was unusable, so that no one is charged and it counts as unaccounted. Unknown if the
 * last data may have been lost with the connection.
 */
export function isLost(attempt: Attempt): boolean | "unknown" {
  const { script, end, isStream } = attempt;
  if (!("steps" in script)) return false;
  if (end === "aborted") return "unknown";
  if (isStream) {
    const reading = readStream(attempt);
    const isNothing = reading.text === "" && reading.reason === null && reading.reports.length === 0;
    if (isNothing) return reading.isFailure && !endsWithError(attempt);
    // A response that became an error counts if a report or text shows that something was produced before.
    const isError = reading.reason === "error" || endsWithError(attempt);
    return reading.isCut || isError || isSilent(attempt, reading) ? "unknown" : false;
  }
  if (script.steps.some(({ does }) => does === "cut")) return true;
  const trouble = script.steps.find(({ does }) => does === "error" || does === "garbage")?.does;
  const reading = readPlain(attempt);
  if (trouble === undefined && (reading.reason === "error" || isSilent(attempt, reading))) return "unknown";
  return trouble === "garbage";
}

/** Text without reported tokens counts as unaccounted, except for a free model. */
function isSilent(attempt: Attempt, { text, reports }: Reading): boolean {
  return text !== "" && reports.some((usage) => completionOf(attempt, usage) === 0);
}

function endsWithError({ script }: Attempt): boolean {
  if (!("steps" in script)) return true;
  return script.steps.find(({ does }) => does === "error" || does === "cut")?.does === "error";
}

const nothingRead: Reading = {
  text: "",
  reason: null,
  reports: [],
  isReportLast: false,
  isFailure: false,
  isCut: false,
  isOver: false,
  isWhole: false,
};

/** A plain response: whole, or nothing at all. */
function readPlain({ script, end }: Attempt): Reading {
  if (!("steps" in script)) return { ...nothingRead, isFailure: true, isOver: true };
  if (end === "aborted") return nothingRead;
  const { steps } = script;
  const last = steps.findIndex(({ does }) => does === "done");
  const said = last < 0 ? steps : steps.slice(0, last);
  const isFailure = steps.some(({ does }) => does === "error" || does === "garbage" || does === "cut");
  // There is one report for the whole text.
  return { ...nothingRead, ...gathered(said), isReportLast: true, isFailure, isOver: true, isWhole: true };
}

function readStream({ script, stepsDone, end }: Attempt): Reading {
  if (!("steps" in script)) return { ...nothingRead, isFailure: true, isOver: true };
  const done = script.steps.slice(0, stepsDone);
  const last = done.findIndex(({ does }) => does === "done" || does === "error" || does === "cut");
  const said = last < 0 ? done : done.slice(0, last);
  const ending = done[last]?.does ?? (end === "complete" ? "close" : null);
  const read = gathered(said);
  const isNothing = read.text === "" && read.reason === null && read.reports.length === 0;
  return {
    ...read,
    isFailure: ending === "error" || (isNothing && (ending === "cut" || ending === "close")),
    isCut: ending === "cut",
    isOver: ending !== null,
    isWhole: ending === "done" || (ending === "close" && read.reason !== null),
  };
}

function gathered(steps: readonly Step[]): Pick<Reading, "text" | "reason" | "reports" | "isReportLast"> {
  let text = "";
  let reason: string | null = null;
  let isReportLast = false;
  const reports: Usage[] = [];
  for (const step of steps) {
    if (step.does === "text") text += spokenText(step.length);
    if (step.does === "text") isReportLast = false;
    if (step.does === "finish") ({ reason } = step);
    if (step.does !== "usage") continue;
    reports.push(step.usage);
    isReportLast = true;
  }
  return { text, reason, reports, isReportLast };
}
