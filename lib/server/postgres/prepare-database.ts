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
  /** The address for everything that runs: with the product's own role if there is one. */
  readonly url: string;
  /** Migrations that this call applied. */
  readonly applied: readonly string[];
};

/** The embedded server: the superuser's address, and the stored passwords of the owner and of the product's role. */
export type EmbeddedAccess = {
  readonly superuserUrl: string;
  readonly ownerPassword: string;
  readonly productPassword: string;
};

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Migrates the embedded database as the owner of its tables, and creates a separate role for the product. The superuser
 * creates both roles, and gives the owner what it owned itself in a data folder of an earlier version.
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
 * Migrates an outside database as its owner and decides which role the product runs as. With DATABASE_URL_OWNER it is
 * the role of DATABASE_URL, created if missing. Without it, a role is created if the role of DATABASE_URL may create
 * roles; its password is derived from ENCRYPTION_KEY, so every process of the installation knows it. Otherwise the role
 * of DATABASE_URL does everything, and `examineRole` says what that means.
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
    // A role of that name which belongs to someone else is not ours to change.
    if (errorCode(error) === "42501") return productUrl;
    throw error;
  });
  // A pooler or pg_hba.conf may list the roles that can sign in.
  return { url: (await canSignIn(url)) ? url : productUrl, applied };
}

/** The address for a command while the product does not run: with the product's own role, if the start created one. */
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
