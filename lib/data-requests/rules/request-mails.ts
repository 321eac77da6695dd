import { asOneLine } from "@/lib/kernel/recordable-text";
import type { Fact } from "@/lib/mail/rules/mail-parts";
import { mailDay } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { confirmDays, type Deadlines } from "./clocks";
import { kindNames, type RequestKind } from "./request-kinds";

type Context = {
  /** Name of the product. */
  readonly from: string;
  readonly recipient: string;
  /** The page of the request, for anyone who has this link. */
  readonly url: string;
};

/**
 * Asks to prove control of the address. Anyone can cause it for any address, so it has no word that was typed into the
 * form.
 */
export function confirmRequestMail({ from, recipient, url }: Context): RenderedMail {
  return renderMail({
    kind: "data_request_confirm",
    recipient,
    from,
    subject: "Confirm your privacy request",
    heading: "Confirm your privacy request",
    paragraphs: [
      `We received a request about the personal data that ${from} has under this address. Open the link, check what was asked, and confirm it, so that we know that it comes from you.`,
      `The link works for ${confirmDays} days. A request that isn't confirmed is deleted.`,
    ],
    button: { label: "Review and confirm", url },
    closing: "If this wasn't you, ignore this email. Nothing happens without your confirmation.",
  });
}

/** A step that the requester is told of. `text` is an operator's words. */
export type MailedStep = {
  readonly name: "received" | "acknowledged" | "started" | "extended" | "answered" | "refused";
  readonly kind: RequestKind;
  readonly receivedAt: Date;
  readonly deadlines: Deadlines;
  readonly text?: string;
};

type StepContext = Context & {
  readonly privacyEmail: string | null;
  /** The public form. */
  readonly formUrl: string;
};

/** One mail per step, from a template; answers and reasons are added as paragraphs. */
export function requestStepMail(step: MailedStep, context: StepContext): RenderedMail {
  const { from, recipient, url, privacyEmail, formUrl } = context;
  const texts = stepTexts[step.name];
  const isClosed = step.name === "answered" || step.name === "refused";
  return renderMail({
    kind: "data_request_step",
    recipient,
    from,
    subject: texts.title,
    heading: texts.title,
    paragraphs: [
      texts.lead,
      ...linesOf(step.text ?? ""),
      ...(isClosed ? appealTexts(from, privacyEmail) : []),
    ],
    facts: factsOf(step, isClosed),
    button: { label: "View the request", url },
    ...(isClosed && { links: [{ label: "Appeal with a new request", url: formUrl }] }),
    closing: "The link works without an account. Don't forward this email: it opens the request.",
  });
}

const stepTexts: Readonly<Record<MailedStep["name"], { readonly title: string; readonly lead: string }>> = {
  received: {
    title: "We received your privacy request",
    lead: "It's confirmed and in our queue. A person reads it next, and confirms to you that they have.",
  },
  acknowledged: {
    title: "Your privacy request was acknowledged",
    lead: "We read your request and will handle it.",
  },
  started: {
    title: "Your privacy request is in progress",
    lead: "We're working on your request.",
  },
  extended: {
    title: "We need more time for your privacy request",
    lead: "The law allows us to extend the period once. This is the reason:",
  },
  answered: { title: "Your privacy request was answered", lead: "This is our answer:" },
  refused: {
    title: "Your privacy request was rejected",
    lead: "We can't do what you asked. This is the reason:",
  },
};

function factsOf({ kind, receivedAt, deadlines }: MailedStep, isClosed: boolean): readonly Fact[] {
  return [
    { label: "Request", value: kindNames[kind] },
    { label: "Received", value: mailDay(receivedAt) },
    ...(isClosed
      ? []
      : [
          { label: "Answer where possible", value: mailDay(deadlines.answerBy) },
          { label: "Answer no later than", value: mailDay(deadlines.latestBy) },
        ]),
  ];
}

/** How to disagree with an answer, for the mail and for the page of the request. */
export function appealTexts(product: string, privacyEmail: string | null): readonly string[] {
  const write = privacyEmail === null ? "" : `, or write to ${privacyEmail}`;
  return [
    `If you disagree, appeal: send a new request of the kind “Something else”${write}, and say what we should decide differently. Someone looks at it again, within the same periods.`,
    `You can also complain to a supervisory authority: in Europe the data protection authority where you live, in California the Privacy Protection Agency or the Attorney General. ${product} never treats anyone worse because of a request.`,
  ];
}

/** Each line of an operator's text as a paragraph of its own. */
function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map(asOneLine)
    .filter((line) => line !== "");
}

export type DueCounts = { readonly unacknowledged: number; readonly soon: number; readonly overdue: number };

type OperatorContext = { readonly from: string; readonly recipient: string; readonly queueUrl: string };

/** The daily mail to operators about requests that need them. Names no requester. */
export function requestsDueMail(
  counts: DueCounts,
  { from, recipient, queueUrl }: OperatorContext,
): RenderedMail {
  const { unacknowledged, soon, overdue } = counts;
  const subject =
    overdue > 0
      ? `${requests(overdue)} overdue`
      : soon > 0
        ? `${requests(soon)} due within a day`
        : `${requests(unacknowledged)} to acknowledge`;
  return renderMail({
    kind: "data_requests_due",
    recipient,
    from,
    subject,
    heading: subject,
    paragraphs: [
      "People asked about their data and wait for you. Acknowledge within 2 business days, answer within 10 where possible, and never later than the law allows.",
      "You get this email once a day, for as long as a request needs you.",
    ],
    facts: [
      { label: "Overdue", value: String(overdue) },
      { label: "Due within a day", value: String(soon) },
      { label: "Not acknowledged", value: String(unacknowledged) },
    ],
    button: { label: "View the requests", url: queueUrl },
  });
}

function requests(count: number): string {
  return count === 1 ? "1 privacy request" : `${count} privacy requests`;
}
