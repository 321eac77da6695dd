import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { openPasswordFile } from "./password-file";
import { passwordWeakness } from "./password-strength";

Object.assign(process.env, testEnvironment, {
  DATABASE_URL: "postgresql://127.0.0.1/none",
  APP_URL: "http://console.acme-forge.example:3999",
});
const folder = await mkdtemp(path.join(tmpdir(), "passwords-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const known = ["margaret.hamilton@example.test", "Margaret Hamilton"];

async function weaknessOf(password: string): Promise<string | null> {
  return (await passwordWeakness(password, known))?.message ?? null;
}

it("rejects leaked passwords and those a step away from one, and says so", async () => {
  for (const password of [
    "iloveyouforever",
    "iloveyouforever2020",
    "ILoveYouForever!!",
    "2020-i love you forever",
    "password1",
    "trustno1",
    "Manchester1",
    "zxcvbnm123",
  ])
    expect(await weaknessOf(password), password).toMatch(/leaked/);
});

it("rejects well-known phrases, however they are spaced", async () => {
  for (const password of [
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "Correct-Horse-Battery-Staple-1!",
    "c0rrecth0rsebatterystaple",
    "tobeornottobethatisthequestion",
    "May the Force be with you",
    "thequickbrownfoxjumpsoverthelazydog",
    "Tr0ub4dor&3",
  ])
    expect(await weaknessOf(password), password).toMatch(/easy to guess|leaked/);
});

it("rejects what an attacker knows about the user and the site, and says so", async () => {
  for (const password of [
    "margarethamilton1936",
    "Hamilton-Margaret!",
    "margaret.hamilton@example.test",
    "Counterfoil2026!",
    "acme-forge-console-2026",
    "counterfoil-margaret",
  ])
    expect(await weaknessOf(password), password).toMatch(/name, your email address, or this site/);
});

it("rejects short and regular passwords", async () => {
  for (const password of ["Summer2024!!", "letmeinplease2024", "aaaaaaaaaaaaaaaa", "qwertyuiop[]", "a7$Kp"])
    expect(await weaknessOf(password), password).not.toBeNull();
});

it("accepts passphrases and passwords from password managers", async () => {
  for (const password of [
    "violet anchor minute parsnip",
    "orchid-magnet-lantern-whistle",
    "saddlepeppercometdrawer",
    "sunny otter counts 41 umbrellas",
    "x7Lq-92vb-KRtw",
    "zQ4!mVw8#pTs",
    "ひらがな を ならべた ながい ことば",
  ])
    expect(await weaknessOf(password), password).toBeNull();
});

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();

async function listed(name: string, lines: readonly string[], end = "\n"): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, lines.map((line) => `${line}${end}`).join(""));
  return file;
}

const words = Array.from({ length: 20_000 }, (_, index) => `listed password ${index * 7919}`);

it.each([
  [
    "hashes with counts",
    (list: readonly string[]) => list.map((word) => `${sha1(word)}:${word.length}`),
    "\r\n",
  ],
  ["bare hashes", (list: readonly string[]) => list.map(sha1), "\n"],
  ["passwords", (list: readonly string[]) => list, "\n"],
])("an operator's sorted list is searched on disk: %s", async (_, lines, end) => {
  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const file = await listed("list.txt", [...lines([...words, "zitrone über allem"])].sort(bytes), end);
  expect(await checkLeakedPasswords(file)).toMatch(/MB$/);
  const opened = await openPasswordFile(file);
  for (const word of [
    ...words.filter((_word, index) => index % 97 === 0),
    words.at(-1) ?? "",
    "zitrone über allem",
  ])
    expect(await opened.hasAny(["not this one", word]), word).toBe(true);
  for (const word of ["", " ", "a", "zzzz", "listed password", "listed password 1", "~", "0".repeat(600)])
    expect(await opened.hasAny([word]), word).toBe(false);
  await opened.close();
});

it("rejects a password in the operator's list as leaked", async () => {
  process.env["LEAKED_PASSWORDS_FILE"] = await listed("own.txt", [sha1("violet anchor minute parsnip")]);
  vi.resetModules();
  const fresh = await import("./password-strength");
  expect((await fresh.passwordWeakness("violet anchor minute parsnip", []))?.message).toMatch(/leaked/);
  expect(await fresh.passwordWeakness("orchid magnet lantern whistle", [])).toBeNull();
});

it.each([
  ["does not exist", async () => path.join(folder, "nowhere.txt")],
  ["is not a file", async () => folder],
  ["is empty", () => listed("empty.txt", [])],
  [
    "contains NTLM hashes; use the list of SHA-1 hashes",
    () => listed("ntlm.txt", ["8846F7EAEE8FB117AD06BDD830B7586C:3"]),
  ],
  [
    "is not sorted (byte 4); sort it with: LC_ALL=C sort",
    () => listed("unsorted.txt", ["bbb", "aaa", "ccc"]),
  ],
  ["has a line of more than 1024 bytes at byte 0", () => listed("long.txt", ["x".repeat(5_000)])],
  ["has a line at byte 41 that is not a SHA-1 hash", () => listed("mixed.txt", [sha1("a"), "password"])],
])("rejects a list that %s with that sentence", async (reason, make) => {
  const file = await make();
  await expect(checkLeakedPasswords(file)).rejects.toThrow(`LEAKED_PASSWORDS_FILE: ${file} ${reason}`);
});
