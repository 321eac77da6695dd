export type Role = "owner" | "admin" | "member";

/**
 * The signed-in user and the workspace of the request. Verbs take it first and put its workspace into every `where`.
 */
export type Actor = {
  readonly userId: string;
  readonly workspaceId: string;
  readonly role: Role;
};

/** True for the roles that may change money, other members' keys, privacy settings and members. */
export function isAdmin(actor: Actor): boolean {
  return actor.role === "owner" || actor.role === "admin";
}
