import "server-only";
import { msPerSecond } from "@/lib/kernel/clock";

type StripeList<Row> = { readonly data: readonly Row[]; readonly has_more: boolean };
type PageQuery = { limit: number; starting_after?: string };

export type PagesRead = {
  readonly pages: number;
  /** False when the list goes on after the last page that was read. */
  readonly isComplete: boolean;
};

/**
 * Reads a list of Stripe, newest first, and hands each page of up to a hundred rows to `work`. Ends after `pagesMax`
 * pages, or when `work` returns "enough". Rejects when Stripe does not respond.
 */
export async function listPages<Row extends { readonly id: string }>(
  pagesMax: number,
  fetchPage: (query: PageQuery) => Promise<StripeList<Row>>,
  work: (rows: readonly Row[]) => Promise<unknown> | "enough" | void,
): Promise<PagesRead> {
  let after: string | undefined;
  for (let pages = 1; pages <= pagesMax; pages += 1) {
    const list = await fetchPage({ limit: 100, ...(after && { starting_after: after }) });
    const isEnough = (await work(list.data)) === "enough";
    after = list.data.at(-1)?.id;
    if (isEnough || !list.has_more || !after) return { pages, isComplete: true };
  }
  return { pages: pagesMax, isComplete: false };
}

/** Stripe's bounds of a list by time, in seconds, both included. */
export type Created = { readonly gte: number; readonly lte: number };

type Spans = {
  readonly fromMs: number;
  readonly toMs: number;
  /** The longest span that is read at once. */
  readonly spanMs: number;
  /** Most pages of one span; one with more is divided. */
  readonly spanPagesMax?: number;
  /**
   * No span is begun after so many pages, or after three times as many with those of spans that had to be divided. The
   * first span is always read, so that every run gets further.
   */
  readonly pagesMax: number;
};

export type SpansRead = { readonly throughMs: number; readonly isComplete: boolean };

/** A span with too many pages is divided by this, and a longer one tried again when few pages were left. */
const division = 8;

/**
 * Reads what happened at Stripe in a time, span by span from the oldest on, since Stripe lists only the newest first:
 * what was read up to some moment then stays read. `read` reads one span, of which it may be given parts again;
 * `save` is called with the end of each span that was read completely. Rejects with what these reject with, and when a
 * single second has more pages than a span may have.
 */
export async function readSpans(
  { fromMs, toMs, spanMs, spanPagesMax = 100, pagesMax }: Spans,
  read: (created: Created, pagesMax: number) => Promise<PagesRead>,
  save: (through: Date) => Promise<void>,
): Promise<SpansRead> {
  let [from, span, kept, asked] = [fromMs, spanMs, 0, 0];
  while (from < toMs && ((kept < pagesMax && asked < 3 * pagesMax) || from === fromMs)) {
    const to = Math.min(toMs, from + span);
    const created = { gte: Math.floor(from / msPerSecond), lte: Math.floor(to / msPerSecond) };
    const { pages, isComplete } = await read(created, spanPagesMax);
    asked += pages;
    if (isComplete) {
      kept += pages;
      await save(new Date(to));
      from = to;
      if (pages * division <= spanPagesMax) span = Math.min(spanMs, span * division);
    } else if (span > msPerSecond) span = Math.max(msPerSecond, Math.ceil(span / division));
    else throw new Error("one second has more rows at Stripe than can be read");
  }
  return { throughMs: from, isComplete: from >= toMs };
}
