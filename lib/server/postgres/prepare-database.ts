import "server-only";
import { createHmac } from "node:crypto";
import { migrate } from "@/lib/db/migrate";
import { ownerRoleName, provideOwnerRole } from "@/lib/db/owner-role";
import {
  canSignIn,
  mayProvideRoles,
  type ProductRole,
  productRoleName,
  provideProductRole,
  withUser,
} from "@/lib/db/product-role";
import { errorCode } from "@/lib/db/database-errors";

export type PreparedDatabase = {
  /** Address for everything that runs: with the product's own role where there is one. */
  readonly url: string;
  /** Migrations applied now. */
  readonly applied: readonly string[];
};

/** The embedded server: its superuser's address, and the passwords kept for the owner of the tables and the product's role. */
export type EmbeddedAccess = {
  readonly superuserUrl: string;
  readonly ownerPassword: string;
  readonly productPassword: string;
};

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Migrates the embedded database as the owner of its tables, and hands the product a role of its own. The superuser makes the
 * two, and takes its hands off what it owned in a data folder of before.
 */
export async function prepareEmbedded(access: EmbeddedAccess): Promise<PreparedDatabase> {
  const database = databaseOf(access.superuserUrl);
  const product = { name: productRoleName(database), password: access.productPassword };
  const owner = { name: ownerRoleName(database), password: access.ownerPassword };
  const ownerUrl = await provideOwnerRole(access.superuserUrl, owner, product);
  const { applied } = await migrate(ownerUrl);
  return { url: await provideProductRole(ownerUrl, { ...product, isOurs: false }), applied };
}

/**
 * Migrates an outside database as its owner and decides which role the product runs as. With DATABASE_URL_OWNER it is the
 * role of DATABASE_URL, made when it is not there. Without, one is made where the role of DATABASE_URL may make roles; its
 * password follows from ENCRYPTION_KEY, so that every process of the installation knows it. Otherwise the role of
 * DATABASE_URL does everything, and `examineRole` says what that means.
 */
export async function prepareOutside(source: Source, encryptionKey: string): Promise<PreparedDatabase> {
  const productUrl = source.DATABASE_URL ?? "";
  const ownerUrl = source.DATABASE_URL_OWNER || productUrl;
  const { applied } = await migrate(ownerUrl);
  const { username, password } = new URL(productUrl);
  if (userOf(ownerUrl) !== userOf(productUrl)) {
    const role = {
      name: decodeURIComponent(username),
      password: decodeURIComponent(password),
      isOurs: false,
    };
    await provideProductRole(ownerUrl, role);
    return { url: productUrl, applied };
  }
  if (!(await mayProvideRoles(ownerUrl))) return { url: productUrl, applied };
  const url = await provideProductRole(ownerUrl, ownRole(ownerUrl, encryptionKey)).catch((error: unknown) => {
    // A role of that name that somebody else made is not ours to change.
    if (errorCode(error) === "42501") return productUrl;
    throw error;
  });
  // A pooler or pg_hba.conf may know only the roles that somebody wrote down.
  return { url: (await canSignIn(url)) ? url : productUrl, applied };
}

/** The address for a command while the product does not run: that of the product's own role, if the start made one. */
export async function productAddress(source: Source, encryptionKey: string): Promise<string> {
  const given = source.DATABASE_URL ?? "";
  const owner = source.DATABASE_URL_OWNER;
  if (owner && userOf(owner) !== userOf(given)) return given;
  const own = withUser(given, ownRole(given, encryptionKey));
  return (await canSignIn(own)) ? own : given;
}

function ownRole(address: string, encryptionKey: string): ProductRole {
  const database = databaseOf(address);
  const password = createHmac("sha256", encryptionKey).update(`database role of ${database}`).digest("hex");
  return { name: productRoleName(database), password, isOurs: true };
}

function databaseOf(address: string): string {
  return decodeURIComponent(new URL(address).pathname.slice(1)) || userOf(address);
}

function userOf(address: string): string {
  return decodeURIComponent(new URL(address).username);
}
