import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningMail, startMail } from "./start-mail";

let dataDir: string;
let mail: RunningMail;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "sandbox-mail-"));
  mail = await startMail({ smtpPort: 0, inboxPort: 0, dataDir });
});
afterEach(async () => {
  await mail.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function send(to: string, subject: string, text = "Hello", html = "<p>Hello</p>") {
  await nodemailer
    .createTransport({ url: mail.smtpUrl })
    .sendMail({ from: "Shop <no-reply@shop.test>", to, subject, text, html });
}
const list = async (query = "") => (await (await fetch(`${mail.url}/api/mails${query}`)).json()).data;

describe("sandbox mail", () => {
  it("keeps mails, newest first, and finds them by recipient regardless of case", async () => {
    await send("ada@example.test", "First");
    await send("bob@example.test", "Zweite Prüfung");
    expect(await list()).toMatchObject([{ subject: "Zweite Prüfung" }, { subject: "First" }]);
    const [found] = await list("?to=Ada@Example.test");
    expect(found).toMatchObject({ to: ["ada@example.test"], from: "no-reply@shop.test", subject: "First" });
    expect((await (await fetch(`${mail.url}/api/mails/${found.id}`)).json()).data).toEqual(found);
  });

  it("shows text with working links, and HTML only inside a sandboxed frame", async () => {
    await send(
      "ada@example.test",
      "<b>Hi</b>",
      "Go to http://shop.test/verify?a=1&b=2 now",
      "<script>alert(1)</script>",
    );
    const [found] = await list();
    const response = await fetch(`${mail.url}/mails/${found.id}`);
    const page = await response.text();
    expect(page).toContain('<a href="http://shop.test/verify?a=1&amp;b=2">');
    expect(page).toContain("&lt;b&gt;Hi&lt;/b&gt;");
    expect(page).not.toContain("<script>");
    expect(page).toMatch(/<iframe[^>]+sandbox="(?!.*allow-scripts)/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("lists mails on a page with a single script of its own", async () => {
    expect(await (await fetch(mail.url)).text()).toContain("No mail yet");
    await send("ada@example.test", "Arrived");
    const response = await fetch(mail.url);
    expect(await response.text()).toContain("Arrived");
    expect(response.headers.get("content-security-policy")).toMatch(/script-src 'sha256-/);
    expect(await (await fetch(`${mail.url}/api/latest`)).json()).toEqual({ latest: (await list())[0].id });
  });

  it("survives a restart and is emptied on request", async () => {
    await send("ada@example.test", "Kept");
    await mail.stop();
    mail = await startMail({ smtpPort: 0, inboxPort: 0, dataDir });
    expect(await list()).toMatchObject([{ subject: "Kept" }]);
    expect((await fetch(`${mail.url}/api/mails`, { method: "DELETE" })).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it("returns 404 for unknown mails and paths", async () => {
    expect((await fetch(`${mail.url}/mails/00000000-0000-0000-0000-000000000000`)).status).toBe(404);
    expect((await fetch(`${mail.url}/other`)).status).toBe(404);
  });
});
