import { describe, expect, it } from "vitest";
import { isPlainRequest, plainPolicy, statusOf, toPlainPage } from "./plain-page";

const script = '<script src="/_next/static/plain/a.js" nonce="n" defer=""></script>';

/** As the framework writes them. */
const frameworks = {
  preload:
    '<link rel="preload" as="script" fetchPriority="low" nonce="bw==" href="/_next/static/chunks/1e.js"/>',
  file: '<script src="/_next/static/chunks/1x.js" async="" nonce="bw=="></script>',
  oldBrowsers: '<script src="/_next/static/chunks/0c.js" noModule="" nonce="bw=="></script>',
  loader:
    '<script nonce="bw==" id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({});</script>',
  start: '<script nonce="bw==">(self.__next_f=self.__next_f||[]).push([0])</script>',
  data: '<script nonce="bw==">self.__next_f.push([1,"1:\\"$Sreact.fragment\\"\\n\\u003cscript>"])</script>',
};

const page = (head: string, body: string) =>
  `<!DOCTYPE html><html lang="en"><head>${head}<title>T</title></head><body>${body}</body></html>`;
const style = '<link rel="stylesheet" href="/_next/static/chunks/a.css" nonce="bw=="/>';
const font = '<link rel="preload" href="/_next/static/media/a.woff2" as="font" crossorigin=""/>';

describe("toPlainPage", () => {
  it("removes the framework's scripts and their preloads, and nothing else", () => {
    const { preload, file, oldBrowsers, loader, start, data } = frameworks;
    const before = page(
      `${style}${font}${preload}${file}${oldBrowsers}`,
      `<p>Hi</p>${loader}${start}${data}`,
    );
    expect(toPlainPage(before, script)).toBe(
      page(`${style}${font}`, "<p>Hi</p>").replace("</head>", `${script}</head>`),
    );
  });

  it("keeps dollar signs of the text and of the script", () => {
    const plain = toPlainPage(page("", "<p>$& $1 $$ of $10</p>"), '<script src="$&"></script>');
    expect(plain).toContain("<p>$& $1 $$ of $10</p>");
    expect(plain).toContain('<script src="$&"></script></head>');
  });

  it.each([
    ["an inline script that is not the framework's", "<script>alert(1)</script>"],
    ["a script that reveals a part that came later", '<script>$RC("B:0","S:0")</script>'],
    ["a script of another site", '<script src="https://elsewhere.example/_next/static/a.js"></script>'],
    ["a file of this site that the build has not made", '<script src="/api/v1/models"></script>'],
    [
      "a script with an attribute that is not known",
      '<script src="/_next/static/a.js" onload="x()"></script>',
    ],
    ["data with a file", '<script src="/_next/static/a.js">self.__next_f.push([0])</script>'],
    ["the place of a part that comes later", '<template id="B:0"></template>'],
  ])("leaves a page alone that has %s", (_name, element) => {
    expect(toPlainPage(page("", element), script)).toBeNull();
  });

  it("leaves the framework's document for a failure alone, and one that has no head", () => {
    const failed = page("", "").replace('<html lang="en">', '<html id="__next_error__">');
    expect(toPlainPage(failed, script)).toBeNull();
    expect(toPlainPage("<p>Hi</p>", script)).toBeNull();
  });

  it("takes out the element that names the status", () => {
    const absent = page('<meta name="counterfoil-status" content="404"/>', "");
    expect(statusOf(absent)).toBe(404);
    expect(toPlainPage(absent, script)).toBe(page("", "").replace("</head>", `${script}</head>`));
  });
});

describe("statusOf", () => {
  it("reads the head only, and only what our page writes", () => {
    const mark = '<meta name="counterfoil-status" content="404"/>';
    expect(statusOf(page("", mark))).toBeNull();
    expect(statusOf(page(mark.replace("404", "200"), ""))).toBeNull();
    expect(statusOf(page(mark.replaceAll("<", "&lt;"), ""))).toBeNull();
    expect(statusOf("")).toBeNull();
  });
});

describe("isPlainRequest", () => {
  const asked = (headers: Record<string, string[]>, url = "/models?q=a") =>
    isPlainRequest({ url, headers }, "counterfoil-session");

  it("is a document for someone without a session", () => {
    expect(asked({})).toBe(true);
    expect(asked({ cookie: ["counterfoil-device=a; counterfoil-challenge=b"] })).toBe(true);
    // Another copy on the same machine.
    expect(asked({ cookie: ["counterfoil-session-4810=a"] })).toBe(true);
  });

  it("is nothing that a session or the framework's script asks for", () => {
    expect(asked({ cookie: ["counterfoil-session=a"] })).toBe(false);
    expect(asked({ cookie: ["a=b", "c=d;counterfoil-session=a"] })).toBe(false);
    for (const name of ["rsc", "next-action", "next-router-state-tree", "next-router-prefetch"])
      expect(asked({ [name]: ["1"] })).toBe(false);
    expect(asked({}, "/_next/static/chunks/a.css")).toBe(false);
  });
});

it("the policy allows the one script and nothing else, and no address of another site", () => {
  const policy = plainPolicy("abc", false);
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-abc';/);
  expect(policy).not.toMatch(/unsafe|strict-dynamic|http|connect-src|\*/);
  expect(plainPolicy("abc", true)).toMatch(/; upgrade-insecure-requests$/);
});
