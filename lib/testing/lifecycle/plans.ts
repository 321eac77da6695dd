import * as fc from "fast-check";

/** Usage that a provider reports: none, zeros, far more than is possible, or its own counts. */
type ReportedUsage = "zero" | "absurd" | { readonly prompt: number; readonly completion: number };

/** One step of a provider's response. */
export type Step =
  | { readonly does: "wait"; readonly ms: number }
  | { readonly does: "text"; readonly length: number }
  | { readonly does: "keepAlive" }
  | { readonly does: "finish"; readonly reason: string }
  | { readonly does: "usage"; readonly usage: ReportedUsage }
  | { readonly does: "error" }
  | { readonly does: "garbage" }
  | { readonly does: "done" }
  /** The connection breaks. */
  | { readonly does: "cut" }
  /** Sends nothing more until the other side gives up. */
  | { readonly does: "silence" };

/** A provider's response: only a status other than 200, or a sequence of steps. */
export type Script =
  | { readonly status: number }
  | { readonly status: 200; readonly isHeadLate: boolean; readonly steps: readonly Step[] };

type CallerPlan =
  | { readonly does: "readAll" }
  /** Disconnects this long after sending, whatever has arrived. */
  | { readonly does: "leave"; readonly afterMs: number }
  /** Disconnects as soon as a provider works on the request. */
  | { readonly does: "leaveWhenSent" }
  /** Disconnects after this many chunks. */
  | { readonly does: "leaveAfter"; readonly pieces: number }
  /** Reads one chunk, then nothing, and keeps the connection open. */
  | { readonly does: "stall" };

export type ModelName = "pair" | "dear" | "cancellable" | "free";

export type RequestPlan = {
  readonly model: ModelName;
  readonly isStream: boolean;
  readonly prompt: string;
  readonly tokensMax: number | null;
  readonly scripts: { readonly first: Script; readonly second: Script };
  readonly caller: CallerPlan;
  /** Starts together with the previous request instead of after it. */
  readonly isTogether: boolean;
};

/**
 * Which of the workspace's rows the database rejects: their texts, the whole row, or (temporarily) their first
 * attempts.
 */
type RecordFault = "none" | "texts" | "rows" | "passing";

/** One workspace and its requests. */
export type RunPlan = {
  /** In millionths of a dollar. */
  readonly creditMicros: number;
  readonly keyLimitMicros: number | null;
  readonly recordFault: RecordFault;
  readonly requests: readonly RequestPlan[];
};

/** A disturbance for all runs when the run with this number starts. */
export type Disturbance = { readonly atRun: number } & (
  | { readonly does: "breakConnections" }
  | { readonly does: "lockWallet"; readonly requests: number }
  | { readonly does: "editKeys"; readonly edits: number }
);

/** The life of one gateway process. */
export type LifePlan = { readonly runs: readonly RunPlan[]; readonly disturbances: readonly Disturbance[] };

const wait = fc.integer({ min: 0, max: 30 }).map((ms): Step => ({ does: "wait", ms }));
const text = fc.integer({ min: 1, max: 300 }).map((length): Step => ({ does: "text", length }));
const keepAlive = fc.constant<Step>({ does: "keepAlive" });
const finish = fc
  .oneof(
    { weight: 12, arbitrary: fc.constantFrom("stop", "length", "tool_calls") },
    { weight: 1, arbitrary: fc.constant("error") },
  )
  .map((reason): Step => ({ does: "finish", reason }));
const usage = fc
  .oneof<fc.WeightedArbitrary<ReportedUsage>[]>(
    {
      weight: 12,
      arbitrary: fc.record({
        // At most the bytes of the shortest prompt: impossible counts are a separate kind.
        prompt: fc.integer({ min: 0, max: 60 }),
        completion: fc.integer({ min: 0, max: 900 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant("zero") },
    { weight: 2, arbitrary: fc.constant("absurd") },
  )
  .map((reported): Step => ({ does: "usage", usage: reported }));

const body = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: text },
    { weight: 3, arbitrary: wait },
    { weight: 1, arbitrary: keepAlive },
  ),
  { maxLength: 8 },
);
const troubles = fc.constantFrom<Step[]>(
  { does: "error" },
  { does: "garbage" },
  { does: "cut" },
  { does: "silence" },
);
/** More than all buffers between a provider and a client that does not read can hold. */
const flood: readonly Step[] = Array.from({ length: 200 }, () => ({ does: "text", length: 65_536 }) as const);

const steps: fc.Arbitrary<readonly Step[]> = fc.oneof(
  {
    weight: 240,
    arbitrary: fc
      .tuple(body, fc.option(finish, { freq: 9 }), fc.option(usage, { freq: 5 }), fc.boolean())
      .map(([start, finished, reported, isDone]): Step[] => [
        ...start,
        ...(finished ? [finished] : []),
        ...(reported ? [reported] : []),
        ...(isDone ? [{ does: "done" } as const] : []),
      ]),
  },
  {
    weight: 100,
    arbitrary: fc
      .tuple(
        fc.option(usage, { freq: 2 }),
        body,
        fc.option(usage, { freq: 2 }),
        fc.tuple(troubles, body, fc.option(usage, { freq: 2 })),
      )
      .map(([first, start, early, [trouble, rest, late]]): Step[] => [
        ...(first ? [first] : []),
        ...start,
        ...(early ? [early] : []),
        trouble,
        ...rest,
        ...(late ? [late] : []),
      ]),
  },
  {
    weight: 1,
    arbitrary: usage.map((reported): Step[] => [...flood, reported, { does: "done" }]),
  },
);

const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(400, 401, 429, 500, 503).map((status): Script => ({ status })) },
  {
    weight: 9,
    arbitrary: fc
      .record({ isHeadLate: fc.boolean(), steps })
      .map((answer): Script => ({ status: 200, ...answer })),
  },
);

const caller: fc.Arbitrary<CallerPlan> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<CallerPlan>({ does: "readAll" }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 40 }).map((afterMs): CallerPlan => ({ does: "leave", afterMs })),
  },
  { weight: 2, arbitrary: fc.constant<CallerPlan>({ does: "leaveWhenSent" }) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 5 }).map((pieces): CallerPlan => ({ does: "leaveAfter", pieces })),
  },
  { weight: 1, arbitrary: fc.constant<CallerPlan>({ does: "stall" }) },
);

const prompt = fc
  .tuple(
    fc.constantFrom("heron ", "Zwölf Reiher. ", "鷺と川", '{"a":[1,2]} ', "x"),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([words, times]) => words.repeat(times));

const request: fc.Arbitrary<RequestPlan> = fc.record({
  model: fc.oneof(
    { weight: 8, arbitrary: fc.constant<ModelName>("pair") },
    { weight: 2, arbitrary: fc.constant<ModelName>("dear") },
    { weight: 2, arbitrary: fc.constant<ModelName>("cancellable") },
    { weight: 1, arbitrary: fc.constant<ModelName>("free") },
  ),
  isStream: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 2, arbitrary: fc.constant(false) },
  ),
  prompt,
  tokensMax: fc.option(fc.integer({ min: 1, max: 700 })),
  scripts: fc.record({ first: script, second: script }),
  caller,
  isTogether: fc.boolean(),
});

const run: fc.Arbitrary<RunPlan> = fc.record({
  creditMicros: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 3_000, max: 60_000 }) },
    { weight: 4, arbitrary: fc.integer({ min: 60_000, max: 2_000_000 }) },
  ),
  keyLimitMicros: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  ),
  recordFault: fc.oneof(
    { weight: 17, arbitrary: fc.constant<RecordFault>("none") },
    { weight: 1, arbitrary: fc.constantFrom<RecordFault[]>("texts", "rows", "passing") },
  ),
  requests: fc.array(request, { minLength: 1, maxLength: 6 }),
});

/** Lives of a number of runs each. A seed makes the sample reproducible. */
export function lives(runsPerLife: number): fc.Arbitrary<LifePlan> {
  const atRun = fc.integer({ min: 0, max: runsPerLife - 1 });
  const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
    { weight: 1, arbitrary: fc.record({ atRun, does: fc.constant("breakConnections" as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        atRun,
        does: fc.constant("lockWallet" as const),
        requests: fc.integer({ min: 1, max: 30 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        atRun,
        does: fc.constant("editKeys" as const),
        edits: fc.integer({ min: 1, max: 20 }),
      }),
    },
  );
  return fc.record({
    runs: fc.array(run, { minLength: runsPerLife, maxLength: runsPerLife }),
    disturbances: fc.array(disturbance, { minLength: 4, maxLength: 20 }),
  });
}
