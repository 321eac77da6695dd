/** Counts of what arrived, for "nothing was sent" assertions. Holds no content. */
export type ModelCount = {
  requests: number;
  streamed: number;
  /** Connections that the caller closed before the answer was complete. */
  aborted: number;
  statuses: Record<string, number>;
};

export function createJournal() {
  let unauthorized = 0;
  let models = new Map<string, ModelCount>();

  function of(model: string): ModelCount {
    const known = models.get(model);
    if (known) return known;
    const fresh: ModelCount = { requests: 0, streamed: 0, aborted: 0, statuses: {} };
    if (models.size < 1_000) models.set(model, fresh);
    return fresh;
  }

  return {
    of,
    names: () => [...models.keys()],
    countUnauthorized: () => {
      unauthorized += 1;
    },
    reset: () => {
      unauthorized = 0;
      models = new Map();
    },
    toJson: () => {
      const rows = [...models.values()];
      return {
        total: rows.reduce((sum, row) => sum + row.requests, 0),
        aborted: rows.reduce((sum, row) => sum + row.aborted, 0),
        unauthorized,
        models: Object.fromEntries(models),
      };
    },
  };
}

export type Journal = ReturnType<typeof createJournal>;
