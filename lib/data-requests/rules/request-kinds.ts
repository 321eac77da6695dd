/** What a person can ask for, in the order of the form. Free of zod: client code reads it. */
export const requestKinds = ["copy", "correction", "deletion", "know", "opt_out", "other"] as const;
export type RequestKind = (typeof requestKinds)[number];

export const kindLabels: Readonly<Record<RequestKind, string>> = {
  copy: "A copy of my data",
  correction: "Correct my data",
  deletion: "Delete my data",
  know: "Know what is collected, used, and shared (CCPA)",
  opt_out: "Opt out of sale and sharing (CCPA)",
  other: "Something else, such as an objection or an appeal",
};

export const kindOptions = requestKinds.map((value) => ({ value, label: kindLabels[value] }));

/** Short, for tables and mails. */
export const kindNames: Readonly<Record<RequestKind, string>> = {
  copy: "Copy of data",
  correction: "Correction",
  deletion: "Deletion",
  know: "Right to know",
  opt_out: "Opt-out",
  other: "Other",
};

/** The law that decides how long an answer may take. Any other law gets the shorter period. */
export const requestLaws = ["gdpr", "ccpa", "other"] as const;
export type RequestLaw = (typeof requestLaws)[number];

const lawLabels: Readonly<Record<RequestLaw, string>> = {
  gdpr: "European Economic Area or United Kingdom (GDPR)",
  ccpa: "California (CCPA)",
  other: "Another country or state, or not sure",
};

export const lawOptions = requestLaws.map((value) => ({ value, label: lawLabels[value] }));

export const lawNames: Readonly<Record<RequestLaw, string>> = {
  gdpr: "GDPR",
  ccpa: "CCPA",
  other: "Other",
};

/** The form, the form of a signed-in user, or entered by an operator. */
export type RequestChannel = "form" | "session" | "mail";

export const channelNames: Readonly<Record<RequestChannel, string>> = {
  form: "Form",
  session: "Form, signed in",
  mail: "Entered by an operator",
};

export type RequestStatus =
  "unconfirmed" | "received" | "acknowledged" | "in_progress" | "answered" | "refused" | "account_deleted";

export const stateNames: Readonly<Record<RequestStatus, string>> = {
  unconfirmed: "Not confirmed",
  received: "Received",
  acknowledged: "Acknowledged",
  in_progress: "In progress",
  answered: "Answered",
  refused: "Rejected",
  account_deleted: "Account deleted",
};

/** What an operator ticks off before data is given out or removed. */
export const identityChecks = ["address", "account", "agent"] as const;
export type IdentityCheck = (typeof identityChecks)[number];

export const checkNames: Readonly<Record<IdentityCheck, string>> = {
  address: "The requester controls the address",
  account: "The address has an account",
  agent: "The agent has written permission, and the person confirmed it",
};
