/** Numbers of the rule about keys that no longer work. */
export const rejectedKey = {
  /** Rejected requests of an hour from which on it alerts: more than a forgotten script that tries every few minutes. */
  requestsMin: 50,
  /** Days after which the same key may alert again while it is still used. */
  quietDays: 7,
} as const;
