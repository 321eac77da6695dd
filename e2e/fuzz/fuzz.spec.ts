import { expect, test } from "@playwright/test";
import { makeSubjects, type Caller, type Subjects } from "../authorization/subjects";
import { actions, callers, type Outcome, pages, routes } from "../authorization/table";
import { makeAccount, makeKey } from "../support/accounts";
import { complete, model } from "../support/calls";
import { send } from "../support/http";
import { origin } from "../support/product";
import { type FormEntries, postAction } from "../support/server-actions";
import { listOperations } from "../support/surface";
import {
  type Change,
  changed,
  labelOf,
  random,
  runs,
  seed,
  shortened,
  sweep,
  touchesPath,
  wellFormed,
} from "./changes";
import {
  bodies,
  credentialTexts,
  fewValues,
  headerSets,
  hostileNames,
  type HostileValue,
  percentEncode,
  values,
} from "./hostile-values";
import { type ApiDocument, bareOperation, type Operation, operationsOf } from "./operations";
import {
  type Attempt,
  callApi,
  expectAlive,
  forgetAttempts,
  judge,
  judgeAction,
  tryAll,
  watchLog,
} from "./watch";

// On both workers: each has its own product.
test.describe.configure({ mode: "parallel", timeout: 80_000 + runs * 2_000 });

let subjects: Subjects;
let management: string;
let inference: string;
let operations: readonly Operation[];
let log: ReturnType<typeof watchLog>;

test.beforeAll(async () => {
  subjects = await makeSubjects();
  const account = await makeAccount({ name: "target", credits: "1000" });
  const [key, managing, named] = [
    await makeKey(account),
    await makeKey(account, { kind: "management" }),
    await makeKey(account),
  ];
  [inference, management] = [key.secret, managing.secret];
  const { body } = await complete(inference);
  const known = {
    author: "sandbox",
    slug: "heron",
    hash: named.hash,
    id: (body as { id: string }).id,
    model,
    messages: [{ role: "user", content: "Hi" }],
    prompt: "Hi",
    max_tokens: 4,
    name: "Fuzzed",
  };
  const document = JSON.parse((await send("/api/v1/openapi.json")).text) as ApiDocument;
  operations = operationsOf(document, known);
});

test.beforeEach(() => {
  log = watchLog();
});

test.afterEach(async () => {
  await forgetAttempts();
  await expectAlive();
  expect(await log.problems()).toEqual([]);
});

/** Operations without input, deliberately left out of the document. */
const undocumented = new Set(["GET /api/v1/auth/key", "GET /api/v1/openapi.json"]);
const bare = (name: string) => name.replaceAll(/\{(\w+)\}/g, ":$1");

for (const name of listOperations()) {
  test(`${name} rejects invalid input`, async () => {
    const documented = operations.find((one) => bare(one.name) === name);
    expect(documented !== undefined || undocumented.has(name), "what it takes is in the document").toBe(true);
    const operation = documented ?? bareOperation(name);
    const secret = /completions$|\/generation$|\/user$/.test(name) ? inference : management;
    const own = operation.call([]);
    const statuses = [...operation.statuses, 400, 413];
    const expected = operation.statuses.filter((status) => status < 300 || status === 410);
    const { status } = await send(own.path, {
      ...own,
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    });
    expect(expected, `a call of ${name} that works: give what it needs in "known"`).toContain(status);

    const attempt = (label: string, changes: readonly Change[]): Attempt => ({
      label,
      // A changed path may not exist, or may be an address with other methods.
      call: () =>
        callApi(operation.call(changes), {
          secret,
          statuses: [...statuses, ...(touchesPath(changes) ? [404, 405] : [])],
        }),
    });
    const where = operation.hasBody ? (["query", "field"] as const) : (["query"] as const);
    const attempts: Attempt[] = [
      ...sweep(operation.slots, values).map((changes) => attempt(labelOf(changes), changes)),
      ...where.flatMap((place) =>
        hostileNames.map((slot) => {
          const changes: Change[] = [
            [
              { where: place, name: slot },
              { label: "anything", text: "1", token: '{"a":1}' },
            ],
          ];
          return attempt(labelOf(changes), changes);
        }),
      ),
      ...random(operation.slots).map((changes, index) =>
        attempt(`random ${index}, ${labelOf(changes)}`, changes),
      ),
      ...(operation.hasBody ? bodies : []).map(({ label, body }) => ({
        label: `a body of ${label}`,
        call: () => callApi({ ...own, body }, { secret, statuses }),
      })),
      ...headerSets.map(({ label, headers }) => ({
        label,
        call: () => callApi({ ...own, headers }, { secret, statuses: [...statuses, 404] }),
      })),
      ...(operation.needsKey ? credentialTexts : []).map((authorization) => ({
        label: `a key of ${authorization.slice(0, 40)}`,
        call: () => callApi({ ...own, headers: { authorization } }, { secret, statuses: [401] }),
      })),
    ];
    expect(await tryAll(attempts), `seed ${seed}`).toEqual([]);
  });
}

for (const [address, rows] of grouped(pages, ([address]) => address.split("?")[0] ?? "")) {
  test(`page ${address} handles any address`, async () => {
    for (const [full, ...expected] of rows) {
      const cookie = subjects.cookie(callerWith(expected, [200], ["owner", "operator", "anonymous"]));
      const { real } = await subjects.fill(full);
      await expectAnyAddress(real, { ...(cookie && { cookie }) }, fewValues);
    }
  });
}

for (const [call, rows] of grouped(routes, ([call]) => call.split("?")[0] ?? "")) {
  test(`route ${call} handles any request`, async () => {
    for (const [full, body, ...expected] of rows) {
      const caller = callerWith(expected, [200, "unknown"], ["owner", "anonymous"]);
      const cookie = full.startsWith("GET") ? subjects.cookie(caller) : await subjects.freshCookie(caller);
      const { real } = await subjects.fill(full);
      const [method = "GET", path = ""] = real.split(" ");
      const headers = {
        origin: origin(),
        "content-type": "application/x-www-form-urlencoded",
        ...(cookie && { cookie }),
      };
      await expectAnyAddress(path, headers, values, method);
      if (method === "GET") continue;
      const fields = [...new URLSearchParams(body)].map(([name]) => ({ where: "field", name }) as const);
      const post = (sent: string | Uint8Array, more: object = {}) =>
        send(path, { method, body: sent, headers: { ...headers, ...more } }).then(judge);
      const attempts = [
        ...bodies.map(({ label, body: sent }) => ({ label: `a body of ${label}`, call: () => post(sent) })),
        ...bodies.map(({ label, body: sent }) => ({
          label: `a body of ${label} as JSON`,
          call: () => post(sent, { "content-type": "application/json", "stripe-signature": "t=1,v1=00" }),
        })),
        ...[...sweep(fields, values), ...random(fields)].map((changes) => ({
          label: labelOf(changes),
          call: () =>
            post(changes.map(([{ name }, value]) => `${name}=${percentEncode(value?.text ?? "")}`).join("&")),
        })),
      ];
      expect(await tryAll(attempts), `seed ${seed}`).toEqual([]);
    }
  });
}

/** Forms that may end a session or account get their own user. */
const endsCaller = /#(changePassword|endOtherSessions|deleteAccount)Action$/;

for (const [action, rows] of grouped(actions, ([action]) => action)) {
  test(`action ${action} handles any form`, async () => {
    for (const [, fields, ...expected] of rows) {
      const caller = callerWith(expected, ["done"], ["admin", "operator", "unverified", "anonymous"]);
      const fresh = endsCaller.test(action) ? await subjects.replacement(caller) : null;
      const cookie = fresh?.cookie ?? (await subjects.freshCookie(caller));
      const own = [...new URLSearchParams((await subjects.fill(fields, fresh?.email)).real)];
      const page = action.startsWith("/#") ? "/activity" : (action.split("#")[0] ?? "");
      const slots = own.map(([name]) => ({ where: "field", name }) as const);
      const post = (entries: FormEntries) => postAction(page, action, entries, cookie).then(judgeAction);
      const attempts = [
        ...[...sweep(slots, values), ...random(slots)].map((changes) => ({
          label: labelOf(changes),
          call: () => post(changed(own, changes)),
        })),
        ...slots.map(({ name }) => ({
          label: `${name} twice`,
          call: () => post([...own, [name, "x"], [`${name}.a`, "y"]]),
        })),
        ...hostileNames.map((name) => ({
          label: `a field "${name}"`,
          call: () =>
            post([
              [name, "x"],
              [name, "y"],
            ]),
        })),
      ];
      const wrong: string[] = [];
      // Rate limits would give all others the same response.
      for (let from = 0; from < attempts.length; from += 8) {
        wrong.push(...(await tryAll(attempts.slice(from, from + 8))));
        await forgetAttempts();
      }
      expect(wrong.slice(0, 40), `seed ${seed}`).toEqual([]);
    }
  });
}

async function expectAnyAddress(
  full: string,
  headers: Readonly<Record<string, string>>,
  hostile: readonly HostileValue[],
  method = "GET",
): Promise<void> {
  const [path = "", query = ""] = full.split("?");
  const own = [...new URLSearchParams(query)];
  const slots = own.map(([name]) => ({ where: "query", name }) as const);
  const get = (target: string) => send(target, { method, headers }).then(judge);
  const at = (entries: FormEntries) =>
    get(
      `${path}?${entries.map(([name, value]) => `${percentEncode(name)}=${percentEncode(shortened(value))}`).join("&")}`,
    );
  // The last segment of an address that ends with an id can be anything.
  const stem = /^(.*\/)[0-9a-f-]{36,64}$/.exec(path)?.[1];
  const attempts = [
    ...[...sweep(slots, hostile), ...random(slots)].map((changes) => ({
      label: labelOf(changes),
      call: () => at(changed(own, changes)),
    })),
    ...slots.map(({ name }) => ({
      label: `${name} twice`,
      call: () => at([...own, [name, "x"], [`${name}[]`, "y"]]),
    })),
    ...hostileNames.map((name) => ({ label: `a parameter "${name}"`, call: () => at([[name, "x"]]) })),
    ...(stem ? hostile : []).map(({ label, text }) => ({
      label: `an id of ${label}`,
      call: () => get(`${stem}${percentEncode(wellFormed(text))}`),
    })),
  ];
  expect(await tryAll(attempts), `seed ${seed}`).toEqual([]);
}

/** The first of these callers for which the row has one of these outcomes; otherwise the last. */
function callerWith(row: readonly Outcome[], outcomes: readonly Outcome[], order: readonly Caller[]): Caller {
  const fits = (caller: Caller) => outcomes.includes(row[callers.indexOf(caller)] ?? "invalid");
  return order.find(fits) ?? order.at(-1) ?? "anonymous";
}

function grouped<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row]);
  return groups;
}
