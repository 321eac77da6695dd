/** Counts of received requests, for "nothing was sent" assertions. Has no content. */
export type ModelCount = {
  requests: number;
  streamed: number;
  /** Connections that the client closed before the response was complete. */
  aborted: number;
  statuses: Record<string, number>;
};

/** One completion marked by a test, as this provider would bill it. Has no content: a mark is digits. */
export type JournalCompletion = {
  readonly mark: string;
  readonly model: string;
  readonly streamed: boolean;
  /** Tokens that this provider bills; zero until something is produced. */
  promptTokens: number;
  completionTokens: number;
  /**
   * `produced`: finished and billed, whether or not the client received it. `aborted`: a stream whose client
   * disconnected, billed for what it had produced by then. `failed`: ended with an error and not billed.
   */
  state: "running" | "produced" | "aborted" | "failed";
  /** Arrival and end in milliseconds since 1970. */
  readonly at: number;
  endedAt: number | null;
};

const completionsMax = 10_000;

export function createJournal() {
  let unauthorized = 0;
  let models = new Map<string, ModelCount>();
  let completions: JournalCompletion[] = [];
  let arrivals = new Map<string, number>();

  function of(model: string): ModelCount {
    const known = models.get(model);
    if (known) return known;
    const fresh: ModelCount = { requests: 0, streamed: 0, aborted: 0, statuses: {} };
    if (models.size < 1_000) models.set(model, fresh);
    return fresh;
  }

  /** Records a marked request; the oldest entry is dropped when there are too many. */
  function begin(request: { mark: string; model: string; streamed: boolean }): JournalCompletion {
    const completion: JournalCompletion = {
      ...request,
      promptTokens: 0,
      completionTokens: 0,
      state: "running",
      at: Date.now(),
      endedAt: null,
    };
    completions.push(completion);
    arrivals.set(request.mark, arrivalsOf(request.mark) + 1);
    if (completions.length > completionsMax) forget(completions.shift());
    return completion;
  }

  /** How many requests with this mark have arrived. */
  function arrivalsOf(mark: string): number {
    return arrivals.get(mark) ?? 0;
  }

  function forget(oldest: JournalCompletion | undefined): void {
    if (!oldest) return;
    const left = arrivalsOf(oldest.mark) - 1;
    if (left > 0) arrivals.set(oldest.mark, left);
    else arrivals.delete(oldest.mark);
  }

  return {
    of,
    begin,
    arrivalsOf,
    names: () => [...models.keys()],
    countUnauthorized: () => {
      unauthorized += 1;
    },
    reset: () => {
      unauthorized = 0;
      models = new Map();
      completions = [];
      arrivals = new Map();
    },
    toJson: () => {
      const rows = [...models.values()];
      return {
        total: rows.reduce((sum, row) => sum + row.requests, 0),
        aborted: rows.reduce((sum, row) => sum + row.aborted, 0),
        unauthorized,
        models: Object.fromEntries(models),
        completions,
      };
    },
  };
}

/** Closes an entry once; later events of its connection have no effect. */
export function endCompletion(
  entry: JournalCompletion | null,
  state: "produced" | "aborted" | "failed",
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
): void {
  if (!entry || entry.state !== "running") return;
  Object.assign(entry, { state, ...tokens, endedAt: Date.now() });
}

export type Journal = ReturnType<typeof createJournal>;
