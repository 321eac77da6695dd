import { expect, test } from "@playwright/test";
import { makeSubjects, type Subjects } from "../authorization/subjects";
import { send, sendRaw } from "../support/http";
import { origin } from "../support/product";
import { postArguments } from "../support/server-actions";
import { canary } from "./hostile-values";
import { expectAlive, judge, judgeAction, tryAll, watchLog } from "./watch";

let subjects: Subjects;
let log: ReturnType<typeof watchLog>;

test.beforeAll(async () => {
  subjects = await makeSubjects();
});

test.beforeEach(() => {
  log = watchLog();
});

test.afterEach(async () => {
  await expectAlive();
  expect(await log.problems()).toEqual([]);
});

test("server actions handle arguments that no form sends", async () => {
  const cookie = await subjects.freshCookie("admin");
  const form = (parts: Readonly<Record<string, string>>) => {
    const made = new FormData();
    for (const [name, value] of Object.entries(parts)) made.append(name, value);
    return made;
  };
  const encoded: readonly (readonly [string, FormData | string | Blob])[] = [
    ["no arguments", "[]"],
    ["a number", "1"],
    ["numbers", "[1,2]"],
    ["null", "[null,null]"],
    ["an object in place of the form", '[{"status":"idle"},{"get":1}]'],
    ["text that is no JSON", `{${canary}`],
    ["nothing", ""],
    ["a form that does not come", '[{"status":"idle"},"$K7"]'],
    ["references to nothing", '["$1","$F2","$@3","$Q4"]'],
    ["parts without arguments", form({ _1_name: "x" })],
    ["parts with broken arguments", form({ _1_name: "x", 0: `[${canary}` })],
    ["a list in place of the form", form({ 0: '[{"status":"idle"},[]]' })],
    [
      "parts without an end",
      new Blob([`--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[`], {
        type: "multipart/form-data; boundary=x",
      }),
    ],
    [
      "parts with another boundary",
      new Blob([`--y\r\n\r\n${canary}\r\n--y--`], { type: "multipart/form-data; boundary=x" }),
    ],
    ["parts without a boundary", new Blob([canary], { type: "multipart/form-data" })],
    ["a type of body that no action takes", new Blob([canary], { type: "application/octet-stream" })],
  ];
  const attempts = encoded.map(([label, body]) => ({
    label,
    call: () => postArguments("/keys", "/keys#makeKey", body, cookie).then(judgeAction),
  }));
  const ids = ["", "x", canary, "0".repeat(42), "__proto__", `7f${"0".repeat(40)}`];
  const unknown = ids.map((id) => ({
    label: `an action of the id "${id}"`,
    call: () =>
      send("/keys", {
        method: "POST",
        body: "[]",
        headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: origin(), cookie },
      }).then(judge),
  }));
  expect(await tryAll([...attempts, ...unknown])).toEqual([]);
});

test("addresses that do not decode to text cause no server error", async () => {
  const cookie = subjects.cookie("owner");
  const wrong = [
    "%",
    "%zz",
    "%ff",
    "%E0%A4%A",
    "%ed%a0%80",
    "%00",
    "%2e%2e%2f%2e%2e",
    "..%5c..",
    "%252e",
    "a%0d%0ab",
  ];
  const stems = [
    "/",
    "/keys/",
    "/legal/",
    "/api/dashboard/purchases/",
    "/api/auth/",
    "/api/v1/keys/",
    "/_next/static/",
  ];
  const attempts = stems.flatMap((stem) =>
    wrong.map((step) => ({
      label: `${stem}${step}`,
      call: () => send(`${stem}${step}`, { headers: { cookie } }).then(judge),
    })),
  );
  const queries = wrong.map((text) => ({
    label: `/activity?model=${text}`,
    call: () => send(`/activity?model=${text}&${text}=1`, { headers: { cookie } }).then(judge),
  }));
  expect(await tryAll([...attempts, ...queries])).toEqual([]);
});

test("unsupported methods cause no server error", async () => {
  const cookie = subjects.cookie("owner");
  const paths = [
    "/",
    "/sign-in",
    "/keys",
    "/sign-out",
    "/api/dashboard/keys",
    "/api/webhooks/stripe",
    "/api/v1/keys",
    "/nothing",
  ];
  const methods = [
    "PUT",
    "DELETE",
    "PATCH",
    "PROPFIND",
    "MKCOL",
    "PURGE",
    "REPORT",
    "TRACE",
    "HEAD",
    "OPTIONS",
  ];
  const attempts = paths.flatMap((path) =>
    methods.map((method) => ({
      label: `${method} ${path}`,
      call: () => send(path, { method, headers: { cookie } }).then(judge),
    })),
  );
  expect(await tryAll(attempts)).toEqual([]);
});

test("malformed HTTP causes no server error", async () => {
  const lines = (head: string, ...more: string[]) => [head, "host: localhost", ...more].join("\r\n");
  const heads: readonly (readonly [string, string])[] = [
    ["two lengths", lines("POST /api/v1/keys HTTP/1.1", "content-length: 2", "content-length: 3")],
    [
      "a length and pieces",
      lines("POST /api/v1/keys HTTP/1.1", "content-length: 2", "transfer-encoding: chunked"),
    ],
    ["a length that is none", lines("POST /keys HTTP/1.1", "content-length: -1")],
    ["a length of hex", lines("POST /keys HTTP/1.1", "content-length: 0x2")],
    [
      "pieces that are none",
      `${lines("POST /api/v1/keys HTTP/1.1", "transfer-encoding: chunked")}\r\n\r\nzz`,
    ],
    ["a body that breaks off", `${lines("POST /api/v1/keys HTTP/1.1", "content-length: 100")}\r\n\r\n{`],
    ["an encoding that is none", lines("POST /api/v1/keys HTTP/1.1", `transfer-encoding: ${canary}`)],
    ["NUL in a header", lines("GET /keys HTTP/1.1", `x-name: ${canary}\0`)],
    ["a header without a name", lines("GET /keys HTTP/1.1", `: ${canary}`)],
    ["a header on two lines", lines("GET /keys HTTP/1.1", "x-name: a", ` ${canary}`)],
    [
      "headers that are too long",
      lines("GET /api/v1/models HTTP/1.1", `x-name: ${canary.padEnd(40_000, "x")}`),
    ],
    ["an address that is too long", lines(`GET /${canary.padEnd(40_000, "x")} HTTP/1.1`)],
    ["an address of elsewhere", lines(`GET http://${canary}.example/keys HTTP/1.1`)],
    ["a space in the address", lines("GET /keys and more HTTP/1.1")],
    ["bytes in the address", lines("GET /\xff\xfe HTTP/1.1")],
    ["no host", "GET /sign-in HTTP/1.1"],
    ["two hosts", lines("GET /sign-in HTTP/1.1", `host: ${canary}.example`)],
    ["another protocol", lines("PRI * HTTP/2.0")],
    ["nonsense", `\0${canary}`],
  ];
  const attempts = heads.map(([label, head]) => ({
    label,
    call: async () => {
      const status = await sendRaw(head.includes("\r\n\r\n") ? head : `${head}\r\n\r\n`);
      return status >= 500 ? `responded with ${status}` : null;
    },
  }));
  expect(await tryAll(attempts)).toEqual([]);
});
